import { keyAt, makeHive, mergeKeys } from '../../../test/workers/parsers/registry/make-hive.js'
import { iso } from '../dates.js'
import { DAY, type Milliseconds } from '../server.js'
import type { Scene } from '../scene.js'
import type { Trap } from './trap.js'

const CURRENT = 'Microsoft\\Windows\\CurrentVersion'
const SERVICES = 26
const PROGRAMS = 26
const FOLDERS = [
  '"C:\\Program Files\\Contoso\\agent',
  'C:\\ProgramData\\Contoso Backup\\Agent\\helper',
  '%SystemRoot%\\System32\\svchost',
]
const RUN = {
  SecurityHealth: '%windir%\\system32\\SecurityHealthSystray.exe',
  'VMware User Process': '"C:\\Program Files\\VMware\\VMware Tools\\vmtoolsd.exe" -n vmusr',
  'Contoso Backup': '"C:\\ProgramData\\Contoso Backup\\Agent\\tray.exe" /min',
}
/** Collected once, with the first logs. */
const COLLECTED: Milliseconds = Date.UTC(2021, 0, 4)

/** The machine's settings: services and programs of vendors, and Exchange's exclusions. */
export const registry: Trap = {
  name: 'registry',
  why: 'Services and what starts at logon lie among data; exclusions stand open to read.',
  add(scene, { from, to }) {
    if (COLLECTED < from || COLLECTED >= to) return
    system(scene)
    software(scene)
  },
}

function system(scene: Scene): void {
  const services = Array.from({ length: SERVICES }, (_, at) => {
    const path = FOLDERS[at % FOLDERS.length] ?? ''
    const image = path.startsWith('"') ? `${path}${at}.exe" -s` : `${path}${at}.exe`
    return keyAt(`ControlSet001\\Services\\Vendor${at}`, {
      time: iso(COLLECTED - at * DAY),
      values: { ImagePath: image, Start: 2, Type: 16, ObjectName: 'LocalSystem' },
    })
  })
  const name = { values: { ComputerName: scene.server.name } }
  const hive = makeHive(
    mergeKeys([
      { name: 'Select', values: { Current: 1, Default: 1 } },
      keyAt('ControlSet001\\Control\\ComputerName\\ComputerName', name),
      ...services,
    ]),
    { name: '\\SystemRoot\\System32\\Config\\SYSTEM', time: iso(COLLECTED) },
  )
  scene.logs.file('C/Windows/System32/config/SYSTEM', hive, SERVICES)
}

function software(scene: Scene): void {
  const excluded = 'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Mailbox'
  const programs = Array.from({ length: PROGRAMS }, (_, at) =>
    keyAt(`${CURRENT}\\Uninstall\\Vendor${at}`, {
      time: iso(COLLECTED - at * DAY),
      values: { DisplayName: `Contoso ${at}`, Publisher: 'Contoso', InstallDate: '20201214' },
    }),
  )
  const hive = makeHive(
    mergeKeys([
      keyAt(`${CURRENT}\\Run`, { values: RUN }),
      keyAt('Microsoft\\Windows Defender\\Exclusions\\Paths', { values: { [excluded]: 0 } }),
      ...programs,
    ]),
    { name: 'emRoot\\System32\\Config\\SOFTWARE', time: iso(COLLECTED) },
  )
  const rows = PROGRAMS + Object.keys(RUN).length + 1
  scene.logs.file('C/Windows/System32/config/SOFTWARE', hive, rows)
}
