import { RUNGS, type Finding, type Rung } from '../../src/model/finding.js'
import { formatDayInWords } from '../../src/model/time.js'
import { MICROSECONDS_PER_DAY } from '../../src/model/units.js'
import type { CollectNext, Door } from '../../src/model/verdict.js'
import { collectNext } from './collect-next.js'
import { dayRange, inDays, list, upperFirst } from './days.js'
import type { Ladder } from './ladder.js'
import { counted, earliest, latest } from './finding-parts.js'
import { nextSteps } from './next-steps.js'
import { ruledOut } from './ruled-out.js'
import { setAsideInWords } from './set-aside.js'
import type { Told } from './told.js'

export interface Sentences {
  readonly headline: Rung | null
  readonly sentence: string
  readonly saw: string
  readonly ruledOut: string
  readonly collectNext: CollectNext | null
  readonly nextSteps: readonly string[]
}

const THINGS: Readonly<Record<Rung, string>> = {
  targeted: 'attempts',
  exploited: 'a successful exploit',
  backdoored: 'a back door',
  used: 'use of a back door',
}

/** The answer in the words of whoever runs the server. */
export function writeSentences(told: Told): Sentences {
  const { ladder, door, findings } = told
  const server = told.host.startsWith('unnamed server') ? 'this server' : told.host
  const headline = [...RUNGS].reverse().find((rung) => ladder[rung].verdict.call === 'yes') ?? null
  const next = collectNext(told, headline)
  const sentence = headline ? proven(server, headline, told) : unproven(server, told)
  return {
    headline,
    sentence: sentence.startsWith('this ') ? upperFirst(sentence) : sentence,
    saw: `${saw(findings)}${besides(told)}`,
    ruledOut: ruledOut(ladder, told.flaws),
    collectNext: next,
    nextSteps: nextSteps(headline, door, next, told.flaws),
  }
}

function proven(host: string, headline: Rung, { ladder, door, findings }: Told): string {
  const breakIns = ofRung(findings, 'exploited')
  const first = formatDayInWords(earliest(breakIns.map((one) => one.firstTime)))
  const last = formatDayInWords(latest(breakIns.map((one) => one.lastTime)))
  const when = first === '' ? '' : first === last ? ` on ${first}` : `, first on ${first}`
  const broken = `${host} was broken into${when}`
  const proof = ladder.exploited.verdict.call === 'yes'
  switch (headline) {
    case 'used': {
      const use = usedWhen(door, findings)
      return proof
        ? `${broken}, and the back door was used${use}.`
        : `A back door on ${host} was used${use}.`
    }
    case 'backdoored': {
      const dated = formatDayInWords(
        earliest(ofRung(findings, 'backdoored').map((one) => one.firstTime)),
      )
      const use =
        ladder.used.verdict.call === 'no'
          ? 'the logs show no use of it'
          : 'whether it was used cannot be told'
      return proof
        ? `${broken}, and a back door was left; ${use}.`
        : `There is a back door on ${host}${dated === '' ? '' : `, its file dated ${dated}`}; ${use}.`
    }
    case 'exploited': {
      const call = ladder.backdoored.verdict.call
      return `${broken}; ${call === 'no' ? 'no back door was found' : 'whether a back door was left cannot be told'}.`
    }
    case 'targeted': {
      const attempts = ofRung(findings, 'targeted')
      const days = inDays(
        earliest(attempts.map((one) => one.firstTime)),
        latest(attempts.map((one) => one.lastTime)),
      )
      return `${host} was attacked${days === '' ? '' : ` ${days}`}; ${success(ladder)}.`
    }
  }
}

/** Before and after the patch, as far as the logs tell the two apart. */
function usedWhen(door: Door, findings: readonly Finding[]): string {
  const uses = ofRung(findings, 'used')
  const after = earliest(uses.filter(({ phase }) => phase === 'after').map((one) => one.firstTime))
  const first = earliest(uses.map((one) => one.firstTime))
  const { lastUsed } = door.backDoor
  const last = Number.isNaN(lastUsed) ? latest(uses.map((one) => one.lastTime)) : lastUsed
  const patch = Number.isNaN(after)
    ? ''
    : first < after
      ? ' again after the patch'
      : ' after the patch'
  return `${patch}${Number.isNaN(last) ? '' : `, last on ${formatDayInWords(last)}`}`
}

function success({ exploited }: Ladder): string {
  if (exploited.verdict.call !== 'no') return 'whether an attack succeeded cannot be told'
  const { from, to } = exploited.reach.days
  const days = inDays(from, to)
  return days === '' ? 'no attack succeeded' : `no attack succeeded ${days}`
}

function unproven(host: string, told: Told): string {
  const { ladder, window, logs, complete } = told
  const aside = setAsideInWords(told.aside)
  const apart = aside === '' ? '' : `, apart from ${aside}`
  if (!complete) return `Nothing was found on ${host} so far; not all of the evidence was read.`
  const open = RUNGS.filter((rung) => ladder[rung].verdict.call === 'cannot tell')
  const { from, to } = ladder.targeted.reach.days
  const days = inDays(from, to)
  if (open.length < RUNGS.length) {
    const known = days === '' ? '' : ` ${days}`
    return open.length === 0
      ? `No sign of an attack on ${host}${known}${apart}.`
      : `Nothing was found on ${host}${known}${apart}; ${list(open.map((rung) => THINGS[rung]))} cannot be ruled out.`
  }
  const range = dayRange(logs.from, logs.to)
  if (range === '') return `No log of ${host} could be read, so nothing can be told.`
  const began = formatDayInWords(window.from)
  if (logs.to < window.from)
    return `Nothing can be told: the logs of ${host} end on ${formatDayInWords(logs.to)}, before these attacks began.`
  const late = ladder.targeted.reach.gaps.some((gap) => gap.from === window.from)
  const they = logs.from > window.from + MICROSECONDS_PER_DAY ? 'they do not' : 'not all of them'
  return late
    ? `Nothing was found in the logs of ${host} ${inDays(logs.from, logs.to)}${apart}, but ${they} reach back to ${began}, when these attacks began.`
    : `Nothing was found in the logs of ${host} ${inDays(logs.from, logs.to)}${apart}, but what they lack leaves everything open.`
}

/** What the reader decided is said wherever the answer is. */
function besides({ aside }: Told): string {
  const words = setAsideInWords(aside)
  return words === '' ? '' : ` Set aside, and part of no answer: ${words}.`
}

function saw(findings: readonly Finding[]): string {
  const telling = findings.filter((finding) => finding.rung !== null)
  if (telling.length === 0) {
    const other = findings.length > 0 ? ` ${counted(findings.length, 'minor finding')} apart.` : ''
    return `We saw no attack.${other}`
  }
  const parts = RUNGS.flatMap((rung) => {
    const own = ofRung(telling, rung)
    if (own.length === 0) return []
    const actors = new Set(own.flatMap((finding) => finding.actors)).size
    const from = actors > 0 ? ` from ${counted(actors, 'address', 'addresses')}` : ''
    const when = inDays(
      earliest(own.map((finding) => finding.firstTime)),
      latest(own.map((finding) => finding.lastTime)),
    )
    return [`${THINGS[rung]}${from}${when === '' ? '' : ` ${when}`}`]
  })
  return `We saw ${parts.join('; ')}.`
}

function ofRung(findings: readonly Finding[], rung: Rung): Finding[] {
  return findings.filter((finding) => finding.rung === rung)
}
