import { readFileSync } from 'node:fs'
import { familyIndex, type FamilyId } from '../../../src/model/families.js'
import { plain } from '../../../src/model/plain.js'
import { LazyRecord } from '../../../workers/log-record.js'
import type { WindowsEvent } from '../../../workers/parsers/events/windows-event.js'

/** A record as its log states it; fixtures hold it with bars in its tell-tale words. */
export interface RawRecord {
  readonly family: FamilyId
  readonly client: string
  readonly fromSelf?: boolean
  readonly user?: string
  readonly agent: string
  readonly method: string
  readonly stem: string
  readonly query: string
  readonly status: number
  readonly reshaped?: boolean
  readonly fields?: Readonly<Record<string, string>>
  readonly items?: Readonly<Record<string, string>>
  /** A Windows event; `values` in order, a pair with its name or a value alone. */
  readonly event?: {
    readonly provider: string
    readonly channel: string
    readonly id: number
    readonly level?: number
    readonly values: readonly (string | readonly [name: string, value: string])[]
  }
}

export interface Fixtures {
  readonly hits: readonly { readonly outcome: number; readonly record: RawRecord }[]
  readonly nearMisses: readonly RawRecord[]
}

export function readFixtures(detection: string): Fixtures {
  const url = new URL(`../../fixtures/detections/${detection.toLowerCase()}.json`, import.meta.url)
  return JSON.parse(plain(readFileSync(url, 'utf8'))) as Fixtures
}

/** As a parser hands it to the detections. */
export function logRecord(raw: RawRecord): LazyRecord {
  const lookUp = (table: Readonly<Record<string, string>> | undefined, name: string): string =>
    Object.entries(table ?? {}).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? ''
  return new LazyRecord(
    {
      client: () => raw.client,
      user: () => raw.user ?? '',
      agent: () => raw.agent,
      method: () => raw.method,
      stem: () => raw.stem,
      query: () => raw.query,
      field: (name) => lookUp(raw.fields, name),
      item: (key) => lookUp(raw.items, key),
    },
    {
      family: familyIndex(raw.family),
      fromSelf: raw.fromSelf ?? false,
      status: raw.status,
      reshaped: raw.reshaped ?? false,
    },
    raw.event ? windowsEvent(raw.event) : null,
  )
}

function windowsEvent(raw: NonNullable<RawRecord['event']>): WindowsEvent {
  const pairs = raw.values.map((one) => (typeof one === 'string' ? (['', one] as const) : one))
  return {
    ...{ provider: raw.provider, channel: raw.channel, id: raw.id, level: raw.level ?? 4 },
    ...{ computer: 'mail01', record: 1, time: 0, tenths: 0, userId: '' },
    names: pairs.map(([name]) => name),
    values: pairs.map(([, value]) => value),
    data: (name) => pairs.find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1] ?? '',
  }
}

/** Every text that a client can write, by the same name as in RawRecord. */
export function mapTexts(
  raw: RawRecord,
  change: (text: string, name: string) => string,
): RawRecord {
  const each = (table: Readonly<Record<string, string>> | undefined) =>
    Object.fromEntries(Object.entries(table ?? {}).map(([key, text]) => [key, change(text, key)]))
  return {
    ...raw,
    agent: change(raw.agent, 'agent'),
    stem: change(raw.stem, 'stem'),
    query: change(raw.query, 'query'),
    fields: each(raw.fields),
    items: each(raw.items),
    ...(raw.event ? { event: mapEvent(raw.event, change) } : {}),
  }
}

function mapEvent(
  event: NonNullable<RawRecord['event']>,
  change: (text: string, name: string) => string,
): NonNullable<RawRecord['event']> {
  const values = event.values.map((one) =>
    typeof one === 'string'
      ? change(one, 'event')
      : ([one[0], change(one[1], 'event')] as [string, string]),
  )
  return { ...event, values }
}

export function textsOf(raw: RawRecord): string[] {
  const { fields = {}, items = {}, agent, stem, query } = raw
  const url = query === '' ? stem : `${stem}?${query}`
  return [agent, url, ...Object.values(fields), ...Object.values(items)]
}
