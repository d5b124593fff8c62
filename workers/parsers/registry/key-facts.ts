import type { Bytes, Microseconds } from '../../../src/model/units.js'
import type { Hive } from './hive.js'
import { valueNumber, valueText } from './value-text.js'

/** Of a value's text in a row: any command line; the detail view shows more. */
const SHOWN_BYTES: Bytes = 16 << 10

export interface KeyValue {
  readonly name: string
  /** Position of the value's cell. */
  readonly at: number
}

/** A key with its values, as those that tell of it read it. */
export class KeyFacts {
  readonly time: Microseconds
  readonly tenths: number
  private found: readonly KeyValue[] | null = null

  constructor(
    private readonly hive: Hive,
    /** Position of the key's cell in the file, and its bytes. */
    readonly at: Bytes,
    /** Names from the hive's on, with backslashes. */
    readonly path: string,
  ) {
    const { written, tenths } = hive.keyTime(at)
    this.time = written
    this.tenths = tenths
  }

  get name(): string {
    return this.hive.keyName(this.at)
  }

  get size(): Bytes {
    return this.hive.cellEnd(this.at) - this.at
  }

  get values(): readonly KeyValue[] {
    this.found ??= this.hive
      .values(this.at)
      .found.map((at) => ({ at, name: this.hive.valueName(at) }))
    return this.found
  }

  has(name: string): boolean {
    return this.find(name) !== undefined
  }

  /** '' where there is no such value. */
  text(name: string): string {
    const value = this.find(name)
    return value ? this.textOf(value) : ''
  }

  textOf({ at }: KeyValue): string {
    return valueText(this.hive.value(at, SHOWN_BYTES), SHOWN_BYTES)
  }

  /** NaN where there is no such number. */
  number(name: string): number {
    const value = this.find(name)
    return value ? valueNumber(this.hive.value(value.at, 8)) : NaN
  }

  /** Empty where there is no such value. */
  data(name: string): Uint8Array {
    const value = this.find(name)
    return value ? this.dataOf(value) : new Uint8Array(0)
  }

  dataOf({ at }: KeyValue): Uint8Array {
    return this.hive.value(at).data
  }

  private find(name: string): KeyValue | undefined {
    const wanted = name.toLowerCase()
    return this.values.find((value) => value.name.toLowerCase() === wanted)
  }
}
