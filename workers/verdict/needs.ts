import type { Campaign } from '../../src/model/campaigns.js'
import type { Coverage, Hole } from '../../src/model/coverage.js'
import type { Rung } from '../../src/model/finding.js'
import { formatDayInWords } from '../../src/model/time.js'
import { MICROSECONDS_PER_DAY, type Microseconds } from '../../src/model/units.js'
import type { CollectNext } from '../../src/model/verdict.js'
import { HTTPPROXY_HOLE, IIS_HOLE } from './coverage.js'
import { dayRange, gapDays, list } from './days.js'

export interface Window {
  readonly from: Microseconds
  readonly to: Microseconds
}

/**
 * Control-panel logs are written only when somebody uses the panel, and their own probes may be off:
 * they may begin late and end early by so much.
 */
export const QUIET_TOLERANCE: Microseconds = 7 * MICROSECONDS_PER_DAY

/** Protocols that together see what clients asked of the server. */
const PROTOCOLS: readonly Coverage['family'][] = [
  'httpproxy-autodiscover',
  'httpproxy-eas',
  'httpproxy-ecp',
  'httpproxy-ews',
  'httpproxy-mapi',
  'httpproxy-oab',
  'httpproxy-owa',
  'httpproxy-powershell',
  'httpproxy-rpchttp',
]

/** How one source stands to a window. */
export interface Answer {
  readonly covers: boolean
  readonly label: string
  /** Why not, or which days. */
  readonly words: string
  /** The span that it does cover, NaN where none. */
  readonly from: Microseconds
  readonly to: Microseconds
  /** Stretches of the window without an event, where those are what it lacks. */
  readonly gaps: readonly Hole[]
}

/** One group of sources of which any is enough; `collect` gets the missing one. */
export interface Need {
  readonly sources: readonly ((coverage: readonly Coverage[], window: Window) => Answer)[]
  readonly collect: CollectNext
}

type Needs = Readonly<Record<Rung, readonly Need[]>>

const MARCH_2021: Needs = {
  targeted: [
    {
      sources: [source('httpproxy', HTTPPROXY_HOLE), source('iis-front', IIS_HOLE)],
      collect: {
        what: 'Logging\\HttpProxy with all its folders, from a backup where the server has deleted them',
        command: robocopy('${env:ExchangeInstallPath}Logging\\HttpProxy', 'HttpProxy', '*.log'),
      },
    },
  ],
  exploited: [
    {
      sources: [controlPanel, source('iis-back', IIS_HOLE)],
      collect: {
        what: 'Logging\\HttpProxy\\Ecp, or the IIS logs of site 2 (W3SVC2)',
        command: robocopy('${env:SystemDrive}\\inetpub\\logs\\LogFiles\\W3SVC2', 'W3SVC2', '*.log'),
      },
    },
    {
      sources: [source('ecp-server', QUIET_TOLERANCE), source('evtx-management', QUIET_TOLERANCE)],
      collect: {
        what: 'Logging\\ECP\\Server, and the event log “MSExchange Management”, which reaches back furthest',
        command: `${robocopy('${env:ExchangeInstallPath}Logging\\ECP\\Server', 'ECP\\Server', '*.log')}; wevtutil epl "MSExchange Management" "E:\\collected\\MSExchange Management.evtx"`,
      },
    },
  ],
  backdoored: [
    {
      sources: [webRoot, fileTable, source('usn', IIS_HOLE)],
      collect: {
        what: 'The web folders (FrontEnd\\HttpProxy, ClientAccess and inetpub\\wwwroot)',
        command: `${robocopy('${env:ExchangeInstallPath}FrontEnd\\HttpProxy', 'FrontEnd\\HttpProxy', '*.as*')}; ${robocopy('${env:ExchangeInstallPath}ClientAccess', 'ClientAccess', '*.as*')}; ${robocopy('${env:SystemDrive}\\inetpub\\wwwroot', 'inetpub\\wwwroot', '*.*')}`,
      },
    },
  ],
  used: [
    {
      sources: [source('iis-front', IIS_HOLE), allProtocols],
      collect: {
        what: 'The IIS logs of site 1 (W3SVC1)',
        command: robocopy('${env:SystemDrive}\\inetpub\\logs\\LogFiles\\W3SVC1', 'W3SVC1', '*.log'),
      },
    },
  ],
}

