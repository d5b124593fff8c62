/** The bench's tables: how a row looks, and where docs/measurements.md keeps each part's. */
import { readFile, writeFile } from 'node:fs/promises'

const HEAD = [
  '| what | where | ours | peer | ratio | bar (goal) |',
  '| --- | --- | --- | --- | --- | --- |',
]
const DASH = '–'

/** A row of six cells; those left out say nothing. */
export function tableRow({ what, where = 'Chromium', ours, peer, ratio, bar }) {
  const cells = [what, where, ours, peer, ratio, bar].map((cell) => cell ?? DASH)
  return `| ${cells.join(' | ')} |`
}

/** A row of rates in MB/s beside one peer, as the kernels' cases give it. */
export function rateRow({ what, where, ours, peer, peerRate, ratio, bar }) {
  const rate = (value) => `${value.toFixed(0)} MB/s`
  return tableRow({
    what,
    where,
    ours: rate(ours),
    peer: peerRate === null ? `${peer}: not installed` : `${peer}: ${rate(peerRate)}`,
    ratio: ratio === null ? undefined : times(ratio),
    bar: bar ? `${bar[0]}× (${bar[1]}×)` : undefined,
  })
}

export const times = (ratio) => `${ratio.toFixed(2)}×`

export function asTable(rows, conditions) {
  return [...HEAD, ...rows, '', conditions].join('\n')
}

/**
 * Puts a part's table where the file keeps it. Where only some of its rows were measured, the others
 * stay as they are.
 */
export async function writePart(path, part, { rows, conditions, whole }) {
  const [opening, closing] = [`<!-- bench:${part} -->`, `<!-- /bench:${part} -->`]
  const known = await readFile(path, 'utf8')
  const start = known.indexOf(opening)
  const end = known.indexOf(closing)
  if (start < 0 || end < start) throw new Error(`${path} has no place for ${part}`)
  const before = known.slice(start + opening.length, end)
  const kept = whole ? rows : mergedRows(before, rows)
  const text = `${opening}\n\n${asTable(kept, conditions)}\n\n`
  await writeFile(path, known.slice(0, start) + text + known.slice(end))
}

function mergedRows(before, rows) {
  const merged = new Map()
  const old = before.split('\n').filter((line) => line.startsWith('| '))
  for (const row of [...old, ...rows]) merged.set(keyOf(row), tidy(row))
  for (const head of HEAD) merged.delete(keyOf(head))
  return [...merged.values()]
}

/** What was measured where beside whom. */
function keyOf(row) {
  const [what, where, , peer] = cellsOf(row)
  return [what, where, (peer ?? '').split(':')[0]].join('|')
}

function tidy(row) {
  return `| ${cellsOf(row).join(' | ')} |`
}

/** A bar that belongs to a cell has a backslash before it. */
function cellsOf(row) {
  return row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim())
}
