import type { Chain } from '../../src/model/campaigns.js'
import { cumulativeUpdate } from '../../src/model/builds.js'
import { formatDayInWords } from '../../src/model/time.js'
import type { Microseconds } from '../../src/model/units.js'
import type { Mitigation } from '../../src/model/verdict.js'
import type { AnalysisInput } from './analysis.js'
import { statedBuilds } from './build-marks.js'
import { doorFacts, type DoorFact } from './door-facts.js'

/** `M1`, `M01.1`: what the Emergency Mitigation service calls its rules. PING1 changes nothing. */
const RULE = /\bM\d{1,2}(?:\.\d{1,2})?\b/
/** Its only rules against one of the chains are those of M1. Source: Microsoft, “Exchange EM service”. */
const FIRST_RULE = /\bM0?1(?:\.\d{1,2})?\b/
/** Copies that IIS and administrators keep say what once was. */
const BACKUP = /\/history\/|backup|\.(?:bak|old|orig|sav)\b|\.config\.\d|\/vss\d+\//i
/** Where EOMT and its like put their rules; applications below have files of their own. */
const SITE_CONFIGURATION = /\/wwwroot\/web\.config$/i
const WORDS: ReadonlyMap<Chain, string> = new Map([
  ['proxylogon', 'Microsoft’s rewrite rule against ProxyLogon'],
  ['proxynotshell', 'Microsoft’s rewrite rule against ProxyNotShell'],
])

interface Change {
  readonly time: Microseconds
  readonly chain: Chain
  readonly on: boolean
  readonly what: string
  readonly source: string
}

/**
 * What was put in the way of a chain, from when until when, of one host by time. Sources:
 * microsoft/CSS-Exchange (MIT) Security/src/EOMT.ps1, EOMTv2.ps1 and BackendCookieMitigation.ps1, whose
 * head says that an upgrade of Exchange removes the rules; learn.microsoft.com, “Exchange Emergency
 * Mitigation service” (events 1005 and 1006).
 */
export function mitigationsOf(input: AnalysisInput, host: number): Mitigation[] {
  const facts = doorFacts(input.table).filter((fact) => fact.host === host)
  const pathOf = ({ entry }: DoorFact): string => input.entries[entry]?.path ?? ''
  const files = facts
    .filter(({ kind }) => kind === 'rewrite')
    .flatMap((fact) => inFile(fact, pathOf(fact)))
  const changes = facts.flatMap((fact) => changesOf(fact, pathOf(fact)))
  changes.sort((a, b) => order(a.time, b.time))
  const upgrades = upgradesOf(input, host, facts)
  const told = changes
    .filter(({ on }, at) => on && !repeats(changes, at))
    .map((change) => ended(change, changes, upgrades, files, bareSite(input, host, files)))
  return [...files, ...told].sort(
    (a, b) => order(a.from, b.from) || (a.what < b.what ? -1 : a.what > b.what ? 1 : 0),
  )
}

/** As the file stood: the rule is there from its last writing at the latest. */
function inFile({ action, time }: DoorFact, path: string): Mitigation[] {
  const chain = chainIn(action)
  if (!chain) return []
  const works = !/named as the mitigation/.test(action)
  const old = BACKUP.test(path)
  const what = `${WORDS.get(chain) ?? 'A rewrite rule'}${works ? '' : ', switched off or changed,'} in ${old ? 'a kept copy of ' : ''}the web server’s configuration`
  const ended = old ? 'This is a copy that was kept: it says what once was.' : ''
  return [{ what, chain, works, from: time, to: old ? time : NaN, ended, source: path }]
}

