import { plain } from '../../src/model/plain.js'
import type { Detection } from './detection.js'
import { isExecutable } from './shared/executable.js'
import { carriesContent } from './shared/file-families.js'
import { SIGNATURE_BASE } from './shared/sources.js'
import { strangePlace } from './shared/place.js'
import { runsOnLoad, shellKind } from './shared/shell-signs.js'
import { EVAL_CALL, unescapeMarkup } from './shared/text.js'

const SERVER_SCRIPT = new RegExp(
  plain('run¦at\\s{0,9}=|scr¦ipt\\s{1,9}lang¦uage|pa¦ge\\s{1,9}lang¦uage|<%|</scr¦ipt'),
)
const ADDRESS = /(?:external|internal)url/
const DUMP_WORDS = ['internalauthenticationmethods', 'extendedprotectiontokenchecking']
const DUMP_LITERAL = 'extendedprotectiontokenchecking'
/** One of them stands in every page that does what web shells do. */
const SHELL_LITERALS = [plain('req¦uest'), plain('ev¦al'), plain('pa¦ge'), 'file.exists']
const PAGE_DIRECTIVE = new RegExp(plain('pa¦ge\\s{1,9}lang¦uage'))
/** A mailbox export (PST) and a certificate (DER) that carry a page: ProxyShell's two ways. */
const FOREIGN_HEAD = /^(?:!bdn|0[\u0080-\u0084\u20ac\u201a\u0192\u201e])/

/** So many letters before a page's own first word would show what else the file is. */
const HEAD_LETTERS = 8

const SCRIPT_IN_DUMP = 0
const DUMP = 1
const COMMAND_SHELL = 2
const DROPPER = 3
const FOREIGN = 4
const TUNNEL = 5
const PREFIXED = 6
const GUARD_CHECK = 7
const PROGRAM_STARTER = 8
const PROGRAM_STARTER_ELSEWHERE = 9

export const shellByContent: Detection = {
  id: 'WS-CONTENT',
  title: 'File with the content of a web shell',
  question: 'backdoored',
  level: 'critical',
  technique: 'T1505.003',
  references: [
    SIGNATURE_BASE('WEBSHELL_CVE_2021_27065_Webshells (MSTIC)'),
    SIGNATURE_BASE('APT_WEBSHELL_HAFNIUM_Chopper_WebShell'),
    SIGNATURE_BASE('WEBSHELL_ASPX_ProxyShell_Aug21_2'),
    SIGNATURE_BASE('SUSP_ASPX_PossibleDropperArtifact_Aug21'),
    'Neo23x0/signature-base@8a89b3bf WEBSHELL_ASPX_reGeorgTunnel, WEBSHELL_ASPX_SportsBall, WEBSHELL_ASPX_SimpleSeeSharp (threatintel@volexity.com; DRL 1.1)',
    SIGNATURE_BASE('WEBSHELL_ASPX_XslTransform_Aug21'),
  ],
  falsePositives: ['A sample kept for teaching, or the report of a scanner, below a web folder.'],
  why: 'The file holds what web shells hold: a few words that run whatever a client sends, or settings of Exchange’s that only the exploit writes into a web folder.',
  todo: 'Keep a copy with its times and owner, then take it out of the folder. Look in the IIS logs for who asked for it.',
  needs: ['files'],
  literals: [DUMP_LITERAL, ...SHELL_LITERALS],
  outcomes: [
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'settings of a virtual directory with script in its address',
    },
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'settings of a virtual directory exported into a web folder',
    },
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'runs what a client sends',
    },
    {
      level: 'high',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'stores files that a client sends',
    },
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'a mailbox export or certificate that is a web page',
    },
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'passes on whatever is sent to other machines (tunnel)',
    },
    {
      level: 'high',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'a web page behind bytes that no editor writes, as an export leaves them',
    },
    {
      level: 'high',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'tells a client which security software runs',
    },
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'starts programs as a client asks, in a folder where Exchange has no such page',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'backdoor',
      says: 'starts programs and reads what a client sends; a page of something else',
    },
  ],
  match(record) {
    if (!carriesContent(record.family)) return -1
    const texts = ['content', 'content-decoded']
      .map((name) => unescapeMarkup(record.field(name)))
      .filter((text) => text !== '')
    const generated = record.family === 'compiled-pages'
    return texts.map((text) => judge(text, record.stem, generated)).reduce(first, -1)
  },
}

/** The outcome that says most, -1 being none. */
function first(a: number, b: number): number {
  if (a < 0) return b
  return b < 0 ? a : Math.min(a, b)
}

/** A web.config can have the server run it as a page; `generated` code is server script as it is. */
function judge(text: string, path: string, generated: boolean): number {
  const script = generated || SERVER_SCRIPT.test(text)
  if (ADDRESS.test(text) && DUMP_WORDS.every((word) => text.includes(word)))
    return SERVER_SCRIPT.test(text) ? SCRIPT_IN_DUMP : DUMP
  if (!generated && !isExecutable(path) && !path.endsWith('.config')) return -1
  const isPage = PAGE_DIRECTIVE.test(text)
  if (FOREIGN_HEAD.test(text) && (isPage || EVAL_CALL.test(text))) return FOREIGN
  const kind = script ? shellKind(text) : null
  if (kind === 'runs' || runsOnLoad(text)) return COMMAND_SHELL
  if (kind === 'tunnels') return TUNNEL
  if (kind === 'drops') return DROPPER
  if (isPage && !generated && hasOddHead(text)) return PREFIXED
  if (kind === 'asks') return GUARD_CHECK
  if (kind !== 'starts') return -1
  return strangePlace(path) === null ? PROGRAM_STARTER_ELSEWHERE : PROGRAM_STARTER
}

/** Control characters, or what is no ASCII, among the first letters. */
function hasOddHead(text: string): boolean {
  for (let at = 0; at < Math.min(HEAD_LETTERS, text.length); at++) {
    const code = text.charCodeAt(at)
    if (code > 0x7e || (code < 0x20 && !/\s/.test(text.charAt(at)))) return true
  }
  return false
}
