import { LEVELS, levelRank, RUNGS, type Level, type Rung } from '../../src/model/finding.js'
import { iso } from './dates.js'
import type { DemoCase } from './generate.js'
import type { Planted, Trigger } from './planted.js'
import { STORIES } from './attack.js'
import { HOST, PATCH_BEGINS, PATCH_ENDS } from './server.js'

type Call = 'yes' | 'no' | 'cannot tell'

/** One statement that a correct tool makes, and as many as there are. */
export interface ExpectedFinding {
  readonly detection: string
  readonly host: string
  /** The highest of its rows, as is `level`. */
  readonly rung: Rung | null
  readonly level: Level
  readonly actors: readonly string[]
  readonly subject: string
  /** ISO 8601 UTC to the millisecond; null where the evidence states no time. */
  readonly firstTime: string | null
  readonly lastTime: string | null
  /** Records in all. */
  readonly count: number
}

/** What is true of a demo case, as plain JSON. */
export interface GroundTruth {
  readonly demo: true
  readonly attacked: boolean
  readonly host: string
  /** Ordered by detection, actor, subject. */
  readonly findings: readonly ExpectedFinding[]
  /** Those who got further than an attempt, and what each did, in the order of the ladder. */
  readonly stories: readonly { readonly actors: readonly string[]; readonly phases: string }[]
  readonly rungs: Readonly<Record<Rung, Call>>
  readonly door: {
    readonly call: 'open' | 'cannot tell'
    readonly flaw: 'shut since'
    readonly backDoor: 'present' | 'cannot tell'
    /** Last use of the back door, null where there is none. */
    readonly lastUsed: string | null
  }
  /** The first fixed build is seen after the first of these and within minutes of the second. */
  readonly patched: { readonly after: string; readonly by: string }
  readonly builds: readonly string[]
  readonly exitCode: 0 | 1
}

/**
 * Ground truth from what the generator declared while planting: one finding for each detection,
 * host, actor and subject. Nothing is detected here.
 */
export function groundTruth({ attacked, planted }: DemoCase): GroundTruth {
  const findings = [...expectedFindings(planted), ...expectedBirths(planted)]
  const used = planted.filter(({ triggers }) => triggers.some(({ rung }) => rung === 'used'))
  const proven = (rung: Rung): boolean => findings.some((finding) => finding.rung === rung)
  // Without the web root nobody can say that there is no back door.
  const withoutWebRoot: Call = 'cannot tell'
  const call = (rung: Rung): Call => (proven(rung) ? 'yes' : 'no')
  return {
    demo: true,
    attacked,
    host: HOST,
    findings,
    stories: attacked ? STORIES : [],
    rungs: {
      targeted: call('targeted'),
      exploited: call('exploited'),
      backdoored: attacked ? call('backdoored') : withoutWebRoot,
      used: call('used'),
    },
    door: {
      call: attacked ? 'open' : 'cannot tell',
      flaw: 'shut since',
      backDoor: attacked ? 'present' : 'cannot tell',
      lastUsed: attacked ? iso(Math.max(...used.map(({ time }) => time))) : null,
    },
    patched: { after: iso(PATCH_BEGINS), by: iso(PATCH_ENDS) },
    builds: ['15.1.2106.2', '15.1.2106.13'],
    exitCode: attacked ? 1 : 0,
  }
}

function expectedFindings(planted: readonly Planted[]): ExpectedFinding[] {
  const groups = new Map<string, { trigger: Trigger; time: number }[]>()
  for (const row of planted) {
    const time = stated(row)
    for (const trigger of row.triggers) {
      const key = [trigger.detection, trigger.actor, trigger.subject].join('\n')
      const group = groups.get(key)
      if (group) group.push({ trigger, time })
      else groups.set(key, [{ trigger, time }])
    }
  }
  const keys = [...groups.keys()].sort()
  return keys.map((key) => expectedFinding(groups.get(key) ?? []))
}

const SECOND = 1_000
/** A record can state a second before the file's birth, and comes when its request has ended. */
const BEFORE = 2 * SECOND
const AFTER = 120 * SECOND

/** A planted file with the rows of the break-in around its birth: one statement a file. */
function expectedBirths(planted: readonly Planted[]): ExpectedFinding[] {
  const files = planted.filter(({ triggers }) =>
    triggers.some(({ rung, subject }) => rung === 'backdoored' && subject.startsWith('C:')),
  )
  return files.map(({ time, triggers }) => {
    const around = planted.filter((row) => {
      const proves = row.triggers.some(({ rung }) => rung === 'exploited')
      return proves && stated(row) >= time - BEFORE && stated(row) <= time + AFTER
    })
    const times = [time, ...around.map(stated)]
    const actors = around.flatMap((row) => row.triggers.map(({ actor }) => actor))
    return {
      detection: 'WF-BORN',
      host: HOST,
      rung: 'backdoored',
      level: 'critical',
      actors: [...new Set(actors)].filter((actor) => actor !== '').sort(),
      subject: triggers[0]?.subject ?? '',
      firstTime: iso(Math.min(...times)),
      lastTime: iso(Math.max(...times)),
      count: times.length,
    }
  })
}

/** IIS states whole seconds. */
function stated({ path, time }: Planted): number {
  return path.includes('/W3SVC') ? Math.floor(time / SECOND) * SECOND : time
}

function expectedFinding(
  rows: readonly { readonly trigger: Trigger; readonly time: number }[],
): ExpectedFinding {
  const { detection, actor, subject } = (rows[0] as (typeof rows)[0]).trigger
  const times = rows.map(({ time }) => time).filter((time) => !Number.isNaN(time))
  const level = Math.max(...rows.map(({ trigger }) => levelRank(trigger.level)))
  const rung = Math.max(
    ...rows.map(({ trigger }) => (trigger.rung === null ? -1 : RUNGS.indexOf(trigger.rung))),
  )
  return {
    detection,
    host: HOST,
    rung: RUNGS[rung] ?? null,
    level: LEVELS[level] as Level,
    actors: actor ? [actor] : [],
    subject,
    firstTime: times.length > 0 ? iso(Math.min(...times)) : null,
    lastTime: times.length > 0 ? iso(Math.max(...times)) : null,
    count: rows.length,
  }
}
