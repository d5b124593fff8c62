/** Objects that go from one thread to another at once: taking more would hold the page up. */
export const ENTRIES_AT_ONCE = 2_000

/** A list in parts of at most `ENTRIES_AT_ONCE`, in their order. */
export function inParts<T>(all: readonly T[]): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = []
  for (let from = 0; from < all.length; from += ENTRIES_AT_ONCE) {
    parts.push(all.slice(from, from + ENTRIES_AT_ONCE))
  }
  return parts
}
