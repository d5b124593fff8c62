import { plain } from '../../../src/model/plain.js'
import { CREATED } from '../scene.js'
import { SECOND } from '../server.js'
import { named, SERVICES, SYSMON, times, type Trap } from './trap.js'

const INSTALLED = [
  ['UpdateHelper', 'C:\\ProgramData\\Contoso Backup\\Agent\\helper.exe --service'],
  ['ContosoSensor', '"C:\\ProgramData\\Contoso\\Platform\\4.18.2102.4\\sensor.exe"'],
  ['ScanEngine', 'C:\\Windows\\System32\\rundll32.exe C:\\Windows\\System32\\scan.dll,Serve'],
] as const
const CARRIED = [
  'Program Files (x86)/Contoso Backup/tools/pli¦nk.exe',
  'Program Files/Git/usr/bin/ssh.exe',
  'ProgramData/chocolatey/lib/putty.portable/tools/PLI¦NK.EXE',
  'ProgramData/Contoso/Platform/npcap-oem.exe',
].map(plain)
/** Outside addresses are Microsoft's, whose names the programs asked for. */
const REACHED = [
  ['C:\\Windows\\System32\\rundll32.exe', '20.190.151.7', 'wns.windows.com'],
  ['C:\\ProgramData\\Contoso\\Platform\\4.18.2102.4\\sensor.exe', '20.50.80.209', ''],
  ['C:\\Windows\\System32\\inetsrv\\w3wp.exe', '40.97.120.18', 'outlook.office365.com'],
] as const

/** Bought software: services among data, clients of SSH that it carries, and its way to its maker. */
export const vendorSoftware: Trap = {
  name: 'vendor-software',
  why: 'Services in odd folders, files named as tunnels are, and Windows’ own programs that reach the Internet.',
  add(scene, month) {
    for (const time of times(scene, month, 1)) {
      const [name, image] = scene.logs.random.pick(INSTALLED)
      const service = { ServiceName: name, ImagePath: image, ServiceType: 'user mode service' }
      const data = named({ ...service, StartType: 'auto start', AccountName: 'LocalSystem' })
      scene.event('system', { time, provider: SERVICES, id: 7045, data })
      scene.change(scene.logs.random.pick(CARRIED), time + SECOND, CREATED)
      const [program, address, asked] = scene.logs.random.pick(REACHED)
      const from = { UtcTime: '', ProcessId: '5120', Image: program }
      const went = { Protocol: 'tcp', Initiated: 'true', DestinationIp: address }
      const connection = named({
        ...from,
        ...went,
        DestinationHostname: asked,
        DestinationPort: '443',
      })
      scene.event('sysmon', { time: time + 9 * SECOND, provider: SYSMON, id: 3, data: connection })
      if (asked === '') continue
      const results = `::ffff:${address};`
      const query = named({ ...from, QueryName: asked, QueryStatus: '0', QueryResults: results })
      scene.event('sysmon', { time: time + 8 * SECOND, provider: SYSMON, id: 22, data: query })
    }
  },
}
