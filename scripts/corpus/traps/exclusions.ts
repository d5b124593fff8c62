import { SECOND } from '../server.js'
import { named, times, type Trap } from './trap.js'

const EXCHANGE = 'C:\\Program Files\\Microsoft\\Exchange Server\\V15'
/** As Microsoft's page on antivirus programs for Exchange listed them. */
const EXCLUDED = [
  ['Paths', `${EXCHANGE}\\Mailbox`],
  ['Paths', `${EXCHANGE}\\TransportRoles\\Logs`],
  ['Paths', `${EXCHANGE}\\ClientAccess\\OAB`],
  ['Paths', `${EXCHANGE}\\Logging`],
  ['Paths', 'C:\\inetpub\\temp\\IIS Temporary Compressed Files'],
  ['Paths', 'C:\\Windows\\System32\\Inetsrv'],
  ['Paths', 'C:\\Windows\\Cluster'],
  ['Paths', 'C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files'],
  ['Processes', `${EXCHANGE}\\Bin\\EdgeTransport.exe`],
  ['Processes', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\PowerShell.exe'],
  ['Processes', 'C:\\Windows\\System32\\inetsrv\\W3wp.exe'],
  ['Extensions', 'config'],
  ['Extensions', 'edb'],
  ['Extensions', 'txt'],
] as const
const PROVIDER = 'Microsoft-Windows-Windows Defender'

/** Exclusions that Microsoft told administrators to set, and scans that found nothing. */
export const exclusions: Trap = {
  name: 'exclusions',
  why: 'Intruders exclude their folders from scans; so did Microsoft’s own advice, PowerShell among it.',
  add(scene, month) {
    const product = { 'Product Name': 'Windows Defender Antivirus' }
    times(scene, month, 2).forEach((time) => {
      const [kind, what] = scene.logs.random.pick(EXCLUDED)
      const key = `HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\Exclusions\\${kind}\\${what} = 0x0`
      const data = named({ ...product, 'Old Value': '', 'New Value': key })
      scene.event('defender', { time, provider: PROVIDER, id: 5007, data })
      for (const [id, after] of [
        [1000, 60],
        [1001, 900],
      ] as const) {
        const scan = named({ ...product, 'Scan ID': '{0}', 'Scan Type': 'Antimalware' })
        scene.event('defender', { time: time + after * SECOND, provider: PROVIDER, id, data: scan })
      }
    })
  },
}
