import type { Bytes, Microseconds } from '../../../src/model/units.js'
import type { WindowsEvent } from './windows-event.js'

const SCRIPT_BLOCK = 4104
/** Script blocks whose parts have not all come; PowerShell writes them one behind the other. */
const MAX_OPEN = 1_024
/** Text kept of one part: Windows cuts scripts into parts of about 16,000 characters. */
const MAX_PART = 32 * 1_024
/** Text kept of all parts that wait; beyond it the oldest block is told as it is. */
const MAX_WAITING = 16 * 1_024 * 1_024
/** Longest text that is joined; parts beyond it speak for themselves. */
const MAX_JOINED = 1_024 * 1_024
/** Numbers of missing parts that are named. */
const MAX_NAMED = 8
const ACTION = 'PowerShell script block'

const NAMES = ['ScriptBlockText', 'ScriptBlockId', 'Path', 'MessageNumber', 'MessageTotal']

/** The event of a part, kept until the others have come. */
class ScriptPart implements WindowsEvent {
  readonly provider: string
  readonly channel: string
  readonly computer: string
  readonly id: number
  readonly record: number
  readonly time: Microseconds
  readonly tenths: number
  readonly level: number
  readonly userId: string
  readonly names = NAMES
  readonly values: readonly string[]

  constructor(
    event: WindowsEvent,
    readonly number: number,
    readonly offset: Bytes,
    readonly size: Bytes,
    /** Of this part, or of all where it stands for them. */
    readonly text: string,
  ) {
    this.provider = event.provider
    this.channel = event.channel
    this.computer = event.computer
    this.id = event.id
    this.record = event.record
    this.time = event.time
    this.tenths = event.tenths
    this.level = event.level
    this.userId = event.userId
    this.values = [text, ...NAMES.slice(1).map((name) => event.data(name))]
  }

  data(name: string): string {
    return this.values[NAMES.findIndex((one) => one.toLowerCase() === name.toLowerCase())] ?? ''
  }
}

interface OpenBlock {
  readonly total: number
  readonly parts: Map<number, ScriptPart>
  length: number
}

/** Takes a part as a row under that name; `seen` where another row has its text too. */
type GivePart = (
  part: WindowsEvent,
  offset: Bytes,
  size: Bytes,
  action: string,
  seen: boolean,
) => void

/**
 * Joins the parts of scripts that were too long for one event, in whatever order they come. Each part
 * stays a row of its own; the first has the text of all and says which are missing.
 */
export class ScriptBlocks {
  private readonly open = new Map<string, OpenBlock>()
  private waiting = 0

  constructor(private readonly give: GivePart) {}

  /** True where the event is a part of several and was taken. */
  take(event: WindowsEvent, offset: Bytes, size: Bytes): boolean {
    if (event.id !== SCRIPT_BLOCK) return false
    const total = Number(event.data('MessageTotal'))
    const number = Number(event.data('MessageNumber'))
    if (!Number.isSafeInteger(total) || !Number.isSafeInteger(number)) return false
    if (total < 2 || number < 1 || number > total) return false
    this.add(event, offset, size, number, total)
    return true
  }

  finish(): void {
    for (const [key, block] of this.open) this.tell(key, block)
  }

  private add(
    event: WindowsEvent,
    offset: Bytes,
    size: Bytes,
    number: number,
    total: number,
  ): void {
    const text = event.data('ScriptBlockText').slice(0, MAX_PART)
    const part = new ScriptPart(event, number, offset, size, text)
    const key = `${event.computer}\n${event.data('ScriptBlockId')}\n${total}`
    const block = this.open.get(key) ?? { total, parts: new Map<number, ScriptPart>(), length: 0 }
    if (block.parts.has(number)) {
      // The same record again, as slack space has it.
      this.give(part, offset, size, `${ACTION}, part ${number} of ${total}`, false)
      return
    }
    block.parts.set(number, part)
    block.length += text.length
    this.waiting += text.length
    this.open.set(key, block)
    if (block.parts.size === total) this.tell(key, block)
    else this.makeRoom()
  }

  private makeRoom(): void {
    while (this.open.size > MAX_OPEN || this.waiting > MAX_WAITING) {
      const oldest = this.open.entries().next().value
      if (!oldest) return
      this.tell(oldest[0], oldest[1])
    }
  }

  private tell(key: string, block: OpenBlock): void {
    this.open.delete(key)
    this.waiting -= block.length
    const { total } = block
    const parts = [...block.parts.values()].sort((a, b) => a.number - b.number)
    const joined: string[] = []
    for (let length = 0; joined.length < parts.length && length < MAX_JOINED;) {
      const text = parts[joined.length]?.text ?? ''
      joined.push(text)
      length += text.length
    }
    const missing = total - parts.length
    for (const [index, part] of parts.entries()) {
      const { number, offset, size } = part
      if (index > 0) {
        const seen = index < joined.length
        this.give(part, offset, size, `${ACTION}, part ${number} of ${total}`, seen)
        continue
      }
      const whole = new ScriptPart(part, number, offset, size, joined.join(''))
      const state =
        missing === 0
          ? `${total} parts joined`
          : `${parts.length} of ${total} parts; missing: ${namesOfMissing(block)}`
      this.give(whole, offset, size, `${ACTION}, ${state}`, false)
    }
  }
}

function namesOfMissing({ total, parts }: OpenBlock): string {
  const names: number[] = []
  for (let number = 1; number <= total && names.length <= MAX_NAMED; number++) {
    if (!parts.has(number)) names.push(number)
  }
  const more = names.length > MAX_NAMED ? ' and more' : ''
  return `${names.slice(0, MAX_NAMED).join(', ')}${more}`
}
