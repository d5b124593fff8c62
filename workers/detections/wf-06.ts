import type { Detection, LogRecord } from './detection.js'
import { COMMAND_EVENTS, commandOf, commandRules, ruledBy } from './shared/command.js'
import { isLoose, processOf } from './shared/process.js'
import { SIGMA } from './shared/sources.js'

const RULES = commandRules([
  [1, 'appcmd', /\bappcmd(?:\.exe)?"? (?:add|install) module\b/],
  [1, 'gac¦util', /\bgac¦util(?:\.exe)?"? .{0,20}[-/]i\b/],
  [1, 'system.enterpriseservices.internal.publ¦ish'],
  [1, 'new-web', /\bnew-webglobalmodule\b|\bnew-webmanagedmodule\b/],
])
const ADDED = /\/system\.webserver\/(?:globalmodules|modules)\/add/
/** Modules that come with IIS: setup adds them. */
const SHIPPED =
  /^(?:(?:anonymous|basic|windows|digest|certificatemapping|iiscertificatemapping)authentication|customerror|defaultdocument|directorylisting|filecache|httpcache|httplogging|protocolsupport|requestfiltering|staticcompression|dynamiccompression|staticfile|tokencache|uricache|isapi(?:filter|modules?)?|managedengine(?:v4\.0_)?(?:32bit|64bit)?|configurationvalidation|requestmonitor|tracing|rewrite|httpredirect(?:ion)?|iprestriction|dynamiciprestriction|cgi|urlauthorization|websocket|applicationinitialization|customlogging|failedrequeststracing|servervariables|validationrange|wsman|kerbauth|exppw|exchange\w{0,40})(?:module)?$/

export const moduleAdded: Detection = {
  id: 'WF-06',
  title: 'Module added to the web server',
  question: 'backdoored',
  level: 'high',
  technique: 'T1505.004',
  references: [
    SIGMA(
      'rules/windows/builtin/iis-configuration/win_iis_module_added.yml',
      'dd857d3e-0c6e-457b-9b48-e82ae7f86bd7',
      'frack113',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_iis_susp_module_registration.yml',
      '043c4b8b-3a54-4780-9682-081cb6b8185c',
      'Florian Roth, Microsoft',
    ),
    'https://www.microsoft.com/en-us/security/blog/2022/07/26/malicious-iis-extensions-quietly-open-persistent-backdoors-into-servers/',
  ],
  falsePositives: [
    'Software against spam, for statistics or for signing in brings modules of its own.',
  ],
  why: 'A module sees each request and can answer it, without a page that anybody could find.',
  todo: 'Look at the file’s signature and birth. Ask which product it belongs to.',
  needs: ['evtx', 'system'],
  events: [...COMMAND_EVENTS, { family: 'evtx-iis', ids: [29] }],
  rows: [{ family: 'configuration' }],
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: null,
      phase: 'backdoor',
      says: 'the web server added a module to itself',
    },
    { level: 'low', rung: null, phase: 'after', says: 'a command added a module' },
    { level: 'low', rung: null, phase: 'after', says: 'a module was added' },
    {
      level: 'medium',
      rung: null,
      phase: 'backdoor',
      says: 'a module’s file lies in a folder where none belongs',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a module’s file lies outside the folders of Windows, IIS and Exchange',
    },
  ],
  match(record: LogRecord): number {
    const { event, family } = record
    if (!event) return matchSetting(record)
    if (family === 'evtx-iis') {
      const name = event.data('NewValue').trim().toLowerCase()
      const added = ADDED.test(event.data('Configuration').toLowerCase())
      return added && name !== '' && !SHIPPED.test(name) ? 2 : -1
    }
    const ruled = ruledBy(RULES, commandOf(record))
    return ruled >= 0 && processOf(record)?.parentName === 'w3wp.exe' ? 0 : ruled
  },
}

/** `NATIVE MODULE IN PROGRAMDATA` and `name: path`, as the reader of configuration files says it. */
function matchSetting({ method, stem }: LogRecord): number {
  if (!/^(?:NATIVE MODULE|ISAPI FILTER) \S/.test(method)) return -1
  const path = /([a-z]:\\.{1,400}|%.{1,400})$/.exec(stem)?.[1] ?? ''
  return isLoose(path) || / IN PROGRAMDATA| THAT ANY USER| BY A PATH WITH/.test(method) ? 3 : 4
}
