import type { Actor } from '../../src/model/actor.js'
import { CAMPAIGNS } from '../../src/model/campaigns.js'
import type { Held } from '../../src/model/case.js'
import type { Coverage, Cut, Hole } from '../../src/model/coverage.js'
import type {
  Entry,
  EntryResult,
  Evidence,
  KernelBytes,
  Warning,
} from '../../src/model/evidence.js'
import { FAMILIES } from '../../src/model/families.js'
import {
  LEVELS,
  PHASES,
  RUNGS,
  type ChainStep,
  type EvidenceRow,
  type Finding,
  type SetAside,
  type ThatDay,
} from '../../src/model/finding.js'
import type { Acknowledgement, AuthorisedScanner, Judgements } from '../../src/model/judgement.js'
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

export const facts: Shape<Facts> = object<Facts>({
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

export const evidence: Shape<Evidence> = object<Evidence>({
  index: number,
  name: text,
  kind: oneOf('zip', 'folder', 'files'),
  size: number,
  collector: oneOf('kape', 'velociraptor', 'cylr', 'unknown'),
  packageHost: text,
  sha256: orNull(text),
})

export function entry(counts: Counts): Shape<Entry> {
  return object<Entry>({
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
  return object<EntryResult>({
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
    kernelBytes: object<KernelBytes>({
      crc32: number,
      sha256: number,
      lines: number,
      match: number,
    }),
    noRecord: text,
    reason: text,
  })
}

export const warning: Shape<Warning> = object<Warning>({
  entry: number,
  evidence: number,
  offset: number,
  what: text,
  wanted: text,
  found: text,
  count: number,
})

export function build(counts: Counts): Shape<AnalysisInput['builds'][number]> {
  return object<AnalysisInput['builds'][number]>({
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
  return object<Finding>({
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
    thatDay: optional(
      object<ThatDay>({ call: oneOf('vulnerable', 'patched', 'not known'), because: text }),
    ),
    chain: optional(
      list(
        object<ChainStep>({
          finding: text,
          time: number,
          phase: oneOf(...PHASES),
          what: text,
          by: text,
        }),
      ),
    ),
    setAside: optional(object<SetAside>({ by: oneOf('acknowledged', 'scanner'), reason: text })),
  })
}

export const coverage: Shape<Coverage> = object<Coverage>({
  host: text,
  family: oneOf('httpproxy', ...FAMILY_IDS),
  label: text,
  first: number,
  last: number,
  holes: list(object<Hole>({ from: number, to: number, why: optional(text) })),
  entries: number,
  events: number,
  unusable: texts,
  cuts: list(object<Cut>({ time: number, what: text })),
  notes: texts,
})

export const actor: Shape<Actor> = object<Actor>({
  id: text,
  addresses: texts,
  agents: texts,
  first: number,
  last: number,
  phases: list(oneOf(...PHASES)),
  findings: texts,
  hosts: texts,
  because: texts,
})

export function rawRow(counts: Counts): Shape<RawRow> {
  return object<RawRow>({
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
