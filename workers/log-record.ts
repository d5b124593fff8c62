import { FAMILIES, type FamilyGroup, type FamilyId } from '../src/model/families.js'
import type { LogRecord } from './detections/detection.js'
import { decodeText } from './text.js'
import type { WindowsEvent } from './parsers/events/windows-event.js'

/** A parsed row, as its parser can read it while the row's bytes are at hand. Nothing is normalised. */
export interface RecordSource {
  client(): string
  user(): string
  agent(): string
  method(): string
  stem(): string
  /** Query as logged, without a leading `?`. */
  query(): string
  field(name: string): string
  item(key: string): string
}

/** What is known of a row without reading its text. */
export interface RecordFacts {
  /** Index of the family. */
  readonly family: number
  readonly fromSelf: boolean
  readonly status: number
  readonly reshaped: boolean
}

/** A candidate row in the form that detections compare; text is decoded when one first asks for it. */
export class LazyRecord implements LogRecord {
  readonly family: FamilyId
  readonly group: FamilyGroup
  readonly fromSelf: boolean
  readonly status: number
  readonly reshaped: boolean
  private readonly texts = new Map<string, string>()
  private urlForms: readonly string[] | null = null

  constructor(
    private readonly source: RecordSource,
    facts: RecordFacts,
    readonly event: WindowsEvent | null = null,
  ) {
    const family = FAMILIES[facts.family] ?? FAMILIES[0]
    this.family = family.id
    this.group = family.group
    this.fromSelf = facts.fromSelf
    this.status = facts.status
    this.reshaped = facts.reshaped
  }

  get client(): string {
    return this.cached('client', () => this.source.client())
  }

  get user(): string {
    return this.cached('user', () => this.source.user())
  }

  get agent(): string {
    return this.cached('agent', () => normalAgent(this.source.agent()))
  }

  get method(): string {
    return this.cached('method', () => {
      const method = this.source.method()
      return this.group === 'ecp' ? method.toLowerCase() : method.toUpperCase()
    })
  }

  get stem(): string {
    return this.cached('stem', () => this.source.stem().toLowerCase())
  }

  get query(): string {
    return this.cached('query', () => stripExchangeSuffix(this.source.query().toLowerCase()))
  }

  get urls(): readonly string[] {
    if (this.urlForms === null) {
      const logged = this.query === '' ? this.stem : `${this.stem}?${this.query}`
      const decoded = percentDecode(logged).toLowerCase()
      this.urlForms = decoded === logged ? [logged] : [logged, decoded]
    }
    return this.urlForms
  }

  field(name: string): string {
    return this.cached(`field ${name}`, () => this.source.field(name))
  }

  item(key: string): string {
    return this.cached(`item ${key}`, () => this.source.item(key))
  }

  private cached(key: string, make: () => string): string {
    const known = this.texts.get(key)
    if (known !== undefined) return known
    const text = make()
    this.texts.set(key, text)
    return text
  }
}

/** IIS writes a blank as `+`, HttpProxy a comma as a blank: both as one blank, lower case. */
export function normalAgent(agent: string): string {
  return agent
    .toLowerCase()
    .replace(/[+,\s]+/g, ' ')
    .trim()
}

/**
 * What Exchange's front end appends to the query it logs. Values are held to the shapes that Exchange
 * writes (GUIDs, numbers, `<empty>;`), so that nothing of a client's own can hide in it.
 */
const SUFFIX_PART =
  /&(?:correlationid=<empty>|(?:cafereqid|requestid|clientrequestid|clientid)=[0-9a-z-]{0,40}|encoding=|logoffreason=nocookiesgetore14authpost);?$/

export function stripExchangeSuffix(query: string): string {
  let end = query.length
  let sure = false
  for (;;) {
    const amp = query.lastIndexOf('&', end - 1)
    if (amp < 0 || end === 0) break
    const part = query.slice(amp, end)
    if (!SUFFIX_PART.test(part)) break
    if (part.startsWith('&correlationid=') || part.startsWith('&cafereqid=')) sure = true
    end = amp
  }
  return sure ? query.slice(0, end) : query
}

/** `%XX` and IIS's `%uXXXX` undone once; what is no such escape stays as it is. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text
  return text.replace(
    /%u([0-9a-f]{4})|((?:%[0-9a-f]{2})+)/gi,
    (_, unicode?: string, run?: string) =>
      unicode === undefined
        ? decodeText(Uint8Array.from((run ?? '').slice(1).split('%'), (hex) => parseInt(hex, 16)))
        : String.fromCharCode(parseInt(unicode, 16)),
  )
}
