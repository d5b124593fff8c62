import type { LineBlock } from '../parsers/parser.js'
import { holdsNul } from './block.js'
import type { Interner } from './interner.js'
import type { KernelModule } from './module.js'

/** As in assembly/rows.ts. */
const CAPACITY = 2_048
const PLAN_POWER = 12
const OUT_POWER = 17
const ROWS = 4
const NEEDED = 44
const FIELD = 64
const MOST_FIELDS = 250
/** Length of a cell that is not kept, and so equal to none. */
const TOO_LONG = 65_535

interface Calls {
  takeBlock(power: number): number
  giveBlock(at: number, power: number): void
  rowsPlan(plan: number): void
  rowsKeep(plan: number, which: number, at: number, length: number): void
  rowsKnow(plan: number, at: number, length: number): void
  w3cRows: ReadRows
  csvRows: ReadRows
}

/** The kernel that reads a format's rows. */
export type RowFormat = 'w3cRows' | 'csvRows'

type ReadRows = (
  plan: number,
  table: number,
  text: number,
  starts: number,
  ends: number,
  from: number,
  count: number,
  base: number,
  out: number,
) => number

/** Columns of the rows that were read; valid until more are. Interned cells as in EventColumns. */
export interface RowColumns {
  readonly time: Float64Array
  readonly offset: Float64Array
  readonly size: Uint32Array
  readonly client: Uint32Array
  readonly forwarded: Uint32Array
  readonly user: Uint32Array
  readonly agent: Uint32Array
  readonly action: Uint32Array
  readonly target: Uint32Array
  /** IIS: the port, -1 for none. Comma-separated logs: one more cell's string. */
  readonly extra: Int32Array
  /** Line of the block. */
  readonly line: Uint32Array
  readonly status: Uint16Array
  readonly tenths: Uint8Array
}

/**
 * Reads the plain rows of a log into columns. What is not plain it leaves to its user, who reads that
 * line and goes on behind it. Takes memory when made, and throws RangeError when that is out.
 */
export class RowReader {
  columns: RowColumns
  /** Number of rows that `read` gave. */
  count = 0
  private readonly calls: Calls
  private readonly plan: number
  private readonly out: number
  private usable = false

  constructor(
    private readonly module: KernelModule,
    private readonly interner: Interner,
    private readonly format: RowFormat,
  ) {
    this.calls = module.exports as unknown as Calls
    this.plan = this.calls.takeBlock(PLAN_POWER) >>> 0
    this.out = this.calls.takeBlock(OUT_POWER) >>> 0
    if (this.plan === 0 || this.out === 0) {
      this.close()
      throw new RangeError('the memory of the kernels cannot grow')
    }
    this.calls.rowsPlan(this.plan)
    this.columns = columnsAt(module.memory.buffer, this.out)
  }

  /** Rows have `count` fields; `fields` says which is what, as the kernel orders them. Null: read none. */
  use(plan: { readonly count: number; readonly fields: readonly number[] } | null): void {
    this.usable = plan !== null && plan.count > 0 && plan.count <= MOST_FIELDS
    if (!plan || !this.usable) return
    const view = new Int32Array(this.module.memory.buffer, this.plan, 1_024)
    view[0] = plan.count
    view[NEEDED / 4] = Math.max(...plan.fields) + 1
    view.set(plan.fields, FIELD / 4)
  }

  /** The block stands where the kernels can read it, which a cut line does not, and holds no NUL. */
  canRead(block: LineBlock): boolean {
    const { bytes, starts, ends } = block
    const { buffer } = this.module.memory
    const here = bytes.buffer === buffer && starts.buffer === buffer && ends.buffer === buffer
    return here && !holdsNul(this.module, block)
  }

  /** Reads lines from `line` on; the line that it came to, which is not plain unless rows are full. */
  read(block: LineBlock, line: number): number {
    this.count = 0
    if (!this.usable) return line
    const { bytes, starts, ends, count, base } = block
    const stop = this.calls[this.format](
      this.plan,
      this.interner.state,
      bytes.byteOffset,
      starts.byteOffset,
      ends.byteOffset,
      line,
      count,
      base,
      this.out,
    )
    const { buffer } = this.module.memory
    if (this.columns.time.buffer !== buffer) this.columns = columnsAt(buffer, this.out)
    this.count = new Uint32Array(buffer, this.plan + ROWS, 1)[0] as number
    return stop
  }

  /** More rows may follow where `read` stopped. */
  get full(): boolean {
    return this.count === CAPACITY
  }

  /** IIS: rows with this cell as the server's are plain from now on; it stands in kernel memory. */
  know(bytes: Uint8Array, start: number, end: number): void {
    if (bytes.buffer !== this.module.memory.buffer) return
    this.calls.rowsKnow(this.plan, bytes.byteOffset + start, end - start)
  }

  /** Comma-separated logs: rows are plain from now on with this cell under this number. */
  keep(which: number, bytes: Uint8Array, start: number, end: number): void {
    const here = bytes.buffer === this.module.memory.buffer
    this.calls.rowsKeep(this.plan, which, bytes.byteOffset + start, here ? end - start : TOO_LONG)
  }

  close(): void {
    if (this.plan !== 0) this.calls.giveBlock(this.plan, PLAN_POWER)
    if (this.out !== 0) this.calls.giveBlock(this.out, OUT_POWER)
  }
}

function columnsAt(buffer: ArrayBuffer, out: number): RowColumns {
  const wide = (at: number): Uint32Array => new Uint32Array(buffer, out + at * CAPACITY, CAPACITY)
  return {
    time: new Float64Array(buffer, out, CAPACITY),
    offset: new Float64Array(buffer, out + 8 * CAPACITY, CAPACITY),
    size: wide(16),
    client: wide(20),
    forwarded: wide(24),
    user: wide(28),
    agent: wide(32),
    action: wide(36),
    target: wide(40),
    extra: new Int32Array(buffer, out + 44 * CAPACITY, CAPACITY),
    line: wide(48),
    status: new Uint16Array(buffer, out + 52 * CAPACITY, CAPACITY),
    tenths: new Uint8Array(buffer, out + 54 * CAPACITY, CAPACITY),
  }
}
