/** Small questions about parsed JSON, which may be anything. */

export type JsonMap = Readonly<Record<string, unknown>>

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The member of that name, if the object has it itself. */
export function member(map: unknown, name: string): unknown {
  return isMap(map) && Object.hasOwn(map, name) ? map[name] : undefined
}

/** A text as it is, a number or truth value as text, '' for anything else. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

export function text(map: unknown, name: string): string {
  return textOf(member(map, name))
}
