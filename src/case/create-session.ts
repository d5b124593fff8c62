import { signal } from '@preact/signals'
import type { Raise } from '../model/limits.js'
import { demoDrop } from './demo-drop.js'
import { NOTHING } from './nothing.js'
import { OpenCase } from './open-case.js'
import type { Session, SessionState } from './session.js'
import { splitSaved } from './saved-file.js'
import { sourcesOf } from './sources.js'

export interface SessionOptions {
  readonly workers: number
}

/** One page, one session; each drop opens a new case in it. */
export function createSession(options: SessionOptions): Session {
  const state = signal<SessionState>(NOTHING)
  const raise = signal<Raise>(1)
  let open: OpenCase | null = null

  const start = async (run: (opened: OpenCase) => Promise<void>) => {
    open?.close()
    const opened = new OpenCase(state, options.workers)
    open = opened
    try {
      await run(opened)
    } catch (error) {
      opened.fail(error instanceof Error ? error.message : String(error))
    }
  }
  const current = () => {
    if (!open) throw new Error('no case is open')
    return open
  }

  return {
    state,
    raise,
    open: async (drops, how = {}) => {
      const options = { raise: raise.value, ...how }
      const { saved, rest } = await splitSaved(drops)
      const sources = sourcesOf(rest, options.raise)
      const [file] = saved
      if (!file && open?.waitsFor(sources)) return open.attach(sources, options)
      return start(async (opened) => {
        if (!file) return opened.read(sources, false, options)
        if (saved.length > 1) throw new Error('these are several saved cases: drop one at a time')
        await opened.readSaved(file)
        if (sources.length > 0) await opened.attach(sources, options)
      })
    },
    save: (notes) => current().save(notes),
    attach: (drops) => current().attach(sourcesOf(drops, raise.value), { raise: raise.value }),
    openDemo: ({ attacked }) =>
      start(async (opened) => {
        opened.update({ stage: 'listing', message: 'Making the demo case' })
        const drop = await demoDrop(attacked)
        await opened.read(sourcesOf([drop], 1), true)
      }),
    givePassword: (text) => {
      open?.admission?.give(text)
    },
    chooseCampaigns: (campaigns) => current().rejudge({ campaigns }),
    judge: (judgements) => current().rejudge({ judgements }),
    hashed: () => current().hashed,
    cancel: () => {
      open?.cancel()
    },
    close: () => {
      open?.close()
      open = null
      state.value = NOTHING
    },
    density: (request) => current().caseApi.density(request),
    events: {
      query: (asked) => current().caseApi.query(asked),
      eventRows: (id, from, to) => current().caseApi.eventRows(id, from, to),
      stacks: (id, field, rarest, most) => current().caseApi.stacks(id, field, rarest, most),
      values: (field, text, most) => current().caseApi.values(field, text, most),
      eventAt: (place) => current().caseApi.eventAt(place),
      besideInFile: (row, step) => current().caseApi.besideInFile(row, step),
    },
    folded: (from, to, most) => current().caseApi.folded(from, to, most),
    accounts: (host) => current().caseApi.accounts(host),
    hostZones: () => current().caseApi.hostZones(),
    entryCounts: () => current().caseApi.entryCounts(),
    unfold: (row) => current().reread.unfold(row),
    readRow: (location, neighbours, onProgress) =>
      current().reread.row(location, neighbours, onProgress),
    searchRaw: (text, signal, onState) => current().searchRaw(text, signal, onState),
    readBytes: (location) => current().reread.bytes(location),
    readFile: (entry, from, length) => current().reread.file(entry, from, length),
    files: (host) => current().caseApi.files(host),
    requestChain: (row, text, signal) => current().reread.chain(row, text, signal),
    caseJson: (wanted) => current().caseJson(wanted.masked),
  }
}
