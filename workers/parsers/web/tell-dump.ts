import type { EventSink } from '../../event-sink.js'
import type { DirectoryDump } from './dump.js'

/**
 * Gives the server that a dump names and, where script in an address shows that the server let itself
 * be exploited then, the build that it had. Without that the build says nothing: AdminDisplayVersion
 * stays the same when a security update is installed.
 */
export function tellServer(dump: DirectoryDump, sink: EventSink): void {
  if (dump.server !== '') sink.server(dump.server, 1)
  if (dump.build !== '' && dump.hasScript && !Number.isNaN(dump.changed)) {
    sink.build(dump.build, dump.server, dump.changed, dump.offset)
  }
}
