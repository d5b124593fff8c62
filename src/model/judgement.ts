/** What the reader of a case decided; the verdict follows it, and every output says so. */
export interface Judgements {
  /** Findings that are known and innocent: listed, but they raise no rung. */
  readonly acknowledged: readonly Acknowledgement[]
  /** Addresses of scanners that were ordered: their findings raise no rung. */
  readonly scanners: readonly AuthorisedScanner[]
}

export interface Acknowledgement {
  /** A finding's id. */
  readonly finding: string
  readonly reason: string
}

export interface AuthorisedScanner {
  readonly address: string
  readonly reason: string
}

export const NO_JUDGEMENTS: Judgements = { acknowledged: [], scanners: [] }

/** More than anybody judges by hand; a file with more is not one of ours. */
const MAX_JUDGEMENTS = 100_000
/** A reason is a sentence or two. */
const MAX_TEXT = 2_000

/** In the order of what they are about, one each: of several about the same the last stands. */
export function orderedJudgements({ acknowledged, scanners }: Judgements): Judgements {
  return {
    acknowledged: ordered(acknowledged, ({ finding }) => finding),
    scanners: ordered(scanners, ({ address }) => normalAddress(address)),
  }
}

/** Addresses are compared without blanks, case, brackets and zone. */
export function normalAddress(address: string): string {
  return address
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
}

/**
 * Judgements from parsed JSON of anybody's making, as `case.json` holds them. Throws a `RangeError`
 * that says what is wrong with it.
 */
export function readJudgements(value: unknown): Judgements {
  if (!isRecord(value)) throw new RangeError('judgements are an object')
  const { acknowledged = [], scanners = [] } = value
  return orderedJudgements({
    acknowledged: records(acknowledged, 'acknowledged').map((one) => ({
      finding: text(one, 'finding'),
      reason: text(one, 'reason'),
    })),
    scanners: records(scanners, 'scanners').map((one) => ({
      address: text(one, 'address'),
      reason: text(one, 'reason'),
    })),
  })
}

function ordered<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  const last = new Map(all.map((one) => [keyOf(one), one]))
  return [...last].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one)
}

function records(value: unknown, name: string): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw new RangeError(`“${name}” is no list`)
  if (value.length > MAX_JUDGEMENTS)
    throw new RangeError(`“${name}” holds more than ${String(MAX_JUDGEMENTS)}`)
  return value.map((one: unknown) => {
    if (!isRecord(one)) throw new RangeError(`“${name}” holds something that is no object`)
    return one
  })
}

function text(record: Record<string, unknown>, name: string): string {
  const value = record[name]
  const trimmed = typeof value === 'string' ? value.trim() : ''
  if (trimmed === '') throw new RangeError(`a judgement has no “${name}”`)
  if (trimmed.length > MAX_TEXT)
    throw new RangeError(`“${name}” is longer than ${String(MAX_TEXT)} letters`)
  return trimmed
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
