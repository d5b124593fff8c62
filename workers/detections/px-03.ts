import { plain } from '../../src/model/plain.js'
import type { Detection, LogRecord } from './detection.js'
import { COMMAND_EVENTS, commandOf, commandRules, ruledBy } from './shared/command.js'
import { filePath } from './shared/process.js'
import { MSTIC_HAFNIUM, SIGMA, SIGNATURE_BASE } from './shared/sources.js'

const RULES = commandRules([
  [0, 'att¦rib', '+h', '+s', '+r', '.aspx'],
  [0, 'aspnet_client&att¦rib +h +s +r '],
  [0, "aspnet_client&de¦l '"],
  [0, 'cmd.exe /c cd /d c:/inetpub/wwwroot/aspnet_cl¦ient'],
  [1, 'make¦cab', 'inetpub\\wwwroot\\', '.dmp.zip'],
  [1, 'make¦cab', /microsoft\\exchange server\\|compressionmemory|\.gif\b/],
  [1, ' -t7z ', 'c:\\programdata\\pst', '\\it.zip'],
  [1, 'c:\\programdata\\it.z¦ip'],
  [1, 'vss¦admin', 'list shadows', 'temp\\__output'],
  [2, 'sch¦tasks', 'vsper¦fmon'],
  [2, '\\programdata\\vsper¦fmon\\'],
  [2, '\\users\\public\\opera\\'],
  [2, 'windows\\temp\\xx.b¦at'],
  [2, 'windows\\wwan¦svcdcs'],
  [2, 'windows\\temp\\cw.e¦xe'],
  [2, "powerc¦at.ps1'); powerc¦at -c"],
])

/** Names and places of files; names alone are common. */
const FILES = new RegExp(
  plain(
    '\\\\programdata\\\\(?:vsper¦fmon(?:\\\\|$)|it\\.zip$|pst\\\\it\\.zip$)|\\\\windows\\\\(?:wwan¦svcdcs|temp\\\\(?:xx\\.bat|cw\\.exe)$)|\\\\users\\\\public\\\\opera\\\\opera_br¦owser\\.exe$',
  ),
)
const NAMES = ['vsper¦fmon', 'it.zip', 'wwan¦svcdcs', 'xx.bat', 'cw.exe', 'opera_br¦owser.exe'].map(
  plain,
)

export const marchCommand: Detection = {
  id: 'PX-03',
  title: 'Commands and files known from the attacks of March 2021',
  question: 'used',
  level: 'high',
  technique: 'T1059.003',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/TA/HAFNIUM/proc_creation_win_apt_hafnium.yml',
      'bbb2dedd-a0e3-46ab-ba6c-6c82ae7a9aa7',
      'Florian Roth',
    ),
    SIGNATURE_BASE('yara/apt_hafnium_log_sigs.yar CleanUp_Activity_Mar21_1, Forensic_Artefacts'),
    MSTIC_HAFNIUM,
  ],
  falsePositives: [
    'A cabinet file that an installer packs in Exchange’s folder; a program of the same name and place.',
  ],
  why: 'Reports of March 2021 name these commands. They hide pages, pack what is to be taken, and start the attackers’ programs.',
  todo: 'Look for what started them, and for a download of what was packed.',
  needs: ['evtx', 'ntfs'],
  events: COMMAND_EVENTS,
  rows: [
    { family: 'mft', names: NAMES },
    { family: 'usn', names: NAMES },
  ],
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'a command hid or removed a page of the web server',
    },
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'a command packed data as the attackers of March 2021 did',
    },
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'a program of the attackers of March 2021 was started',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a file has the name and place of one from March 2021',
    },
  ],
  match(record: LogRecord): number {
    if (record.event) return ruledBy(RULES, commandOf(record))
    return FILES.test(filePath(record)) ? 3 : -1
  },
}
