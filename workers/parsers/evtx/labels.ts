/** Where a value stands in an event. */
export const GROUP = { system: 0, data: 1, other: 2 } as const

/** Values of System that rows are made of; their places in `Fields.system`. */
export const SYSTEM = {
  provider: 0,
  id: 1,
  level: 2,
  time: 3,
  record: 4,
  channel: 5,
  computer: 6,
  userId: 7,
} as const

const SYSTEM_NAMES = new Map<string, number>([
  ['Provider Name', SYSTEM.provider],
  ['EventID', SYSTEM.id],
  ['Level', SYSTEM.level],
  ['TimeCreated SystemTime', SYSTEM.time],
  ['EventRecordID', SYSTEM.record],
  ['Channel', SYSTEM.channel],
  ['Computer', SYSTEM.computer],
  ['Security UserID', SYSTEM.userId],
])
export const SYSTEM_COUNT = SYSTEM_NAMES.size

/** Names remembered; hostile templates can make endlessly many. */
const MOST = 8_192
/** Longer names than any provider's are not remembered. */
const MOST_LENGTH = 256
const encoder = new TextEncoder()

/** The name of a value. One object for a name, so that a value costs no text of its own. */
export interface Label {
  readonly group: number
  /** Element and attribute in System, Name of a Data (else '') or name of the element elsewhere. */
  readonly name: string
  /** Place in SYSTEM, -1 where it is none of them. */
  readonly system: number
  /** `name: ` in UTF-8; `Data: ` for a value without a name. */
  readonly bytes: Uint8Array
}

export class Labels {
  private known: readonly Map<string, Label>[] = [new Map(), new Map(), new Map()]
  private count = 0

  of(group: number, name: string): Label {
    const map = this.known[group]
    const known = map?.get(name)
    if (known) return known
    const system = group === GROUP.system ? (SYSTEM_NAMES.get(name) ?? -1) : -1
    const shown = name === '' ? 'Data' : name.replace(/[\r\n]+/g, ' ')
    const label = { group, name, system, bytes: encoder.encode(`${shown}: `) }
    if (name.length > MOST_LENGTH) return label
    if (this.count++ === MOST) {
      this.known = [new Map(), new Map(), new Map()]
      this.count = 1
    }
    this.known[group]?.set(name, label)
    return label
  }
}
