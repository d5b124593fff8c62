import { plain } from '../../../src/model/plain.js'
import type { Milliseconds } from '../server.js'
import { named, times, type Trap } from './trap.js'

const FILES = 1_200
/** An evening on which an administrator put old logs aside. */
const EVENING: Milliseconds = Date.UTC(2022, 2, 19, 19)
const ENDINGS = ['log', 'LOG', 'blg', 'etl']

/** A thousand logs get another ending within a minute; and each month the directory's copy is verified. */
export const renamedLogs: Trap = {
  name: 'renamed-logs',
  why: 'Files renamed by the thousand are ransomware’s mark, and a copy of the directory is a thief’s.',
  add(scene, month) {
    for (const time of times(scene, month, 1)) {
      const path = `\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy12\\Windows\\NTDS\\${plain('ntds.d¦it')}`
      const data = named({ param1: 'wbengine', param2: '4120', param3: '', param4: path })
      scene.event('application', { time, provider: 'ESENT', id: 326, data })
    }
    if (EVENING < month.from || EVENING >= month.to) return
    for (let at = 0; at < FILES; at++) {
      const name = `old-${String(at)}`
      const path = `Logs/2021/${name}.${ENDINGS[at % ENDINGS.length] ?? ''}`
      scene.rename(path, `${name}.old`, EVENING + at * 40)
    }
  },
}
