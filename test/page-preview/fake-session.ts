import { signal } from '@preact/signals'
import type { Session, SessionState } from '../../src/case/session.js'
import type { Case } from '../../src/model/case.js'
import type { Raise } from '../../src/model/limits.js'
import type { ShellPort } from '../../src/share/shell-port.js'
import { fakeCase } from './fake-case.js'

const progress = {
  bytes: 81_200_000,
  bytesTotal: 146_000_000,
  entries: 311,
  entriesTotal: 590,
  events: 160_223,
  rate: 41_000_000,
  current: [{ path: 'u_ex210302.log', share: 0.4 }],
  left: 40,
}

export function fakeSession(
  judged: Case | null,
  stage: SessionState['stage'],
): Session & { state: { value: SessionState } } {
  const state = signal<SessionState>({
    stage,
    message: 'not a zip: demo.txt',
    progress,
    case: judged,
    cancelled: false,
    passwordWanted: null,
    saved: null,
  })
  const done = (): Promise<void> => {
    state.value = { ...state.value, stage: 'done', case: fakeCase }
    return Promise.resolve()
  }
  return {
    state,
    open: done,
    openDemo: done,
    save: () => Promise.resolve(new Blob()),
    attach: () => Promise.resolve(),
    givePassword: () => undefined,
    raise: signal<Raise>(1),
    chooseCampaigns: () => Promise.resolve(),
    judge: () => Promise.resolve(),
    hashed: () => Promise.resolve(),
    cancel: () => void done(),
    close: () => {
      state.value = { ...state.value, stage: 'empty', case: null }
    },
    events: {
      query: () => Promise.resolve({ id: 1, rows: 0, records: 0, ms: 0 }),
      eventRows: () => Promise.resolve([]),
      stacks: () => Promise.resolve({ distinct: 0, values: [] }),
      values: () => Promise.resolve([]),
      eventAt: () => Promise.resolve(null),
      besideInFile: () => Promise.resolve(null),
    },
    density: ({ from, to, bins, lanes }) => {
      const events = new Uint32Array(bins * (1 + lanes.length))
      const noise = new Uint32Array(bins * (1 + lanes.length))
      const { first, last, coverage } = fakeCase
      const holes = coverage[0]?.holes ?? []
      for (let bin = 0; bin < bins; bin++) {
        const time = from + ((bin + 0.5) / bins) * (to - from)
        if (time < first || time > last || holes.some((h) => time >= h.from && time < h.to))
          continue
        for (let lane = 0; lane <= lanes.length; lane++) {
          const at = lane * bins + bin
          noise[at] = 400 + Math.round(300 * Math.abs(Math.sin(at * 12.9898)))
          events[at] = noise[at] + Math.round(160 * Math.abs(Math.sin(at * 78.233)) ** 3)
        }
      }
      return Promise.resolve({ from, to, bins, events, noise })
    },
    folded: () => Promise.resolve([]),
    readFile: () => Promise.resolve(new Uint8Array(0)),
    files: () => Promise.resolve([]),
    accounts: () => Promise.resolve({ accounts: [], leftOut: 0 }),
    hostZones: () => Promise.resolve([]),
    entryCounts: () =>
      Promise.resolve({
        rows: new Uint32Array(fakeCase.entries.length),
        folded: new Uint32Array(fakeCase.entries.length),
      }),
    unfold: () => Promise.reject(new Error('nothing is folded here')),
    readRow: (location) =>
      Promise.resolve({
        ...location,
        text: '2021-03-16 02:30:00 10.20.30.40 POST /aspnet_client/system_web/Kq3vTz8w.aspx &CorrelationID=<empty>;&cafeReqId=0f3e; 443 - 198.51.100.222 Mozilla/5.0+(compatible;+Baiduspider/2.0;\u202Egpj) - 200 0 0 212',
        line: 118_204,
        before: [
          '2021-03-16 02:29:59 10.20.30.40 GET /owa/ - 443 - 192.0.2.7 Mozilla/5.0 - 302 0 0 15',
        ],
        after: [
          '2021-03-16 02:30:01 10.20.30.40 POST /mapi/emsmdb/ - 443 user 192.0.2.9 Outlook - 200 0 0 31',
        ],
        truncated: false,
      }),
    searchRaw: () => Promise.resolve(),
    readBytes: () => Promise.resolve(new Uint8Array(0)),
    requestChain: () =>
      Promise.resolve({
        ids: ['0f3e2d1c-0000-4000-8000-000000000001'],
        links: [
          {
            raw: {
              entry: 0,
              offset: 0,
              size: 20,
              text: '2021-03-16T02:30:00.120Z,0f3e2d1c-0000-4000-8000-000000000001,15,1,2106,2,,Owa',
              line: 311,
              before: [],
              after: [],
              truncated: false,
            },
            row: {
              entry: 0,
              offset: 0,
              size: 20,
              time: 1_615_861_800_120_000,
              family: 'httpproxy-owa',
              user: '',
              action: 'POST',
              target: '/owa/',
              status: 200,
              folded: false,
            },
          },
        ],
        searched: 6,
        limits: [],
      }),
    caseJson: () => Promise.resolve('{}'),
  }
}

export function fakeShell(downloads: { name: string; bytes: Blob }[]): ShellPort {
  return {
    download: (name, bytes) => {
      downloads.push({ name, bytes })
    },
    setTitle: (text) => {
      document.title = text
    },
    pickFolderNeedsShell: false,
    onDrop: () => undefined,
    onDragging: () => undefined,
    keeper: {
      state: signal({ whyNot: '', since: '', failure: '' }),
      keep: () => undefined,
      open: () => undefined,
      wipe: () => undefined,
    },
    privacy: {
      enforcedBy: [
        'The page is one file; everything it needs is in it.',
        'Its content policy forbids every connection, in the page and in its workers.',
        'It runs in a frame without network, storage, windows or navigation.',
      ],
      selfTest: () =>
        Promise.resolve([
          { channel: 'fetch', result: 'blocked' },
          { channel: 'WebRTC', result: 'blocked' },
          { channel: 'preconnect', result: 'not proven' },
        ]),
    },
  }
}