/** What runs commands through Exchange's own PowerShell shows at the front door and in what was run. */
const REMOTE_POWERSHELL: Needs = {
  ...MARCH_2021,
  exploited: [
    {
      sources: [source('iis-front', IIS_HOLE), allProtocols],
      collect: {
        what: 'The IIS logs of site 1 (W3SVC1), or Logging\\HttpProxy with all its folders',
        command: robocopy('${env:SystemDrive}\\inetpub\\logs\\LogFiles\\W3SVC1', 'W3SVC1', '*.log'),
      },
    },
    {
      sources: [source('evtx-management', QUIET_TOLERANCE), source('cmdlet-infra', IIS_HOLE)],
      collect: {
        what: 'The event log “MSExchange Management”, which tells every command that was run, and Logging\\CmdletInfra',
        command: `wevtutil epl "MSExchange Management" "E:\\collected\\MSExchange Management.evtx"; ${robocopy('${env:ExchangeInstallPath}Logging\\CmdletInfra', 'CmdletInfra', '*.log')}`,
      },
    },
  ],
}

/**
 * Once somebody tried, the back end's log is not enough: a session that was forged looks there like any
 * that the front end announces, as long as it changes nothing.
 */
const MARCH_2021_TRIED: Needs = {
  ...MARCH_2021,
  exploited: MARCH_2021.exploited.map((need, at) =>
    at > 0
      ? need
      : {
          sources: [controlPanel],
          collect: {
            what: 'Logging\\HttpProxy\\Ecp, from a backup where the server has deleted it',
            command: robocopy(
              '${env:ExchangeInstallPath}Logging\\HttpProxy\\Ecp',
              'HttpProxy\\Ecp',
              '*.log',
            ),
          },
        },
  ),
}

/** What each rung needs before it may say "no" over a campaign's window. `tried`: attempts were found. */
export function needsOf({ chain }: Pick<Campaign, 'chain'>, tried = false): Needs {
  if (chain !== null && chain !== 'proxylogon') return REMOTE_POWERSHELL
  return tried && chain !== null ? MARCH_2021_TRIED : MARCH_2021
}

/** For PowerShell: copies with times kept, in backup mode, without a change to the source. */
function robocopy(from: string, to: string, files: string): string {
  return `robocopy "${from}" "E:\\collected\\${to}" ${files} /S /B /COPY:DAT /DCOPY:T /R:1 /W:1`
}

function source(
  family: Coverage['family'],
  tolerance: Microseconds,
): (coverage: readonly Coverage[], window: Window) => Answer {
  return (coverage, window) => {
    const found = coverage.find((one) => one.family === family)
    return found ? judge(found, window, tolerance) : missing(LABELS[family] ?? family)
  }
}

const LABELS: Readonly<Record<string, string>> = {
  httpproxy: 'HttpProxy',
  'httpproxy-ecp': 'HttpProxy\\Ecp',
  'iis-front': 'IIS site 1',
  'iis-back': 'IIS site 2',
  'ecp-server': 'ECP Server',
  'evtx-management': 'MSExchange Management',
  'cmdlet-infra': 'CmdletInfra',
  usn: 'the change journal',
}

/** `HttpProxy`, `IIS site 1`: without what stands in brackets or behind a comma. */
export function plainLabel(label: string): string {
  return label.replace(/ \(.*\)$|, any protocol$/, '').replace(/^ECP\\/, 'ECP ')
}

function missing(label: string): Answer {
  const words = `${label} is missing`
  return { covers: false, label, words, from: NaN, to: NaN, gaps: [] }
}

