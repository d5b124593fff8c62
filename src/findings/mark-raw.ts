import type { EvidenceRow } from '../model/finding.js'
import { baseName } from '../parts/words.js'

export interface Segment {
  readonly text: string
  readonly marked: boolean
}

/** What of a record mattered: client, method, page, status. */
export function needlesOf(row: EvidenceRow, subject: string): string[] {
  const page = baseName(subject === '' ? row.target : subject)
  const status = row.status === 0 ? '' : String(row.status)
  return [row.client, row.action, page, status].filter((needle) => needle.length > 1)
}

/**
 * Cuts raw text where a needle stands as a whole word (case-insensitive). Joined again, the
 * segments are the text.
 */
export function segments(text: string, needles: readonly string[]): Segment[] {
  if (needles.length === 0) return [{ text, marked: false }]
  const longestFirst = [...needles].sort((a, b) => b.length - a.length).map(escapePattern)
  const pattern = new RegExp(`(?<![\\w.])(?:${longestFirst.join('|')})(?![\\w]|\\.\\d)`, 'gi')
  const cut: Segment[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) cut.push({ text: text.slice(end, match.index), marked: false })
    cut.push({ text: match[0], marked: true })
    end = match.index + match[0].length
  }
  if (end < text.length || cut.length === 0) cut.push({ text: text.slice(end), marked: false })
  return cut
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
