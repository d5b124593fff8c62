import { plain } from '../../../src/model/plain.js'
import { isAmongData, isLoose, programOf } from './process.js'

/** How strange it is that something starts such a command by itself. */
export const STARTS = { nothing: -1, hides: 0, loose: 1, data: 2 } as const

/** Scripts that are fetched, hidden or encoded; script hosts that take code from elsewhere. */
const HIDES = new RegExp(
  [
    'downloads¦tring|downloadf¦ile|downloadd¦ata|frombase64st¦ring|invoke-expre¦ssion|\\bie¦x\\b',
    '-w(?:in\\w{0,10})? hid(?:den)? .{0,80}(?:-e(?:nc|c)|http)|-e(?:c|nc|ncodedcommand) [a-z0-9+/=]{40}.{0,4000}http',
    'msh¦ta(?:\\.exe)?"? +["\']?(?:http|javascript|vbscript)|regs¦vr32.{0,80}/i:http|rundll32.{0,40}javascript',
    'bits¦admin.{0,80}/transfer|cert¦util.{0,40}-urlcache',
  ]
    .map((part) => plain(part))
    .join('|'),
)
/** A script host’s argument is what runs. */
const HOST = /(?:powershell|pwsh|cmd|wscript|cscript|rundll32|regsvr32|msbuild)(?:\.exe)?"?\s/
const ARGUMENT = /["' ]([a-z]:\\[^"'|<>]{1,300}?\.(?:exe|dll|ps1|bat|cmd|vbs|js|hta|aspx))\b/

/** Of a command as `commandText` gives it. */
export function strangeness(command: string): (typeof STARTS)[keyof typeof STARTS] {
  if (HIDES.test(command)) return STARTS.hides
  const program = programOf(command)
  const argument = HOST.test(command) ? (ARGUMENT.exec(command)?.[1] ?? '') : ''
  if (isLoose(program) || isLoose(argument)) return STARTS.loose
  return isAmongData(program) || isAmongData(argument) ? STARTS.data : STARTS.nothing
}
