/** Longest literal; the parts of an over-long line overlap by more than three times as much. */
export const MAX_LITERAL_BYTES = 1_024

/** The matcher's tables, as assembly/match.ts reads them. */
export interface Automaton {
  /** Four times the class of each byte. */
  readonly classes: Uint16Array
  /** Rows of u32, one a state: addresses of rows. Rows of accepting states stand at odd addresses. */
  readonly table: Uint8Array
  readonly states: number
}

/** Class of the bytes that no literal holds, the newline among them: leads to the root from anywhere. */
const OTHER = 0
export const BLANK = 0x20

/**
 * Bytes that a log writes for a blank or between the parts of what detections read as one text:
 * `+` (IIS agents), `,` (CSV columns), `?` (IIS has a blank between stem and query), and line ends,
 * which a decoded copy of a line shows as blanks.
 */
const READ_AS_BLANK = [0x20, 0x2b, 0x2c, 0x3f, 0x0d, 0x0a]
const NEWLINE = 0x0a

/**
 * Byte after folding: ASCII letters to lower case, all of `READ_AS_BLANK` to a blank. Non-ASCII
 * letters are compared as they are.
 */
function fold(byte: number): number {
  if (byte >= 0x41 && byte <= 0x5a) return byte + 0x20
  return READ_AS_BLANK.includes(byte) ? BLANK : byte
}

/** Bytes of a literal in folded form, runs of blanks as one. */
function foldLiteral(literal: string): Uint8Array {
  const bytes = new TextEncoder().encode(literal)
  let length = 0
  for (const byte of bytes) {
    const folded = fold(byte)
    if (folded === BLANK && length > 0 && bytes[length - 1] === BLANK) continue
    bytes[length++] = folded
  }
  if (length === 0) throw new RangeError('a literal is empty')
  if (length > MAX_LITERAL_BYTES) throw new RangeError(`a literal has ${length} bytes`)
  return bytes.subarray(0, length)
}

/**
 * The literals in folded form, those that fold alike once. Throws RangeError for an empty one and for
 * one of more than `MAX_LITERAL_BYTES`.
 */
export function foldLiterals(literals: readonly string[]): readonly Uint8Array[] {
  const words = new Map<string, Uint8Array>()
  for (const literal of new Set(literals)) {
    const word = foldLiteral(literal)
    words.set(String.fromCharCode(...word), word)
  }
  return [...words.values()]
}

/**
 * Aho-Corasick automaton of folded literals. A run of blanks in the text is read as one (a state that
 * ends in a blank stays where it is), as detections read agents.
 */
export function buildAutomaton(words: readonly Uint8Array[]): Automaton {
  const { classOf, width } = classify(words)
  const trie = buildTrie(words, classOf, width)
  const order = completeTrie(trie, width, classOf[BLANK] as number)
  const classes = Uint16Array.from(classOf, (one) => one * 4)
  return { classes, table: layOut(trie, order, width), states: trie.states }
}

function classify(words: readonly Uint8Array[]): { classOf: Uint8Array; width: number } {
  const used = new Uint8Array(256)
  for (const word of words) for (const byte of word) used[byte] = 1
  const classOf = new Uint8Array(256)
  let width = OTHER + 1
  for (let byte = 0; byte < 256; byte++) if (used[byte] === 1) classOf[byte] = width++
  for (let byte = 0; byte < 256; byte++) classOf[byte] = classOf[fold(byte)] as number
  classOf[NEWLINE] = OTHER
  return { classOf, width }
}

interface Trie {
  /** `width` columns a state; 0, the root, where there is no edge. */
  readonly next: Uint32Array
  readonly accepting: Uint8Array
  /** Class of the byte that leads into a state. */
  readonly entered: Uint8Array
  readonly states: number
}

function buildTrie(words: readonly Uint8Array[], classOf: Uint8Array, width: number): Trie {
  const most = words.reduce((sum, word) => sum + word.length, 1)
  const next = new Uint32Array(most * width)
  const accepting = new Uint8Array(most)
  const entered = new Uint8Array(most)
  let states = 1
  for (const word of words) {
    let state = 0
    for (const byte of word) {
      const column = classOf[byte] as number
      const edge = state * width + column
      if (next[edge] === 0) {
        entered[states] = column
        next[edge] = states++
      }
      state = next[edge] as number
    }
    accepting[state] = 1
  }
  return { next, accepting, entered, states }
}

/** Fills the missing edges from each state's longest proper suffix. States, breadth first. */
function completeTrie(trie: Trie, width: number, blank: number): Uint32Array {
  const { next, accepting, entered, states } = trie
  const suffix = new Uint32Array(states)
  const order = new Uint32Array(states)
  let known = 1
  for (let taken = 0; taken < known; taken++) {
    const state = order[taken] as number
    const fallback = (suffix[state] as number) * width
    for (let column = 0; column < width; column++) {
      const edge = state * width + column
      const child = next[edge] as number
      const behind = state === 0 ? 0 : (next[fallback + column] as number)
      if (child === 0) {
        const stays = blank !== OTHER && column === blank && entered[state] === blank
        next[edge] = stays ? state : behind
        continue
      }
      suffix[child] = behind
      if (accepting[behind] === 1) accepting[child] = 1
      order[known++] = child
    }
  }
  return order
}

/** Rows in breadth-first order, accepting states last and one byte further on. */
function layOut(trie: Trie, order: Uint32Array, width: number): Uint8Array {
  const { next, accepting, states } = trie
  const quiet = order.filter((state) => accepting[state] === 0)
  const loud = order.filter((state) => accepting[state] === 1)
  const address = new Uint32Array(states)
  quiet.forEach((state, row) => (address[state] = row * width * 4))
  loud.forEach((state, row) => (address[state] = (quiet.length + row) * width * 4 + 1))
  const table = new Uint8Array(states * width * 4 + 1)
  table.set(rowsOf(quiet, next, address, width))
  table.set(rowsOf(loud, next, address, width), quiet.length * width * 4 + 1)
  return table
}

function rowsOf(
  states: Uint32Array,
  next: Uint32Array,
  address: Uint32Array,
  width: number,
): Uint8Array {
  const rows = new Uint32Array(states.length * width)
  states.forEach((state, row) => {
    for (let column = 0; column < width; column++) {
      rows[row * width + column] = address[next[state * width + column] as number] as number
    }
  })
  return new Uint8Array(rows.buffer)
}
