import { RUNGS, type Finding, type Rung } from '../../src/model/finding.js'
import { formatDay, formatDayInWords } from '../../src/model/time.js'
import type { CollectNext, Door } from '../../src/model/verdict.js'
import type { Ladder } from './ladder.js'
import { counted, earliest, latest } from './finding-parts.js'

export interface Sentences {
  readonly headline: Rung | null
  readonly sentence: string
  readonly saw: string
  readonly ruledOut: string
  readonly collectNext: CollectNext | null
}

const THINGS: Readonly<Record<Rung, string>> = {
  targeted: 'attempts',
  exploited: 'a successful exploit',
  backdoored: 'a back door',
  used: 'use of a back door',
}

/** The answer in the words of whoever runs the server. */
export function writeSentences(
  host: string,
  ladder: Ladder,
  door: Door,
  findings: readonly Finding[],
): Sentences {
  const server = host.startsWith('unnamed server') ? 'this server' : host
  const headline = [...RUNGS].reverse().find((rung) => ladder[rung].verdict.call === 'yes') ?? null
  return {
    headline,
    sentence: headline
      ? capital(proven(server, headline, door, findings))
      : unproven(server, ladder),
    saw: saw(findings),
    ruledOut: ruledOut(ladder),
    collectNext: RUNGS.map((rung) => ladder[rung].collect).find((next) => next !== null) ?? null,
  }
}

function proven(host: string, rung: Rung, door: Door, findings: readonly Finding[]): string {
  const own = findings.filter((finding) => finding.rung === rung)
  const first = formatDayInWords(earliest(own.map((finding) => finding.firstTime)))
  const last = formatDayInWords(latest(own.map((finding) => finding.lastTime)))
  switch (rung) {
    case 'used': {
      const after = findings.some((finding) => finding.phase === 'after')
      const used = Number.isNaN(door.backDoor.lastUsed)
        ? last
        : formatDayInWords(door.backDoor.lastUsed)
      return `Somebody used a back door on ${host}${after ? ', also after the patch' : ''}${on(used, 'last on')}.`
    }
    case 'backdoored':
      return `There is a back door on ${host}${on(first, 'since')}.`
    case 'exploited':
      return `Attackers broke into ${host}${on(first, 'first on')}.`
    case 'targeted':
      return `${host} was attacked${on(first, 'first on')}; that an attack succeeded was not seen.`
  }
}

function unproven(host: string, ladder: Ladder): string {
  const open = RUNGS.filter((rung) => ladder[rung].verdict.call === 'cannot tell')
  if (open.length === 0) return `No sign of an attack on ${host} in the days that its logs cover.`
  if (open.length === RUNGS.length)
    return `Nothing was found on ${host}, but the evidence is too thin to rule anything out.`
  return `Nothing was found on ${host}; ${list(open.map((rung) => THINGS[rung]))} cannot be ruled out.`
}

function capital(sentence: string): string {
  return sentence.startsWith('this ') ? `T${sentence.slice(1)}` : sentence
}

function saw(findings: readonly Finding[]): string {
  const telling = findings.filter((finding) => finding.rung !== null)
  if (telling.length === 0) {
    const other = findings.length > 0 ? ` ${counted(findings.length, 'minor finding')} apart.` : ''
    return `We saw no attack.${other}`
  }
  const parts = [...RUNGS].reverse().flatMap((rung) => {
    const own = telling.filter((finding) => finding.rung === rung)
    if (own.length === 0) return []
    const actors = new Set(own.flatMap((finding) => finding.actors)).size
    const from = actors > 0 ? ` from ${counted(actors, 'address', 'addresses')}` : ''
    const first = formatDayInWords(earliest(own.map((finding) => finding.firstTime)))
    const last = formatDayInWords(latest(own.map((finding) => finding.lastTime)))
    const when = first === '' ? '' : first === last ? ` on ${first}` : ` from ${first} to ${last}`
    return [`${THINGS[rung]}${from}${when}`]
  })
  return `We saw ${list(parts)}.`
}

function ruledOut(ladder: Ladder): string {
  const parts = RUNGS.filter((rung) => ladder[rung].verdict.call === 'no').map((rung) => {
    const span = ladder[rung].spans.find((answer) => answer.covers)
    const from = formatDay(span?.from ?? NaN)
    const days =
      from === '' || rung === 'backdoored' ? '' : ` (${from} to ${formatDay(span?.to ?? NaN)})`
    return `${THINGS[rung]}${days}`
  })
  const whole =
    parts.length > 0 ? `We can rule out ${list(parts)}.` : 'We can rule out nothing yet.'
  const partly = RUNGS.flatMap((rung) => ladder[rung].spans)
    .filter((answer) => !answer.covers && !Number.isNaN(answer.from))
    .map(({ label, from, to }) => `${label} ${formatDay(from)} to ${formatDay(to)}`)
  const stretches = [...new Set(partly)]
  return stretches.length > 0
    ? `${whole} These cover only part of the time: ${list(stretches)}.`
    : whole
}

function on(date: string, words: string): string {
  return date === '' ? '' : `, ${words} ${date}`
}

function list(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}
