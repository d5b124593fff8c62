import { plain } from '../../../src/model/plain.js'
import { dateAndTime } from '../dates.js'
import type { Scene } from '../scene.js'
import { DAY, HOUR, type Milliseconds } from '../server.js'
import { times, type Trap } from './trap.js'

const ARCHIVES = 8

/** Runs of Microsoft's own scripts, whose reports quote what they looked for. */
export const microsoftScripts: Trap = {
  name: 'microsoft-scripts',
  why: 'The reports name the flaw, scanners’ requests and every archive, and prove nothing.',
  add(scene, month) {
    times(scene, month, 1).forEach((time) => {
      proxyLogonReport(scene, time)
      safetyScan(scene, time + HOUR)
    })
  },
}

function proxyLogonReport(scene: Scene, time: Milliseconds): void {
  const { name } = scene.server
  const folder = `C/Test-ProxyLogonLogs/${String(Math.floor(time / DAY))}`
  const archives = Array.from({ length: ARCHIVES }, (_, at) => {
    const file = `manifest-${String(at)}.zip`
    const path = `C:\\ProgramData\\VMware\\VMware Tools\\${file}`
    return [name, 'SuspiciousArchive', path, file, dateAndTime(time - at * DAY)]
  })
  const listed = [['ComputerName', 'Type', 'Path', 'Name', 'LastWrite'], ...archives]
  scene.logs.file(`${folder}/${name}-other.csv`, quoted(listed), ARCHIVES)
  const ages = [
    ['Oabgen', 'Ecp', 'EcpProxy', 'OwaProxy'],
    ['30.2', '30.1', '29.9', '30.0'],
  ]
  scene.logs.file(`${folder}/${name}-LogAgeDays.csv`, quoted(ages), 1)
  const asked = plain('Server¦Info~localhost/owa/auth/logon.aspx?')
  const found = [
    ['DateTime', 'AnchorMailbox'],
    [new Date(time).toISOString(), asked],
  ]
  scene.logs.file(`${folder}/${name}-Cve-2021-26855.csv`, quoted(found), 1)
}

function quoted(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => `"${cell}"`).join(',')}\r\n`).join('')
}

/** Microsoft Safety Scanner, which found nothing. */
function safetyScan(scene: Scene, time: Milliseconds): void {
  const lines = [
    'Microsoft Safety Scanner v1.333, (build 1.333.600.0)',
    `Started On ${scannerTime(time)}`,
    '',
    'Engine: 1.1.17900.7',
    'Results Summary:',
    'No infection found.',
    `Microsoft Safety Scanner Finished On ${scannerTime(time + HOUR)}`,
    'Return code: 0 (0x0)',
  ]
  const path = `C/Windows/debug/msert-${String(Math.floor(time / DAY))}.log`
  scene.logs.file(path, `${lines.join('\r\n')}\r\n`, lines.length)
}

/** `Tue Mar 16 20:04:05 2021` */
function scannerTime(time: Milliseconds): string {
  const [day = '', date = '', month = '', year = '', clock = ''] = new Date(time)
    .toUTCString()
    .split(' ')
  return `${day.slice(0, 3)} ${month} ${date} ${clock} ${year}`
}
