import type { EventSink } from '../../event-sink.js'
import type { RecordSource } from '../../log-record.js'

/** A record as detections see it, by the row that it became; `cell` gives its other values by name. */
export class RowRecord implements RecordSource {
  constructor(
    private readonly sink: EventSink,
    private readonly row: number,
    private readonly cell: (name: string) => string,
  ) {}

  client(): string {
    return this.text('client')
  }

  user(): string {
    return this.text('user')
  }

  agent(): string {
    return this.text('agent')
  }

  method(): string {
    return this.text('action')
  }

  stem(): string {
    return this.text('target')
  }

  query(): string {
    return ''
  }

  field(name: string): string {
    return this.cell(name)
  }

  item(): string {
    return ''
  }

  private text(column: 'client' | 'user' | 'agent' | 'action' | 'target'): string {
    return this.sink.text(this.sink.columns[column][this.row] as number)
  }
}
