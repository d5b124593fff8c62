import { ANY, plainText, type Pattern } from './query.js'

/** Texts and single wildcards that stand together. */
type Segment = readonly (string | 0)[]

/**
 * A test of texts in lower case against a pattern, case left aside: without wildcards the text holds it
 * anywhere; with them the whole text must fit, unless `anywhere`. Each part of the pattern is looked
 * for once, from where the last one ended: at worst text × pattern, never more.
 */
export function matcherOf(pattern: Pattern, anywhere: boolean): (lower: string) => boolean {
  const plain = plainText(pattern)
  if (plain !== null) {
    const needle = plain.toLowerCase()
    return (lower) => lower.includes(needle)
  }
  const segments = segmentsOf(pattern)
  if (anywhere || pattern[0] === ANY) return fromStart(segments, anywhere || pattern.at(-1) === ANY)
  return anchored(segments, pattern.at(-1) === ANY)
}

/** The first segment may begin anywhere. */
function fromStart(segments: readonly Segment[], openEnd: boolean): (lower: string) => boolean {
  return (lower) => runs(lower, 0, segments, openEnd)
}

/** The first segment begins the text. */
function anchored([first = [], ...rest]: readonly Segment[], openEnd: boolean) {
  const length = lengthOf(first)
  return (lower: string): boolean => {
    if (!fits(lower, 0, first)) return false
    if (rest.length === 0) return openEnd || lower.length === length
    return runs(lower, length, rest, openEnd)
  }
}

function runs(
  lower: string,
  from: number,
  segments: readonly Segment[],
  openEnd: boolean,
): boolean {
  let at = from
  for (const [index, segment] of segments.entries()) {
    const length = lengthOf(segment)
    if (index === segments.length - 1 && !openEnd) {
      const start = lower.length - length
      return start >= at && fits(lower, start, segment)
    }
    const found = find(lower, at, segment, length)
    if (found < 0) return false
    at = found + length
  }
  return true
}

function find(lower: string, from: number, segment: Segment, length: number): number {
  const [first] = segment
  if (segment.length === 1 && typeof first === 'string') return lower.indexOf(first, from)
  for (let at = from; at + length <= lower.length; at++) if (fits(lower, at, segment)) return at
  return -1
}

function fits(lower: string, from: number, segment: Segment): boolean {
  let at = from
  for (const part of segment) {
    if (typeof part === 'string') {
      if (!lower.startsWith(part, at)) return false
      at += part.length
    } else at++
  }
  return at <= lower.length
}

function lengthOf(segment: Segment): number {
  return segment.reduce<number>(
    (sum, part) => sum + (typeof part === 'string' ? part.length : 1),
    0,
  )
}

function segmentsOf(pattern: Pattern): Segment[] {
  const segments: (string | 0)[][] = []
  let open: (string | 0)[] | null = null
  for (const part of pattern) {
    if (part === ANY) open = null
    else {
      if (!open) segments.push((open = []))
      open.push(typeof part === 'string' ? part.toLowerCase() : part)
    }
  }
  return segments
}