function judge(found: Coverage, window: Window, tolerance: Microseconds): Answer {
  const { label, first: from, last: to } = found
  const name = plainLabel(label)
  const gaps = gapsOf(found, window, tolerance)
  const no = (words: string): Answer => ({ covers: false, label, words, from, to, gaps })
  if (Number.isNaN(from)) return no(`${name} holds no readable event`)
  if (found.unusable.length > 0)
    return no(
      `${name}: ${String(found.unusable.length)} of its files could not be read (${found.unusable[0] ?? ''})`,
    )
  const cut = found.cuts.find(({ time }) => time > window.from)
  if (cut) return no(`${name} was emptied on ${formatDayInWords(cut.time)}`)
  if (from - window.from > tolerance) return no(`${name} begins only on ${formatDayInWords(from)}`)
  if (window.to - to > tolerance) return no(`${name} ends on ${formatDayInWords(to)}`)
  const hole = found.holes.find((one) => inside(one, window))
  if (hole) return no(`${name} ${holeInWords(hole)}`)
  return {
    covers: true,
    label,
    words: `${name} covers ${dayRange(from, to)}`,
    from,
    to,
    gaps: [],
  }
}

/** Before its first event, after its last, and between. */
function gapsOf({ first, last, holes }: Coverage, window: Window, tolerance: Microseconds): Hole[] {
  const late = first - window.from > tolerance ? [{ from: window.from, to: first }] : []
  const early = window.to - last > tolerance ? [{ from: last, to: window.to }] : []
  return [...late, ...holes.filter((hole) => inside(hole, window)), ...early]
}

function holeInWords({ from, to, why }: Hole): string {
  if (why === undefined) return `has a hole, ${gapDays(from, to)}`
  return `lacks ${why}, ${dayRange(from, to)}`
}

function inside(hole: Hole, window: Window): boolean {
  return hole.to > window.from && hole.from < window.to
}

/** One protocol may be quiet, but where all of HttpProxy has a hole, its log of the panel has one. */
function controlPanel(coverage: readonly Coverage[], window: Window): Answer {
  const holes = coverage.find((one) => one.family === 'httpproxy')?.holes ?? []
  const own = coverage.map((one) => (one.family === 'httpproxy-ecp' ? { ...one, holes } : one))
  return source('httpproxy-ecp', QUIET_TOLERANCE)(own, window)
}

/** Every protocol present, and together without a hole. */
function allProtocols(coverage: readonly Coverage[], window: Window): Answer {
  const absent = PROTOCOLS.filter(
    (family) => !coverage.some((one) => one.family === family && one.events > 0),
  )
  if (absent.length > 0) {
    const names = absent.map((family) => family.replace('httpproxy-', ''))
    return missing(absent.length === PROTOCOLS.length ? 'HttpProxy' : `HttpProxy\\${list(names)}`)
  }
  return source('httpproxy', HTTPPROXY_HOLE)(coverage, window)
}

/** The folders as they were when collected; that says nothing of files deleted before. */
function webRoot(coverage: readonly Coverage[]): Answer {
  const found = coverage.find((one) => one.family === 'web-root')
  if (!found || (found.events === 0 && found.unusable.length === 0))
    return { ...missing(found?.label ?? ''), words: 'the web folders were not collected' }
  if (found.unusable.length > 0)
    return {
      covers: false,
      label: found.label,
      words: `${String(found.unusable.length)} files of the web folders could not be read`,
      from: NaN,
      to: NaN,
      gaps: [],
    }
  return {
    covers: true,
    label: found.label,
    words: 'the web folders were collected as they stood',
    from: found.first,
    to: found.last,
    gaps: [],
  }
}

/** The file table as it stood: files that are there, and those deleted whose records are not yet used again. */
function fileTable(coverage: readonly Coverage[]): Answer {
  const found = coverage.find((one) => one.family === 'mft' && one.events > 0)
  if (!found || found.unusable.length > 0)
    return { ...missing(''), label: 'File table', words: 'the file table ($MFT) was not read' }
  return {
    covers: true,
    label: found.label,
    words: 'the file table ($MFT) was read as it stood',
    from: found.first,
    to: found.last,
    gaps: [],
  }
}