function changesOf(fact: DoorFact, source: string): Change[] {
  const { kind, time, target, action, status } = fact
  const change = (chain: Chain, on: boolean, who: string): Change[] => [
    { time, chain, on, what: `${WORDS.get(chain) ?? 'A rewrite rule'}, ${who}`, source },
  ]
  switch (kind) {
    case 'eomt':
    case 'eomt-registry': {
      const chain = /EOMTv2/i.test(`${source} ${target}`) ? 'proxynotshell' : 'proxylogon'
      const who = kind === 'eomt' ? 'put there by EOMT' : 'put there by EOMT (registry)'
      if (/rollback of mitigation complete/i.test(target)) return change(chain, false, who)
      return /\bmitigation complete\b/i.test(target) ? change(chain, true, who) : []
    }
    case 'em-service': {
      if (!RULE.test(target) || !FIRST_RULE.test(target)) return []
      const who = 'put there by the Emergency Mitigation service'
      if (/block|remov|fail|error/i.test(`${action} ${target}`))
        return /fail|error/i.test(`${action} ${target}`) ? [] : change('proxynotshell', false, who)
      const applied = status === 1005 || status === 1006 || /appl/i.test(`${action} ${target}`)
      return applied ? change('proxynotshell', true, who) : []
    }
    case 'reported':
      return FIRST_RULE.test(target)
        ? change('proxynotshell', true, 'reported by HealthChecker')
        : []
    default:
      return []
  }
}

/** The service puts its rule there again and again: of an unbroken row the first counts. */
function repeats(changes: readonly Change[], at: number): boolean {
  const { chain, what } = changes[at] as Change
  for (let before = at - 1; before >= 0; before--) {
    const one = changes[before] as Change
    if (one.chain === chain && (!one.on || one.what === what)) return one.on
  }
  return false
}

function ended(
  { chain, time, what, source }: Change,
  changes: readonly Change[],
  upgrades: readonly Microseconds[],
  files: readonly Mitigation[],
  bare: { readonly time: Microseconds; readonly path: string } | null,
): Mitigation {
  const mitigation = { what, chain, works: true, from: time, to: NaN, ended: '', source }
  const off = changes.find((one) => !one.on && one.chain === chain && one.time > time)
  const upgrade = upgrades.find((at) => at > time)
  if (off && !(upgrade !== undefined && upgrade < off.time))
    return { ...mitigation, to: off.time, ended: `It was taken back on ${day(off.time)}.` }
  const again = changes.some((one) => one.on && one.chain === chain && one.time > (upgrade ?? NaN))
  const inPlace = files.some((file) => file.chain === chain && file.works && file.ended === '')
  if (upgrade !== undefined && !again && !inPlace) {
    const words = `Exchange was upgraded on ${day(upgrade)}, which removes the rule.`
    return { ...mitigation, to: upgrade, ended: words }
  }
  if (!bare || inPlace) return mitigation
  return {
    ...mitigation,
    to: bare.time > time ? bare.time : NaN,
    ended: `The web server’s configuration no longer holds it (${bare.path}).`,
  }
}

/** The site's own configuration, where it was read and holds no mitigation. */
function bareSite(
  { entries, hostOfEntry, results }: AnalysisInput,
  host: number,
  files: readonly Mitigation[],
): { readonly time: Microseconds; readonly path: string } | null {
  const read = new Set(
    results.filter(({ parser }) => parser === 'configuration').map(({ entry }) => entry),
  )
  const site = entries.find(
    ({ index, path }) =>
      read.has(index) && (hostOfEntry[index] ?? 0) === host && SITE_CONFIGURATION.test(path),
  )
  if (!site || files.some(({ source }) => source === site.path)) return null
  return { time: site.modified, path: site.path }
}

/** When another cumulative update came, by setup's log and by the builds that are stated. */
function upgradesOf(
  input: AnalysisInput,
  host: number,
  facts: readonly DoorFact[],
): Microseconds[] {
  const setups = facts
    .filter(({ kind, target }) => kind === 'setup' && target.includes('→'))
    .map(({ time }) => time)
  const stated = statedBuilds(input, host)
  const changed = stated.filter((one, at) => {
    const before = stated[at - 1]
    return before !== undefined && cumulativeUpdate(before.build) !== cumulativeUpdate(one.build)
  })
  return [...setups, ...changed.map(({ first }) => first)]
    .filter((time) => !Number.isNaN(time))
    .sort((a, b) => a - b)
}

function chainIn(action: string): Chain | null {
  if (/ProxyLogon/i.test(action)) return 'proxylogon'
  return /ProxyNotShell/i.test(action) ? 'proxynotshell' : null
}

function day(time: Microseconds): string {
  return formatDayInWords(time)
}

function order(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a - b
}
