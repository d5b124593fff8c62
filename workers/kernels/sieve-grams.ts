import type { Kernel, KernelModule } from './module.js'
import { runsOf, type Run, type SievePlan } from './sieve-plan.js'

/** Makes letters of one case; what else it merges is told apart when a literal is compared whole. */
export const ONE_CASE = 0x20
/** Weight of a gram for each time that `COMMON` holds it; for each time a literal does it is 1. */
const COMMON_WEIGHT = 1_000

/** What logs are full of: a gram of it is no good sign of a literal. */
const COMMON =
  '2021-03-01 00:00:00 10.0.0.5 GET POST /owa/auth/logon.aspx /ecp/default.aspx /api/v1/ .html .php ' +
  '/Microsoft-Server-ActiveSync/default.eas /EWS/Exchange.asmx /autodiscover/autodiscover.xml ' +
  '/mapi/emsmdb/ /rpc/rpcproxy.dll /owa/service.svc /owa/exhealth.check /ecp/DDI/DDIService.svc ' +
  '&CorrelationID=<empty>;&cafeReqId=;&encoding=; 443 https://www. http:// .com/ 192.168.1.1 - 200 0 0 ' +
  'Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/88.0.4324.150' +
  '+Safari/537.36 Firefox/85.0 AMProbe/Local/ClientAccess Microsoft+Office/16.0 Outlook+16.0.13530;+Pro ' +
  'BeginRequest=2021-03-01T00:00:00.000Z;ProxyState-Run=None;ProxyState-Complete=ProxyResponseData;' +
  'EndRequest=;WindowsIdentity,IntraForest,Proxy,Negotiate,true,Sid~S-1-5-21-,15.01.2106.000,.local,'

/**
 * For each literal of the sieve where its grams begin in it: `stride` of them from there on, those that
 * logs and other literals hold least. The literals stand at `wordAt`; `scratch` is the address of 2 KiB
 * that nobody uses meanwhile.
 */
export function chooseGrams(
  module: KernelModule,
  plan: SievePlan,
  wordAt: readonly number[],
  scratch: number,
): Uint32Array {
  const { gram, markBits, stride, sieved } = plan
  const gramMark = module.exports['gramMark'] as Kernel
  const weights = new Float32Array(2 ** markBits)
  const add = (from: number, end: number, weight: number): void => {
    for (let at = from; at + gram <= end; at++) {
      const mark = gramMark(at, gram, markBits)
      weights[mark] = (weights[mark] as number) + weight
    }
  }
  const common = new TextEncoder().encode(COMMON)
  module.bytes().set(common, scratch)
  add(scratch, scratch + common.length, COMMON_WEIGHT)
  const runs = sieved.map((word) =>
    runsOf(word).filter(({ from, end }) => end - from >= stride + gram - 1),
  )
  runs.forEach((list, word) => {
    const at = wordAt[word] as number
    for (const { from, end } of list) add(at + from, at + end, 1)
  })
  return Uint32Array.from(sieved, (bytes, word) =>
    lightest(runs[word] as readonly Run[], gram, stride, (at) => {
      const mark = gramMark((wordAt[word] as number) + at, gram, markBits)
      return (weights[mark] as number) + numberLike(bytes, at, gram)
    }),
  )
}

/** Numbers are everywhere in logs: a gram of them is as bad as a common one, by how many it has. */
function numberLike(word: Uint8Array, from: number, gram: number): number {
  let digits = 0
  for (let at = from; at < from + gram; at++) {
    const byte = word[at] as number
    if (byte >= 0x2d && byte <= 0x3a && byte !== 0x2f) digits++
  }
  return digits === gram ? COMMON_WEIGHT : digits === gram - 1 ? COMMON_WEIGHT / 20 : 0
}

function lightest(
  runs: readonly Run[],
  gram: number,
  stride: number,
  weigh: (at: number) => number,
): number {
  let best = -1
  let least = Infinity
  for (const { from, end } of runs) {
    const weights: number[] = []
    let sum = 0
    for (let at = from; at + gram <= end; at++) {
      weights.push(weigh(at))
      sum += weights.at(-1) as number
      if (weights.length < stride) continue
      if (weights.length > stride) sum -= weights[weights.length - 1 - stride] as number
      if (sum >= least) continue
      least = sum
      best = at - stride + 1
    }
  }
  return best
}

/**
 * Place in a short literal of the two bytes by which it is looked for, `alone` where it has no two that
 * are neighbours and no blanks.
 */
export function rarestPair(word: Uint8Array): { readonly place: number; readonly alone: boolean } {
  const runs = runsOf(word)
  let best = -1
  let least = Infinity
  for (const { from, end } of runs) {
    for (let at = from; at + 1 < end; at++) {
      const times = timesCommon(
        (word[at] as number) | ONE_CASE,
        (word[at + 1] as number) | ONE_CASE,
      )
      if (times >= least) continue
      least = times
      best = at
    }
  }
  return best < 0 ? { place: (runs[0] as Run).from, alone: true } : { place: best, alone: false }
}

function timesCommon(first: number, second: number): number {
  let times = 0
  for (let at = 0; at + 1 < COMMON.length; at++) {
    const here = COMMON.charCodeAt(at) | ONE_CASE
    if (here === first && (COMMON.charCodeAt(at + 1) | ONE_CASE) === second) times++
  }
  return times
}
