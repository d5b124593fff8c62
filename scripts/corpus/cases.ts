/** The malicious corpus: one case a rung and campaign, and those that hide something. */
import type { CampaignChoice } from '../../src/model/campaigns.js'
import type { Rung } from '../../src/model/finding.js'
import { plain } from '../../src/model/plain.js'
import * as autodiscover from './attacks/autodiscover.js'
import * as proxyLogon from './attacks/proxylogon.js'
import {
  ask404,
  besideLogon,
  inSharedFolder,
  leave,
  search,
  SHORT_PAGE,
  use,
} from './attacks/shell.js'
import { ordinaryScene, type Span } from './base.js'
import type { PackageFile } from './package.js'
import { DELETED, type Scene } from './scene.js'
import { DAY, HOUR, MINUTE, type Milliseconds, type Server } from './server.js'
import type { Truth } from './truth.js'

export interface Built {
  readonly files: readonly PackageFile[]
  readonly truth: Truth
}

interface CaseKind {
  readonly name: string
  readonly season: Season
  readonly truth: Pick<Truth, 'calls' | 'door'>
  /** Ordinary rows in the full corpus, where not the usual ones. */
  readonly inFull?: number
  act(scene: Scene): void
  /** Entries that somebody wiped, or that nobody collected. */
  readonly without?: (path: string) => boolean
}

/** A campaign's time at one server: unfixed until `fixed`. */
interface Season {
  readonly campaign: CampaignChoice
  readonly span: Span
  readonly server: Server
  readonly attack: Milliseconds
  readonly fixed: Milliseconds
}

const BEFORE_ALL = 0

function season(
  campaign: CampaignChoice,
  span: Span,
  [open, fixed]: readonly [string, string],
  attack: Milliseconds,
  fixedAt: Milliseconds,
): Season {
  const builds = [
    { from: BEFORE_ALL, build: open },
    { from: fixedAt, build: fixed },
  ]
  const server = { name: 'MX07', domain: 'corpus-falls.example', builds }
  return { campaign, span, server, attack, fixed: fixedAt }
}

const MARCH = season(
  'march-2021',
  { from: Date.UTC(2020, 11, 31), to: Date.UTC(2021, 2, 20) },
  ['15.1.2106.2', '15.1.2106.13'],
  Date.UTC(2021, 1, 28, 3, 14, 2),
  Date.UTC(2021, 2, 11, 20),
)
const AUGUST = season(
  'proxyshell',
  { from: Date.UTC(2021, 6, 30), to: Date.UTC(2021, 8, 10) },
  ['15.1.2176.9', '15.1.2176.14'],
  Date.UTC(2021, 7, 14, 2, 41, 9),
  Date.UTC(2021, 7, 26, 19),
)
const AUTUMN = season(
  'proxynotshell',
  { from: Date.UTC(2022, 6, 30), to: Date.UTC(2022, 10, 20) },
  ['15.1.2507.12', '15.1.2507.16'],
  Date.UTC(2022, 8, 22, 1, 17, 44),
  Date.UTC(2022, 10, 10, 19),
)
const WINTER = season(
  'owassrf',
  { from: Date.UTC(2022, 9, 30), to: Date.UTC(2022, 11, 20) },
  ['15.1.2507.13', '15.1.2507.16'],
  Date.UTC(2022, 10, 24, 4, 9, 31),
  Date.UTC(2022, 11, 6, 19),
)

const INTRUDER = '203.0.113.41'
const SECOND_INTRUDER = '203.0.113.87'
const PROBER = '203.0.113.190'
const USUAL_LINES = 300

type Yes = Partial<Record<Rung, 'yes' | 'no' | 'cannot tell'>>
const calls = (given: Yes): Truth['calls'] => ({
  ...{ targeted: 'no', exploited: 'no', backdoored: 'no', used: 'no' },
  ...given,
})
const TARGETED = calls({ targeted: 'yes' })
const EXPLOITED = calls({ targeted: 'yes', exploited: 'yes' })
const BACKDOORED = calls({ targeted: 'yes', exploited: 'yes', backdoored: 'yes' })
const USED = calls({ targeted: 'yes', exploited: 'yes', backdoored: 'yes', used: 'yes' })
const SHUT = { call: 'shut', flaw: 'shut since', backDoor: 'none seen' } as const
const LEFT_OPEN = { call: 'open', flaw: 'shut since', backDoor: 'present' } as const

const sharedPage = ({ attack }: Season, after = proxyLogon.WRITTEN_AFTER) =>
  inSharedFolder('Kf0wRt7QmZ.aspx', SHORT_PAGE, attack + after)
const logonPage = ({ attack }: Season) =>
  besideLogon('RedirSuite.aspx', SHORT_PAGE, attack + MINUTE)
const EXPORTED_TO = '\\\\127.0.0.1\\C$\\inetpub\\wwwroot\\aspnet_client\\Kf0wRt7QmZ.aspx'

function exported(scene: Scene, { attack }: Season): void {
  autodiscover.proxyShell(scene, INTRUDER, attack)
  autodiscover.exportMailbox(scene, attack + 20_000, EXPORTED_TO)
}

