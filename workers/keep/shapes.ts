import { CAMPAIGNS } from '../../src/model/campaigns.js'
import type { Held, Host } from '../../src/model/case.js'
import type { Coverage } from '../../src/model/coverage.js'
import type { Entry, EntryResult, Evidence, Warning } from '../../src/model/evidence.js'
import { FAMILIES } from '../../src/model/families.js'
import { LEVELS, PHASES, RUNGS, type EvidenceRow, type Finding } from '../../src/model/finding.js'
import type { Acknowledgement, AuthorisedScanner, Judgements } from '../../src/model/judgement.js'
import type {
  BackDoorState,
  BuildSighting,
  CampaignState,
  CollectNext,
  Door,
  FlawState,
  RungVerdict,
  Verdict,
} from '../../src/model/verdict.js'
import type { RawRow } from '../protocol.js'
import type { AnalysisInput } from '../verdict/analysis.js'
import {
  list,
  number,
  object,
  oneOf,
  optional,
  orNull,
  text,
  truth,
  wholeBelow,
  type Shape,
} from './shape.js'

/** Of what every number that stands for an entry, a host or an evidence must be below. */
export interface Counts {
  readonly entries: number
  readonly evidence: number
  readonly hosts: number
}

const FAMILY_IDS = FAMILIES.map(({ id }) => id)
const texts = list(text)
const family = oneOf(...FAMILY_IDS)

/** The case besides its rows and its lists. */
export interface Facts extends Pick<
  AnalysisInput,
  'complete' | 'campaigns' | 'judgements' | 'hostNameFrom' | 'who'
> {
  readonly demo: boolean
  readonly hostNames: readonly string[]
  readonly ownAddresses: readonly (readonly string[])[]
  readonly held: Held
  /** Ids in the order that the hits' numbers mean. */
  readonly detections: readonly string[]
}

export const facts: Shape<Facts> = object({
  demo: truth,
  complete: truth,
  campaigns: oneOf('all', ...CAMPAIGNS.map(({ id }) => id)),
  judgements: object<Judgements>({
    acknowledged: list(object<Acknowledgement>({ finding: text, reason: text })),
    scanners: list(object<AuthorisedScanner>({ address: text, reason: text })),
  }),
  hostNames: texts,
  hostNameFrom: texts,
  who: texts,
  ownAddresses: list(texts),
  held: object<Held>({ rows: number, text: number }),
  detections: texts,
})

export const evidence: Shape<Evidence> = object({
  index: number,
  name: text,
  kind: oneOf('zip', 'folder', 'files'),
  size: number,
  collector: oneOf('kape', 'velociraptor', 'cylr', 'unknown'),
  packageHost: text,
  sha256: orNull(text),
})

export function entry(counts: Counts): Shape<Entry> {
  return object({
    index: wholeBelow(counts.entries),
    evidence: wholeBelow(counts.evidence),
    rawPath: text,
    path: text,
    machine: text,
    size: number,
    compressedSize: number,
    method: oneOf('stored', 'deflate', 'deflate64', 'other'),
    crc32: number,
    encrypted: truth,
    headerOffset: number,
    archiveTime: text,
    modified: number,
    priority: number,
    notReadReason: text,
    salvaged: optional(truth),
    endsAt: optional(number),
    container: optional(truth),
    depth: optional(number),
  })
}

export function result(counts: Counts): Shape<EntryResult> {
  return object({
    entry: wholeBelow(counts.entries),
    state: oneOf('waiting', 'reading', 'read', 'partial', 'ignored', 'not-read', 'unpacked'),
    parser: orNull(text),
    sha256: orNull(text),
    sha1: orNull(text),
    md5: orNull(text),
    crcMatches: orNull(truth),
    events: number,
    records: number,
    unreadable: number,
    kernelBytes: object({ crc32: number, sha256: number, lines: number, match: number }),
    reason: text,
  })
}

export const warning: Shape<Warning> = object({
  entry: number,
  evidence: number,
  offset: number,
  what: text,
  wanted: text,
  found: text,
  count: number,
})

export function build(counts: Counts): Shape<AnalysisInput['builds'][number]> {
  return object({
    build: text,
    first: number,
    last: number,
    offset: number,
    server: text,
    host: wholeBelow(counts.hosts),
    entry: wholeBelow(counts.entries),
  })
}

export function finding(counts: Counts): Shape<Finding> {
  const place = wholeBelow(counts.entries)
  return object({
    id: text,
    detection: text,
    title: text,
    host: text,
    level: oneOf(...LEVELS),
    rung: orNull(oneOf(...RUNGS)),
    phase: oneOf(...PHASES),
    technique: text,
    actors: texts,
    subject: text,
    firstTime: number,
    lastTime: number,
    count: number,
    rows: list(
      object<EvidenceRow>({
        entry: place,
        offset: number,
        size: number,
        time: number,
        family,
        client: text,
        user: text,
        agent: text,
        action: text,
        target: text,
        status: number,
        says: text,
      }),
    ),
    entries: list(place),
    reason: text,
    why: text,
    falsePositives: texts,
    counterEvidence: texts,
    todo: text,
    references: texts,
    confidence: texts,
    setAside: optional(object({ by: oneOf('acknowledged', 'scanner'), reason: text })),
  })
}

export const coverage: Shape<Coverage> = object({
  host: text,
  family: oneOf('httpproxy', ...FAMILY_IDS),
  label: text,
  first: number,
  last: number,
  holes: list(object({ from: number, to: number })),
  entries: number,
  events: number,
  unusable: texts,
})

const flaw: Shape<FlawState> = object({
  call: oneOf('open', 'shut since', 'did not apply', 'cannot tell'),
  chain: text,
  since: number,
  build: text,
  because: text,
})

const rung: Shape<RungVerdict> = object({
  call: oneOf('yes', 'no', 'cannot tell'),
  because: text,
  against: text,
  wouldChangeIf: text,
  findings: texts,
})

const verdict: Shape<Verdict> = object({
  targeted: rung,
  exploited: rung,
  backdoored: rung,
  used: rung,
  door: object<Door>({
    call: oneOf('open', 'shut', 'cannot tell'),
    flaw,
    flaws: list(flaw),
    backDoor: object<BackDoorState>({
      call: oneOf('none seen', 'present', 'gone', 'cannot tell'),
      since: number,
      lastUsed: number,
      because: text,
    }),
  }),
  setAside: object({ acknowledged: texts, scanners: texts }),
  headline: orNull(oneOf(...RUNGS)),
  sentence: text,
  saw: text,
  ruledOut: text,
  collectNext: orNull(object<CollectNext>({ what: text, command: text })),
  nextSteps: texts,
})

export const host: Shape<Host> = object({
  name: text,
  nameFrom: text,
  who: text,
  verdict,
  builds: list(
    object<BuildSighting>({
      host: text,
      build: text,
      first: number,
      last: number,
      source: text,
      fixed: orNull(truth),
    }),
  ),
  campaigns: list(
    object<CampaignState>({
      id: text,
      title: text,
      from: number,
      state: oneOf('counts', 'not in this evidence', 'did not apply'),
    }),
  ),
  patched: number,
})

export function rawRow(counts: Counts): Shape<RawRow> {
  return object({
    entry: wholeBelow(counts.entries),
    offset: number,
    size: number,
    text,
    line: number,
    before: texts,
    after: texts,
    truncated: truth,
  })
}
