import type { EventSink } from '../../event-sink.js'
import type { RecordSource } from '../../log-record.js'
import type { WindowsEvent } from './windows-event.js'

/** A Windows event as detections see a record; its columns are those of the row that it became. */
export class EventRecord implements RecordSource {
  constructor(
    private readonly sink: EventSink,
    private readonly event: WindowsEvent,
    private readonly row: number,
  ) {}

  client(): string {
    return this.cell('client')
  }

  user(): string {
    return this.cell('user')
  }

  agent(): string {
    return this.cell('agent')
  }

  method(): string {
    return ''
  }

  stem(): string {
    return this.cell('target')
  }

  query(): string {
    return ''
  }

  field(name: string): string {
    return this.event.data(name)
  }

  item(): string {
    return ''
  }

  private cell(column: 'client' | 'user' | 'agent' | 'target'): string {
    return this.sink.text(this.sink.columns[column][this.row] as number)
  }
}
