import { plain } from '../../src/model/plain.js'
import type { Detection } from './detection.js'
import { SIGMA } from './shared/sources.js'

const WEB =
  /\\(?:inetpub|aspnet_client|frontend\\httpproxy|clientaccess|temporary asp\.net files)\\/
const WEB_SHELL = new RegExp(
  plain(
    'chop¦per|websh¦ell|web-sh¦ell|exm¦ann|secch¦ecker|aspxsh¦ell|asp/sh¦ell|godz¦illa|behin¦der|ants¦word|regeo¦rg|simplesee¦sharp|weev¦ely',
  ),
)
const ATTACK = new RegExp(
  plain(
    'suspexch¦g|exchange|cve-202[0-9]-|dumpls¦ass|lsassd¦ump|mimi¦katz|doejoc¦rypt|dearc¦ry|pydo¦mer|ranso¦m|cobalt¦strike|meterp¦reter|powerc¦at|nish¦ang|hackto¦ol',
  ),
)

export const defenderThreat: Detection = {
  id: 'PX-17',
  title: 'Defender reported malware',
  question: 'backdoored',
  level: 'critical',
  technique: 'T1505.003',
  references: [
    SIGMA(
      'rules/windows/builtin/windefend/win_defender_threat.yml',
      '57b649ef-ff42-4fb0-8bf6-62da243a1708',
      'Ján Trenčanský',
    ),
    SIGMA(
      'rules/category/antivirus/av_webshell.yml',
      'fdf135a2-9241-4f96-a114-bb404948f736',
      'Florian Roth, Arnim Rupp',
    ),
  ],
  falsePositives: [
    'A sample of this page or of a rule set, a test file, an attachment that came by mail.',
  ],
  why: 'Defender knows many web shells by their content. What it removed may have been used before.',
  todo: 'Look for requests for that file before it was removed, and for others like it.',
  needs: ['evtx'],
  events: [{ family: 'evtx-defender', ids: [1006, 1007, 1008, 1015, 1116, 1117, 1118, 1119] }],
  literals: [],
  outcomes: [
    {
      level: 'critical',
      rung: null,
      phase: 'backdoor',
      says: 'Defender reported malware in a folder of the web server, or a web shell',
    },
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'Defender reported an exploit, an attack tool or ransomware',
    },
    { level: 'low', rung: null, phase: 'after', says: 'Defender reported other malware' },
  ],
  match({ event }) {
    if (!event) return -1
    // Older versions end the names of values in a colon.
    const value = (name: string): string =>
      (event.data(name) || event.data(`${name}:`)).toLowerCase()
    const threat = value('Threat Name')
    const path = value('Path')
    if (threat === '' && path === '') return -1
    if (WEB.test(path) || WEB_SHELL.test(threat)) return 0
    return ATTACK.test(threat) ? 1 : 2
  },
}
