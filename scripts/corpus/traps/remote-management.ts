import { CREATED } from '../scene.js'
import { netbios, SECOND } from '../server.js'
import { AUDITING, named, SERVICES, times, type Trap } from './trap.js'

const TOOLS = [
  [
    'ScreenConnect Client (4f1a)',
    'Program Files (x86)/ScreenConnect Client (4f1a)/ScreenConnect.ClientService.exe',
  ],
  ['AteraAgent', 'Program Files/ATERA Networks/AteraAgent/AteraAgent.exe'],
  ['AnyDesk', 'Program Files (x86)/AnyDesk/AnyDesk.exe'],
  ['TeamViewer', 'Program Files (x86)/TeamViewer/TeamViewer_Service.exe'],
] as const

/** The service provider's remote management, put on and updated in the open. */
export const remoteManagement: Trap = {
  name: 'remote-management',
  why: 'Attackers use the same tools; these stand in Program Files and were put on by an administrator.',
  add(scene, month) {
    for (const time of times(scene, month, 1)) {
      const [name, path] = scene.logs.random.pick(TOOLS)
      const image = `"C:\\${path.replaceAll('/', '\\')}"`
      const service = { ServiceName: name, ImagePath: image, ServiceType: 'user mode service' }
      const data = named({ ...service, StartType: 'auto start', AccountName: 'LocalSystem' })
      scene.event('system', { time, provider: SERVICES, id: 7045, data })
      const audited = named({
        ...{ SubjectUserSid: 'S-1-5-21-1-2-3-1050', SubjectUserName: 'mailadmin' },
        ...{ SubjectDomainName: netbios(scene.server), SubjectLogonId: '0x7a1c2' },
        ...{ ServiceName: name, ServiceFileName: image, ServiceType: '0x10' },
        ...{ ServiceStartType: '2', ServiceAccount: 'LocalSystem' },
      })
      scene.event('security', { time: time + SECOND, provider: AUDITING, id: 4697, data: audited })
      scene.change(path, time - 9 * SECOND, CREATED)
    }
  },
}
