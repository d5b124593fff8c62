import { plain } from '../../src/model/plain.js'
import type { Detection } from './detection.js'
import { isExecutable } from './shared/executable.js'
import { carriesContent } from './shared/file-families.js'
import { SIGNATURE_BASE } from './shared/sources.js'
import { EVAL_CALL, EVAL_REQUEST, unescapeMarkup } from './shared/text.js'

const SERVER_SCRIPT = new RegExp(
  plain('run¦at\\s{0,9}=|scr¦ipt\\s{1,9}lang¦uage|pa¦ge\\s{1,9}lang¦uage|<%|</scr¦ipt'),
)
const PAGE_LOAD = plain('page_¦load')
const ADDRESS = /(?:external|internal)url/
const DUMP_WORDS = ['internalauthenticationmethods', 'extendedprotectiontokenchecking']
const DUMP_LITERAL = 'extendedprotectiontokenchecking'
const FILE_DROPPER = new RegExp(
  plain('req¦uest\\.files\\s{0,9}\\[[^\\]]{0,40}\\]\\.save¦as|streamwri¦ter\\([^)]{0,80}req¦uest'),
)
const DROPPER_LITERALS = [plain('save¦as'), plain('streamwri¦ter')]
/** Classic ASP needs no bracket behind the word. */
const ASP_REQUEST = new RegExp(plain('(?:ev¦al|exec¦ute(?:global)?)\\s{1,9}req¦uest\\s{0,9}[(.]'))
const PAGE_DIRECTIVE = new RegExp(plain('pa¦ge\\s{1,9}lang¦uage'))
const PAGE_LITERALS = [plain('pa¦ge'), plain('req¦uest'), plain('ev¦al')]
/** A mailbox export (PST) and a certificate (DER) that carry a page: ProxyShell's two ways. */
const FOREIGN_HEAD = /^(?:!bdn|0[\u0080-\u0084\u20ac\u201a\u0192\u201e])/

const SCRIPT_IN_DUMP = 0
const DUMP = 1
const COMMAND_SHELL = 2
const DROPPER = 3
const FOREIGN = 4

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
  ],
  falsePositives: ['A sample kept for teaching, or the report of a scanner, below a web folder.'],
  why: 'The file holds what web shells hold: a few words that run whatever a client sends, or settings of Exchange’s that only the exploit writes into a web folder.',
  todo: 'Keep a copy with its times and owner, then take it out of the folder. Look in the IIS logs for who asked for it.',
  needs: ['files'],
  literals: [DUMP_LITERAL, ...DROPPER_LITERALS, ...PAGE_LITERALS],
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

/** The outcome that stands first in the list, -1 being none. */
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
  if (FOREIGN_HEAD.test(text) && (PAGE_DIRECTIVE.test(text) || EVAL_CALL.test(text))) return FOREIGN
  if (EVAL_REQUEST.test(text) && (text.includes(PAGE_LOAD) || script)) return COMMAND_SHELL
  if (ASP_REQUEST.test(text) && script) return COMMAND_SHELL
  return FILE_DROPPER.test(text) && script ? DROPPER : -1
}
