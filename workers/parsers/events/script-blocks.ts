import type { Bytes, Microseconds } from '../../../src/model/units.js'
import { MAX_TEXT } from './tell.js'
import type { WindowsEvent } from './windows-event.js'

const SCRIPT_BLOCK = 4104
/** Script blocks whose parts have not all come; PowerShell writes them one behind the other. */
const MAX_OPEN = 1_024
/** Text kept of one part: Windows cuts scripts into parts of about 16,000 characters. */
const MAX_PART = 32 * 1_024
/** Text kept of all parts that wait; beyond it the oldest block is told as it is. */
const MAX_WAITING = 16 * 1_024 * 1_024
/** Numbers of missing parts that are named. */
const MAX_NAMED = 8
const ACTION = 'PowerShell script block'

/** A part of a script block, kept until the others have come. */
export interface ScriptPart {
  readonly id: number
  readonly number: number
  readonly offset: Bytes
  readonly size: Bytes
  readonly time: Microseconds
  readonly tenths: number
  readonly userId: string
  readonly path: string
  readonly text: string
  readonly provider: string
  readonly channel: string
}

interface OpenBlock {
  readonly total: number
  readonly parts: Map<number, ScriptPart>
  length: number
}

/** Takes a part's row: what it is called, and its text. */
export type GivePart = (part: ScriptPart, action: string, target: string) => void

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
    const { id, time, tenths, userId, provider, channel } = event
    const text = event.data('ScriptBlockText').slice(0, MAX_PART)
    const path = event.data('Path')
    const system = { id, offset, size, time, tenths, userId, provider, channel }
    const part: ScriptPart = { ...system, number, path, text }
    const key = `${event.computer}\n${event.data('ScriptBlockId')}\n${total}`
    const block = this.open.get(key) ?? { total, parts: new Map<number, ScriptPart>(), length: 0 }
    if (block.parts.has(number)) {
      // The same record again, as slack space has it.
      this.give(part, `${ACTION}, part ${number} of ${total}`, text)
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
    const parts = [...block.parts.values()].sort((a, b) => a.number - b.number)
    let joined = ''
    for (const { text } of parts) {
      joined += text
      if (joined.length > MAX_TEXT) break
    }
    const { total } = block
    const missing = total - parts.length
    for (const [index, part] of parts.entries()) {
      if (index > 0) this.give(part, `${ACTION}, part ${part.number} of ${total}`, part.text)
      else if (missing === 0) this.give(part, `${ACTION}, ${total} parts joined`, joined)
      else {
        const named = namesOfMissing(block)
        this.give(part, `${ACTION}, ${parts.length} of ${total} parts; missing: ${named}`, joined)
      }
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
