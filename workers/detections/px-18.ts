import { plain } from '../../src/model/plain.js'
import type { Detection, LogRecord } from './detection.js'
import { commandOf, COMMAND_EVENTS, commandRules, ruledBy } from './shared/command.js'
import { baseName, filePath, isLoose, processOf, programOf } from './shared/process.js'
import { serviceOf } from './shared/service.js'
import { SIGMA } from './shared/sources.js'

const RULES = commandRules([
  [0, ' -r ', /\b(?:pli¦nk|ssh)(?:\.exe)?"? .{0,200}-r \S{0,40}\d{2,5}:/],
  [0, 'ngr¦ok', /\bngr¦ok(?:\.exe)?"? (?:tcp|http|start)\b/],
  [0, 'fr¦pc', /\bfr¦pc(?:\.exe)?"? .{0,20}-c\b/],
  [0, 'chis¦el', /\bchis¦el\w{0,12}(?:\.exe)?"? (?:client|server)\b/],
  [0, ' -s ', /\b(?:ew|earthwo¦rm)(?:_\w{1,12})?(?:\.exe)?"? -s (?:rssocks|lcx|rcsocks|ssocksd)/],
  [0, 'ligo¦lo', /\bligo¦lo\w{0,12}(?:\.exe)?"? .{0,60}-connect\b/],
  [0, 'revs¦ocks', /\brevs¦ocks(?:\.exe)?"? .{0,40}-connect\b/],
  [1, 'portproxy', /\bnetsh(?:\.exe)?"? .{0,20}portproxy add\b/],
])
const TUNNEL = new RegExp(
  plain(
    '^(?:pli¦nk\\w{0,8}|ngr¦ok\\w{0,8}|fr¦p[cs]\\w{0,8}|chis¦el\\w{0,20}|earthwo¦rm|ew_\\w{1,12}|ligo¦lo\\w{0,20}|revso¦cks\\w{0,8}|rsso¦cks\\w{0,8}|npc\\w{0,8}|iox\\w{0,4}|gost\\w{0,8}|rpivo¦t)\\.exe$',
  ),
)
const NAMES = [
  'pli¦nk',
  'ngr¦ok',
  'fr¦pc',
  'frp¦s',
  'chis¦el',
  'earthwo¦rm',
  'ligo¦lo',
  'revso¦cks',
  'rsso¦cks',
  'rpivo¦t',
].map(plain)
/** Bought by many for their own work. */
const REMOTE =
  /anydesk|screenconnect|connectwisecontrol|ateraagent|splashtop|teamviewer|rustdesk|dwagent|meshagent|netsupport|simplehelp|supremo|logmein|tacticalrmm|action1|remoteutilities|rutserv|ultraviewer/
const SHIPPED =
  /\\(?:program files(?: \(x86\))?|winscp|putty(?:\.portable)?|git|tortoise\w{1,10})\\/

export const tunnelOrRemote: Detection = {
  id: 'PX-18',
  title: 'Tunnel, or a program for control from afar',
  question: 'backdoored',
  level: 'high',
  technique: 'T1572',
  references: [
    SIGMA(
      'rules/windows/builtin/system/service_control_manager/win_system_service_install_remote_access_software.yml',
      '1a31b18a-f00c-4061-9900-f735b96c99fc',
      'Connor Martin, Nasreddine Bencherchali',
    ),
    SIGMA(
      'rules/windows/builtin/system/service_control_manager/win_system_service_install_anydesk.yml',
      '530a6faa-ff3d-4022-b315-50828e77eef5',
      'Nasreddine Bencherchali, Swachchhanda Shrawan Poudel',
    ),
    'https://attack.mitre.org/techniques/T1219/',
  ],
  falsePositives: [
    'Service providers install such programs for their work; PuTTY brings its own client.',
  ],
  why: 'A tunnel leads through the firewall to the server’s own desktop. Bought remote-control programs look like everyday work.',
  todo: 'Ask who installed it and for which provider. A tunnel’s command names the address it goes to.',
  needs: ['evtx', 'ntfs', 'registry'],
  events: COMMAND_EVENTS,
  rows: [
    { family: 'mft', names: NAMES },
    { family: 'usn', names: NAMES },
    { family: 'registry' },
    { family: 'programs' },
  ],
  literals: [],
  outcomes: [
    { level: 'high', rung: null, phase: 'after', says: 'a command opened a tunnel' },
    { level: 'low', rung: null, phase: 'after', says: 'a port is passed on to another computer' },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a file has the name of a program for tunnels',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a remote-control program was started from a folder where none belongs',
    },
    { level: 'low', rung: null, phase: 'after', says: 'a remote-control program is installed' },
  ],
  match(record: LogRecord): number {
    const { event, family, method } = record
    if (!event && family !== 'registry') return matchFile(filePath(record))
    if (!event && method.startsWith('PORT FORWARDED')) return 1
    const service = serviceOf(record)
    if (service)
      return matchRemote(`${service.name} ${service.command}`, programOf(service.command))
    if (!event) return -1
    const ruled = ruledBy(RULES, commandOf(record))
    if (ruled >= 0) return ruled
    const started = processOf(record)
    if (!started) return -1
    if (TUNNEL.test(started.name)) return matchFile(started.image)
    // What is installed starts every day: its service tells of it once.
    return REMOTE.test(started.name) && isLoose(started.image) ? 3 : -1
  },
}

function matchFile(path: string): number {
  return TUNNEL.test(baseName(path)) && !SHIPPED.test(path) ? 2 : -1
}

function matchRemote(text: string, path: string): number {
  if (!REMOTE.test(text)) return -1
  return isLoose(path) ? 3 : 4
}
