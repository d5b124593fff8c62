import { createHash } from 'node:crypto'
import { formatIso } from '../../../../src/model/time.js'
import { readForest, type KeyState } from '../../../../workers/parsers/registry/forest.js'
import { Hive } from '../../../../workers/parsers/registry/hive.js'
import { pathOf } from '../../../../workers/parsers/registry/hive-name.js'
import { replay, type HiveLog } from '../../../../workers/parsers/registry/replay.js'

export interface DumpedValue {
  readonly name: string
  readonly type: number
  readonly size: number
  readonly data: Buffer
}

export interface DumpedKey {
  readonly path: string
  readonly time: string
  readonly state: KeyState
  readonly values: readonly DumpedValue[]
}

export interface Dump {
  readonly keys: readonly DumpedKey[]
  readonly warnings: readonly string[]
  readonly applied: number
}

/** Every key and value of a hive, recovered ones too, with the changes of its logs. */
export function dump(bytes: Uint8Array, logs: readonly HiveLog[] = []): Dump {
  const warnings: string[] = []
  const warn = (at: number, what: string, wanted: string, found: string): void => {
    warnings.push(`${String(at)} ${what} (${wanted}: ${found})`)
  }
  const { bytes: whole, base, applied } = replay(bytes.slice(), logs, warn)
  const hive = new Hive(whole, warn)
  const forest = readForest(hive, base?.root ?? 32, base?.length ?? whole.length)
  const keys = Array.from({ length: forest.count }, (_, index) => {
    const at = forest.cell(index)
    const { written, tenths } = hive.keyTime(at)
    return {
      path: ['', ...pathOf(hive, forest, index)].join('\\'),
      time: formatIso(written, tenths),
      state: forest.state(index),
      values: hive.values(at).found.map((value) => {
        const { type, size, data } = hive.value(value)
        return { name: hive.valueName(value), type, size, data: Buffer.from(data) }
      }),
    }
  })
  return { keys, warnings, applied }
}

/** Listed keys as text, in one order whatever the hive's: `path`, then a line for each value. */
export function listedText({ keys }: Dump, withTimes: boolean): string {
  return keys
    .filter(({ state }) => state === 'listed')
    .map(({ path, time, values }) => {
      const lines = values.map(({ name, type, size, data }) =>
        [name || '(default)', type, size, createHash('sha1').update(data).digest('hex')].join('\t'),
      )
      return [withTimes ? `${path}\t${time}` : path, ...lines].join('\n')
    })
    .sort()
    .join('\n')
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
