import { plain } from '../../src/model/plain.js'
import type { Detection, LogRecord } from './detection.js'
import type { WindowsEvent } from '../parsers/events/windows-event.js'
import { COMMAND_EVENTS, commandOf, commandRules, ruledBy } from './shared/command.js'
import { SIGMA } from './shared/sources.js'

const EXCHANGE_GROUPS = new Set([
  'exchange trusted subsystem',
  'exchange windows permissions',
  'exchange servers',
  'organization management',
  'exchange organization administrators',
  'exchangelegacyinterop',
  'delegated setup',
  'recipient management',
  'server management',
  'compliance management',
  'discovery management',
  'hygiene management',
  'help desk',
  'public folder management',
  'records management',
  'security administrator',
  'um management',
  'view-only organization management',
])
const POWERFUL_GROUPS = new Set([
  'administrators',
  'administratoren',
  'administratorer',
  'administrateurs',
  'domain admins',
  'domänen-admins',
  'enterprise admins',
  'schema admins',
  'backup operators',
  'remote desktop users',
])
const RULES = commandRules([
  [
    4,
    'exchange organization',
    /\bnet1? group "?exchange organization administrators"? .{0,100}\/del/,
  ],
  [
    4,
    /\bnet1? group "?(?:exchange (?:trusted subsystem|windows permissions)|organization management)"? .{0,100}\/(?:add|del)/,
  ],
  [3, '/add', /\bnet1?(?:\.exe)?"? (?:localgroup|group) .{1,100}\/add\b/],
  [3, '/add', /\bnet1?(?:\.exe)?"? user .{1,100}\/add\b/],
])
const MEMBER_ADDED = new Set([4728, 4732, 4756])
const ACCOUNT_CREATED = 4720
const OBJECT_CHANGED = 5136
const SERVICE_OF_IIS = plain('iis app¦pool')

export const rightsGiven: Detection = {
  id: 'PX-11',
  title: 'Accounts made, or put into groups with power',
  question: 'backdoored',
  level: 'high',
  technique: 'T1098',
  references: [
    SIGMA(
      'rules/windows/builtin/security/win_security_user_added_to_local_administrators.yml',
      'c265cf08-3f99-46c1-8d59-328247057d57',
      'Florian Roth',
    ),
    SIGMA(
      'rules/windows/builtin/security/win_security_new_or_renamed_user_account_with_dollar_sign.yml',
      'cfeed607-6aa4-4bbd-9627-b637deb723c8',
      'Ilyas Ochkov, oscd.community',
    ),
    SIGMA(
      'rules/windows/builtin/security/win_security_account_backdoor_dcsync_rights.yml',
      '2c99737c-585d-4431-b61a-c911d86ff32f',
      'Samir Bousseaden, Roberto Rodriguez, oscd.community, Tim Shelton, Maxence Fossat',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_net_user_add.yml',
      'cd219ff3-fa99-45d4-8380-a7d15116c6dc',
      'Endgame, JHasenbusch',
    ),
  ],
  falsePositives: [
    'Administrators do this for colleagues; setup of Windows and of Exchange does it as the machine.',
  ],
  why: 'An account of his own, or a place in a group, lets an intruder back in when the hole is shut.',
  todo: 'Ask the account’s owner. Remove what nobody asked for, and look at what it signed in to.',
  needs: ['evtx'],
  events: [...COMMAND_EVENTS, { family: 'evtx-security', ids: [4720, 4728, 4732, 4756, 5136] }],
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'the Exchange server’s own account changed who has rights on the domain',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'an account was made, or given power, by the web server or under a name that hides',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'an account was put into a group with power',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a command made an account or put one into a group',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a command changed who belongs to a group with power over Exchange',
    },
  ],
  match(record: LogRecord): number {
    const { event, family } = record
    if (!event) return -1
    if (family === 'evtx-security') {
      if (event.id === OBJECT_CHANGED) return changesDomain(event) ? 0 : -1
      if (event.id === ACCOUNT_CREATED) return matchAccount(event)
      if (MEMBER_ADDED.has(event.id)) return matchMember(event)
    }
    return ruledBy(RULES, commandOf(record))
  },
}

function lower(event: WindowsEvent, name: string): string {
  return event.data(name).toLowerCase()
}

function changesDomain(event: WindowsEvent): boolean {
  return (
    lower(event, 'ObjectClass') === 'domaindns' &&
    lower(event, 'AttributeLDAPDisplayName') === 'ntsecuritydescriptor' &&
    event.data('SubjectUserName').endsWith('$')
  )
}

function matchAccount(event: WindowsEvent): number {
  return event.data('TargetUserName').endsWith('$') || byWebServer(event) ? 1 : -1
}

function matchMember(event: WindowsEvent): number {
  const group = lower(event, 'TargetUserName')
  if (!EXCHANGE_GROUPS.has(group) && !POWERFUL_GROUPS.has(group)) return -1
  return byWebServer(event) ? 1 : 2
}

function byWebServer(event: WindowsEvent): boolean {
  return lower(event, 'SubjectDomainName') === SERVICE_OF_IIS
}
