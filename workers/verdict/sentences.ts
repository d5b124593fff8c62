import { RUNGS, type Finding, type Rung } from '../../src/model/finding.js'
import { formatDay, formatDayInWords } from '../../src/model/time.js'
import type { CollectNext, Door } from '../../src/model/verdict.js'
import type { Ladder, LadderRung } from './ladder.js'
import { counted, earliest, latest } from './finding-parts.js'
import type { Window } from './needs.js'
import { nextSteps } from './next-steps.js'
import { list } from './proof.js'

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

/** Where a break-in is proven, this tells who changed what; it reaches back further than any log. */
const WHO_CHANGED_WHAT: CollectNext = {
  what: 'Before anything is deleted: the event log “MSExchange Management”, which says who changed what, and when.',
  command: 'wevtutil epl "MSExchange Management" "E:\\collected\\MSExchange Management.evtx"',
}

/** The answer in the words of whoever runs the server. */
export function writeSentences(
  host: string,
  ladder: Ladder,
  door: Door,
  findings: readonly Finding[],
  window: Window,
): Sentences {
  const server = host.startsWith('unnamed server') ? 'this server' : host
  const headline = [...RUNGS].reverse().find((rung) => ladder[rung].verdict.call === 'yes') ?? null
  const missing = RUNGS.map((rung) => ladder[rung].collect).find((next) => next !== null)
  const brokenInto = headline !== null && headline !== 'targeted'
  return {
    headline,
    sentence: capital(
      headline
        ? proven(server, headline, ladder, door, findings)
        : unproven(server, ladder, window),
    ),
    saw: saw(findings),
    ruledOut: ruledOut(ladder, window),
    collectNext: missing ?? (brokenInto ? WHO_CHANGED_WHAT : null),
    nextSteps: nextSteps(headline, door),
  }
}

function proven(
  host: string,
  headline: Rung,
  ladder: Ladder,
  door: Door,
  findings: readonly Finding[],
): string {
  const days = (rung: Rung) => {
    const own = findings.filter((finding) => finding.rung === rung)
    return {
      first: formatDayInWords(earliest(own.map((finding) => finding.firstTime))),
      last: formatDayInWords(latest(own.map((finding) => finding.lastTime))),
    }
  }
  const breakIn = days('exploited').first
  const broken = breakIn === '' ? '' : `${host} was broken into on ${breakIn}`
  switch (headline) {
    case 'used': {
      const { lastUsed } = door.backDoor
      const last = Number.isNaN(lastUsed) ? days('used').last : formatDayInWords(lastUsed)
      const after = findings.some(({ rung, phase }) => rung === 'used' && phase === 'after')
      const again = after ? ' again after the patch' : ''
      return broken
        ? `${broken}, and the back door was used${again}${on(last, 'last on')}.`
        : `A back door on ${host} was used${again}${on(last, 'last on')}.`
    }
    case 'backdoored':
      return broken
        ? `${broken}, and a back door was left; ${ladder.used.verdict.call === 'no' ? 'the logs show no use of it' : 'whether it was used cannot be told'}.`
        : `There is a back door on ${host}${on(days('backdoored').first, 'since')}.`
    case 'exploited':
      return `${broken || `${host} was broken into`}; ${ladder.backdoored.verdict.call === 'no' ? 'no back door was found' : 'whether a back door was left cannot be told'}.`
    case 'targeted':
      return `${host} was attacked${on(days('targeted').first, 'first on')}; ${ladder.exploited.verdict.call === 'no' ? 'no attack succeeded in the days that the logs cover' : 'whether an attack succeeded cannot be told'}.`
  }
}

function unproven(host: string, ladder: Ladder, window: Window): string {
  const open = RUNGS.filter((rung) => ladder[rung].verdict.call === 'cannot tell')
  const days = span(ladder.targeted, window)
  if (open.length === 0) return `No sign of an attack on ${host} ${days}.`
  if (open.length === RUNGS.length)
    return `Nothing was found on ${host}, but the evidence is too thin to rule anything out.`
  const known = open.includes('targeted') ? '' : ` ${days}`
  return `Nothing was found on ${host}${known}; ${list(open.map((rung) => THINGS[rung]))} cannot be ruled out.`
}

function upper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
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

const OTHERS: Readonly<Record<Rung, string>> = {
  targeted: 'other attempts',
  exploited: 'any other successful exploit',
  backdoored: 'other planted files in the web folders as collected',
  used: 'use of any other back door',
}

/** What the logs rule out, by the days that they cover; and which days they do not. */
function ruledOut(ladder: Ladder, window: Window): string {
  const told = RUNGS.filter((rung) => {
    const { verdict, covered } = ladder[rung]
    return verdict.call === 'no' || (verdict.call === 'yes' && covered && rung !== 'targeted')
  })
  const thing = (rung: Rung) => (ladder[rung].verdict.call === 'no' ? THINGS : OTHERS)[rung]
  const dated = told.filter((rung) => rung !== 'backdoored')
  const [first] = dated
  const logs = new Set(
    dated.flatMap((rung) => ladder[rung].spans.filter(({ covers }) => covers)).map(labelOf),
  )
  const inLogs = first
    ? `${list(dated.map(thing))} ${span(ladder[first], window)}, by ${list([...logs])}`
    : ''
  const inFolders = told.includes('backdoored') ? thing('backdoored') : ''
  const whole =
    told.length === 0
      ? 'Nothing can be ruled out yet.'
      : `${upper([inLogs, inFolders].filter((part) => part !== '').join('; '))}.`
  const partly = RUNGS.filter((rung) => !ladder[rung].covered)
    .flatMap((rung) => ladder[rung].spans)
    .filter((answer) => !answer.covers && !Number.isNaN(answer.from))
    .map(({ label, from, to }) => `${label} ${formatDay(from)} to ${formatDay(to)}`)
  const stretches = [...new Set(partly)]
  return stretches.length > 0
    ? `${whole} These cover only part of the time: ${list(stretches)}.`
    : whole
}

const SHORT: Readonly<Record<string, string>> = {
  'Files under the web roots': 'the web folders',
  'HttpProxy, any protocol': 'HttpProxy',
  'HttpProxy\\Ecp': 'HttpProxy',
  'IIS site 1 (front end)': 'IIS',
  'IIS site 2 (back end)': 'IIS',
}

function labelOf({ label }: { readonly label: string }): string {
  return SHORT[label] ?? label
}

/** `from 1 Jan 2021 to 31 Mar 2021`: the days of the window that the rung's logs cover. */
function span(rung: LadderRung, window: Window): string {
  const covering = rung.spans.filter(({ covers, from }) => covers && !Number.isNaN(from))
  const from = Math.max(window.from, earliest(covering.map((answer) => answer.from)))
  const to = latest(covering.map((answer) => answer.to))
  if (covering.length === 0) return 'in the days that its logs cover'
  return `from ${formatDayInWords(from)} to ${formatDayInWords(to)}`
}

function on(date: string, words: string): string {
  return date === '' ? '' : `, ${words} ${date}`
}