export const CASES: readonly CaseKind[] = [
  {
    ...{ name: 'proxylogon-targeted', season: MARCH, truth: { calls: TARGETED, door: SHUT } },
    act(scene) {
      proxyLogon.probe(scene, PROBER, MARCH.attack)
      proxyLogon.probeInVain(scene, PROBER, MARCH.fixed + 2 * DAY)
    },
  },
  {
    ...{ name: 'proxylogon-exploited', season: MARCH, truth: { calls: EXPLOITED, door: SHUT } },
    act(scene) {
      proxyLogon.forgeSession(scene, INTRUDER, MARCH.attack)
    },
  },
  {
    ...{ name: 'proxylogon-backdoored', season: MARCH },
    truth: { calls: BACKDOORED, door: LEFT_OPEN },
    act(scene) {
      proxyLogon.writePage(scene, INTRUDER, MARCH.attack)
      leave(scene, sharedPage(MARCH))
    },
  },
  {
    ...{ name: 'proxylogon-used', season: MARCH, truth: { calls: USED, door: LEFT_OPEN } },
    act(scene) {
      proxyLogon.writePage(scene, INTRUDER, MARCH.attack)
      leave(scene, sharedPage(MARCH))
      use(scene, sharedPage(MARCH), INTRUDER, MARCH.attack + 3 * MINUTE, 4)
    },
  },
  {
    ...{ name: 'proxyshell-targeted', season: AUGUST, truth: { calls: TARGETED, door: SHUT } },
    act(scene) {
      autodiscover.askProxyShell(scene, PROBER, AUGUST.fixed + DAY)
    },
  },
  {
    ...{ name: 'proxyshell-exploited', season: AUGUST, truth: { calls: EXPLOITED, door: SHUT } },
    act(scene) {
      autodiscover.proxyShell(scene, INTRUDER, AUGUST.attack)
    },
  },
  {
    ...{ name: 'proxyshell-backdoored', season: AUGUST },
    truth: { calls: BACKDOORED, door: LEFT_OPEN },
    act(scene) {
      exported(scene, AUGUST)
      leave(scene, sharedPage(AUGUST, MINUTE))
    },
  },
  {
    ...{ name: 'proxyshell-used', season: AUGUST, truth: { calls: USED, door: LEFT_OPEN } },
    act(scene) {
      exported(scene, AUGUST)
      leave(scene, sharedPage(AUGUST, MINUTE))
      use(scene, sharedPage(AUGUST), INTRUDER, AUGUST.attack + 2 * MINUTE, 5)
    },
  },
  {
    ...{ name: 'proxynotshell-targeted', season: AUTUMN, truth: { calls: TARGETED, door: SHUT } },
    act(scene) {
      autodiscover.askProxyNotShell(scene, PROBER, AUTUMN.attack)
    },
  },
  {
    ...{ name: 'proxynotshell-exploited', season: AUTUMN, truth: { calls: EXPLOITED, door: SHUT } },
    act(scene) {
      autodiscover.proxyNotShell(scene, INTRUDER, AUTUMN.attack)
    },
  },
  {
    ...{ name: 'proxynotshell-backdoored', season: AUTUMN },
    truth: { calls: BACKDOORED, door: LEFT_OPEN },
    act(scene) {
      autodiscover.proxyNotShell(scene, INTRUDER, AUTUMN.attack)
      leave(scene, logonPage(AUTUMN))
    },
  },
  {
    ...{ name: 'proxynotshell-used', season: AUTUMN, truth: { calls: USED, door: LEFT_OPEN } },
    act(scene) {
      autodiscover.proxyNotShell(scene, INTRUDER, AUTUMN.attack)
      autodiscover.startPrograms(scene, AUTUMN.attack + 4_000, 'MSExchangePowerShellAppPool')
      leave(scene, logonPage(AUTUMN))
      use(scene, logonPage(AUTUMN), INTRUDER, AUTUMN.attack + HOUR, 3)
    },
  },
  {
    ...{ name: 'owassrf-targeted', season: WINTER, truth: { calls: TARGETED, door: SHUT } },
    act(scene) {
      autodiscover.askOwaSsrf(scene, PROBER, WINTER.attack)
    },
  },
  {
    ...{ name: 'owassrf-exploited', season: WINTER, truth: { calls: EXPLOITED, door: SHUT } },
    act(scene) {
      autodiscover.owaSsrf(scene, INTRUDER, WINTER.attack)
    },
  },
  {
    ...{ name: 'owassrf-backdoored', season: WINTER },
    truth: { calls: BACKDOORED, door: LEFT_OPEN },
    act(scene) {
      autodiscover.owaSsrf(scene, INTRUDER, WINTER.attack)
      leave(scene, logonPage(WINTER))
    },
  },
  {
    ...{ name: 'owassrf-used', season: WINTER, truth: { calls: USED, door: LEFT_OPEN } },
    act(scene) {
      autodiscover.owaSsrf(scene, INTRUDER, WINTER.attack)
      autodiscover.startPrograms(scene, WINTER.attack + 6_000, 'MSExchangePowerShellAppPool')
      leave(scene, logonPage(WINTER))
      use(scene, logonPage(WINTER), SECOND_INTRUDER, WINTER.fixed + 3 * DAY, 3)
    },
  },
  {
    ...{ name: 'one-in-a-million', season: MARCH, truth: { calls: EXPLOITED, door: SHUT } },
    inFull: 1_000_000,
    act(scene) {
      proxyLogon.forgeOnce(scene, INTRUDER, MARCH.attack)
    },
  },
  {
    ...{ name: 'two-actors', season: MARCH, truth: { calls: USED, door: LEFT_OPEN } },
    act(scene) {
      proxyLogon.writePage(scene, INTRUDER, MARCH.attack)
      leave(scene, sharedPage(MARCH))
      use(scene, sharedPage(MARCH), INTRUDER, MARCH.attack + 3 * MINUTE, 2)
      const second = besideLogon('Lm3kXw92.aspx', SHORT_PAGE, MARCH.attack + 3 * DAY)
      proxyLogon.writePage(scene, SECOND_INTRUDER, second.written - proxyLogon.WRITTEN_AFTER)
      leave(scene, second)
      use(scene, second, SECOND_INTRUDER, second.written + HOUR, 3, plain('ant¦Sword/v2.1'))
    },
  },
  {
    ...{ name: 'deleted-shell', season: MARCH },
    truth: { calls: USED, door: { ...SHUT, backDoor: 'gone' } },
    act(scene) {
      const page = sharedPage(MARCH)
      proxyLogon.writePage(scene, INTRUDER, MARCH.attack)
      leave(scene, page, { deleted: MARCH.attack + 2 * DAY })
      use(scene, page, INTRUDER, MARCH.attack + 3 * MINUTE, 4)
      ask404(scene, page.url, SECOND_INTRUDER, MARCH.attack + 5 * DAY)
    },
  },
  {
    ...{ name: 'wiped-iis-logs', season: MARCH },
    truth: { calls: { ...BACKDOORED, used: 'cannot tell' }, door: LEFT_OPEN },
    act(scene) {
      proxyLogon.writePage(scene, INTRUDER, MARCH.attack)
      leave(scene, sharedPage(MARCH))
      for (const site of ['W3SVC1', 'W3SVC2'])
        scene.change(`inetpub/logs/LogFiles/${site}/u_ex2102.log`, MARCH.attack + 4 * HOUR, DELETED)
    },
    without: (path) => /W3SVC\d\/u_ex2102/.test(path),
  },
  {
    ...{ name: 'time-stomped', season: MARCH, truth: { calls: BACKDOORED, door: LEFT_OPEN } },
    act(scene) {
      proxyLogon.writePage(scene, INTRUDER, MARCH.attack)
      leave(scene, sharedPage(MARCH), { claimed: Date.UTC(2018, 5, 14, 18, 2, 51) })
    },
  },
  {
    ...{ name: 'missing-families', season: MARCH },
    truth: { calls: USED, door: { ...LEFT_OPEN, flaw: 'cannot tell' } },
    act(scene) {
      proxyLogon.writePage(scene, INTRUDER, MARCH.attack)
      leave(scene, sharedPage(MARCH))
      use(scene, sharedPage(MARCH), INTRUDER, MARCH.attack + 3 * MINUTE, 4)
    },
    without: (path) => !/W3SVC1\/|MSExchange Management/.test(path),
  },
  {
    ...{ name: 'patched-still-open', season: MARCH, truth: { calls: USED, door: LEFT_OPEN } },
    act(scene) {
      proxyLogon.writePage(scene, INTRUDER, MARCH.attack)
      leave(scene, sharedPage(MARCH))
      use(scene, sharedPage(MARCH), SECOND_INTRUDER, MARCH.fixed + 5 * DAY, 6)
    },
  },
  {
    ...{ name: 'scanner-with-one-hit', season: MARCH },
    truth: {
      calls: calls({ targeted: 'cannot tell', exploited: 'cannot tell', backdoored: 'yes' }),
      door: LEFT_OPEN,
    },
    act(scene) {
      leave(scene, sharedPage(MARCH))
      search(scene, sharedPage(MARCH), PROBER, MARCH.fixed + DAY)
    },
  },
]

/** `full`: with as many ordinary rows as the case is meant to have; else with a few. */
export function buildCase(kind: CaseKind, full: boolean): Built {
  const lines = full ? (kind.inFull ?? USUAL_LINES) : USUAL_LINES
  const { name, season: when, truth, without = () => false } = kind
  const scene = ordinaryScene(when.server, name, when.span, lines)
  kind.act(scene)
  const files = [...scene.takeLogs(), ...scene.takeRest()]
  return {
    files: files.filter(({ path }) => !without(path)),
    truth: {
      ...{ name, host: when.server.name, campaigns: when.campaign, ...truth },
      steps: scene.logs.steps.filter(({ path }) => !without(path)),
    },
  }
}
