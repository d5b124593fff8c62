/**
 * What parsed JSON has to look like to be taken for a part of the model. A saved case comes from
 * anywhere: what is not checked here would be met by a view that never expected it.
 */
export interface Shape<T> {
  /** The value, made anew of what is known; throws a `Mismatch`. */
  read(value: unknown): T
  /** May be left out. */
  readonly optional?: boolean
}

/** Where in a value something else stands than what was wanted. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch'
  private path: string[] = []

  constructor(readonly wanted: string) {
    super()
  }

  override get message(): string {
    return `${this.path.join('.') || 'its content'} is not ${this.wanted}`
  }

  within(key: string): this {
    this.path = [key, ...this.path]
    return this
  }
}

/** A field for every one of the model's, so that one that is added there is not lost here unseen. */
export type Fields<T> = { readonly [Key in keyof T]-?: Shape<Exclude<T[Key], undefined>> }

export function object<T extends object>(fields: Fields<T>): Shape<T> {
  const known = Object.entries<Shape<unknown>>(fields)
  return {
    read(value) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new Mismatch('an object')
      }
      const given = value as Record<string, unknown>
      const made: Record<string, unknown> = {}
      for (const [key, shape] of known) {
        const field = Object.hasOwn(given, key) ? given[key] : undefined
        if (field === undefined && shape.optional === true) continue
        made[key] = inside(key, shape, field)
      }
      return made as T
    },
  }
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return {
    read(value) {
      if (!Array.isArray(value)) throw new Mismatch('a list')
      return value.map((one: unknown, at) => inside(String(at), shape, one))
    },
  }
}

export function optional<T>(shape: Shape<T>): Shape<T> {
  return { ...shape, optional: true }
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return { read: (value) => (value === null ? null : shape.read(value)) }
}

export function oneOf<const T extends string>(...words: readonly T[]): Shape<T> {
  return {
    read(value) {
      const found = words.find((word) => word === value)
      if (found === undefined) throw new Mismatch(`one of ${words.join(', ')}`)
      return found
    },
  }
}

export const text: Shape<string> = {
  read(value) {
    if (typeof value !== 'string') throw new Mismatch('a text')
    return value
  },
}

export const truth: Shape<boolean> = {
  read(value) {
    if (typeof value !== 'boolean') throw new Mismatch('true or false')
    return value
  },
}

/** JSON has no word for these. */
const UNWRITABLE: Readonly<Record<string, number>> = {
  NaN,
  Infinity,
  '-Infinity': -Infinity,
}

export const number: Shape<number> = {
  read(value) {
    const read = typeof value === 'string' ? UNWRITABLE[value] : value
    if (typeof read !== 'number') throw new Mismatch('a number')
    return read
  },
}

/** A number of things, or the place of one: whole, not below zero, below `end`. */
export function wholeBelow(end: number): Shape<number> {
  return {
    read(value) {
      if (!Number.isInteger(value) || (value as number) < 0 || (value as number) >= end) {
        throw new Mismatch(`a whole number below ${String(end)}`)
      }
      return value as number
    },
  }
}

/** As `number` reads it. */
export function writable(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}

function inside<T>(key: string, shape: Shape<T>, value: unknown): T {
  try {
    return shape.read(value)
  } catch (error) {
    throw error instanceof Mismatch ? error.within(key) : error
  }
}
