import { CREATED } from '../scene.js'
import { times, type Trap } from './trap.js'

const PLACES = [
  'ProgramData/McAfee/Agent/DB/SiteStat.zip',
  'ProgramData/Sophos/AutoUpdate/Cache/decoded/update.zip',
  'ProgramData/VMware/VMware Tools/manifest.zip',
  'ProgramData/VMware/VMware VGAuth/schemas.zip',
  'ProgramData/Microsoft/Windows Defender/Support/MpSupportFiles.cab',
  'ProgramData/chocolatey/lib/7zip/7zip.7z',
  'ProgramData/Dell/SupportAssist/logs.rar',
]

/** Antivirus, VMware and the like keep archives in ProgramData. */
export const archives: Trap = {
  name: 'archives',
  why: 'Test-ProxyLogon and others list every archive in ProgramData as data made ready for theft.',
  add(scene, month) {
    times(scene, month, 4).forEach((time, turn) => {
      const place = scene.logs.random.pick(PLACES)
      const name = place.replace(/(\.\w+)$/, `-${String(time % 100_000)}${String(turn)}$1`)
      scene.onDisk({ path: name, created: time })
      scene.change(name, time, CREATED)
    })
  },
}
