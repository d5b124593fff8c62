import { Disk, type DiskFile } from './files.js'
import { Package, type PackageFile, type Planted } from './package.js'
import type { Period } from './logs.js'
import { fqdn, type Milliseconds, type Server } from './server.js'
import { eventLog, type WindowsEvent } from './windows-events.js'

const LOGS = 'C/Windows/System32/winevt/Logs'
/** Channels by the name that this folder calls them. */
const CHANNELS = {
  management: 'MSExchange Management',
  application: 'Application',
  security: 'Security',
  system: 'System',
  defender: 'Microsoft-Windows-Windows Defender/Operational',
  tasks: 'Microsoft-Windows-TaskScheduler/Operational',
  sysmon: 'Microsoft-Windows-Sysmon/Operational',
  powershell: 'Microsoft-Windows-PowerShell/Operational',
} as const
export type Channel = keyof typeof CHANNELS

/** Reasons of a change, as the journal gives them. */
export const CREATED = 0x100
export const EXTENDED = 0x8000_0002
export const DELETED = 0x8000_0200

/** A server with its logs, its event logs and its disk; what is added comes out as one package. */
export class Scene {
  readonly logs: Package
  private readonly disk = new Disk()
  private readonly events = new Map<Channel, WindowsEvent[]>()
  private withTable = true

  constructor(
    readonly server: Server,
    seed: string,
    period: Period = 'month',
  ) {
    this.logs = new Package(server, seed, period)
  }

  event(channel: Channel, event: WindowsEvent, planted: Planted | null = null): void {
    const known = this.events.get(channel)
    if (known) known.push(event)
    else this.events.set(channel, [event])
    this.logs.noted(channelPath(channel), 1)
    if (planted) this.logs.step(channelPath(channel), event.time, planted)
  }

  /** A file on the disk, by its record alone. */
  onDisk(file: DiskFile, planted: Planted | null = null): void {
    this.disk.add(file)
    this.logs.noted(TABLE, 1)
    if (planted) this.logs.step(TABLE, null, planted, file.path)
  }

  /** A file that gets another name in its folder. */
  rename(path: string, to: string, time: Milliseconds): void {
    this.disk.rename(path, to, time)
    this.logs.noted(JOURNAL, 2)
  }

  change(path: string, time: Milliseconds, reason: number, planted: Planted | null = null): void {
    this.disk.change(path, time, reason)
    this.logs.noted(JOURNAL, 1)
    if (planted) this.logs.step(JOURNAL, time, planted, path)
  }

  /** As on a disk whose file table nobody collected. */
  leaveOutTable(): void {
    this.withTable = false
  }

  /** Logs gathered since the last call. */
  takeLogs(): PackageFile[] {
    return this.logs.take()
  }

  /** Event logs, file table and journal. Once, at the end. */
  takeRest(): PackageFile[] {
    const computer = fqdn(this.server)
    const files = [...this.events].map(([channel, events]) => ({
      path: channelPath(channel),
      bytes: eventLog(CHANNELS[channel], computer, events),
      lines: events.length,
    }))
    const { disk } = this
    if (this.withTable && disk.rows > 0)
      files.push({ path: TABLE, bytes: disk.table(), lines: disk.rows })
    if (disk.changed > 0) files.push({ path: JOURNAL, bytes: disk.journal(), lines: disk.changed })
    return files
  }
}

export const TABLE = 'C/$MFT'
export const JOURNAL = 'C/$Extend/$J'

function channelPath(channel: Channel): string {
  return `${LOGS}/${CHANNELS[channel].replaceAll('/', '%4')}.evtx`
}
