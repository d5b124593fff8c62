import type { Detection } from './detection.js'
import { CMDLET_EVENTS, cmdletOf, isGiven, type Cmdlet } from './shared/cmdlet.js'

type Asks = (cmdlet: Cmdlet) => boolean

const gives =
  (...names: string[]): Asks =>
  (cmdlet) =>
    names.some((name) => isGiven(cmdlet, name))
const says =
  (...words: string[]): Asks =>
  ({ parameters }) =>
    words.some((word) => parameters.includes(word))

const FORWARDING = gives(
  'forwardto',
  'redirectto',
  'blindcopyto',
  'forwardasattachmentto',
  'copyto',
)

/** Cmdlet, what it has to be given, and the outcome. */
const WATCHED: readonly (readonly [name: string, asks: Asks, outcome: number])[] = [
  [
    'set-adminauditlogconfig',
    says('adminauditlogenabled "false', 'adminauditlogenabled:$false'),
    0,
  ],
  [
    'set-mailbox',
    gives('forwardingsmtpaddress', 'forwardingaddress', 'delivertomailboxandforward'),
    1,
  ],
  ['new-inboxrule', FORWARDING, 1],
  ['set-inboxrule', FORWARDING, 1],
  ['new-transportrule', FORWARDING, 1],
  ['set-transportrule', FORWARDING, 1],
  ['new-managementroleassignment', says('applicationimpersonation'), 2],
  ['add-mailboxpermission', says('fullaccess'), 2],
  ['add-mailboxfolderpermission', gives('accessrights'), 2],
  ['add-rolegroupmember', says('organization management', 'discovery management'), 2],
  ['new-mailboxsearch', gives('targetmailbox'), 3],
  ['search-mailbox', gives('targetmailbox', 'targetfolder', 'deletecontent'), 3],
]

export const mailboxReach: Detection = {
  id: 'PX-12',
  title: 'Mail forwarded, rights to mailboxes given, or the audit turned off',
  question: 'exploited',
  level: 'medium',
  technique: 'T1114.003',
  references: [
    'https://attack.mitre.org/techniques/T1114/003/',
    'https://attack.mitre.org/techniques/T1098/002/',
    'https://artefacts.help/windows_server_roles/microsoft_exchange.html',
  ],
  falsePositives: [
    'Administrators do all of this: deputies, people who leave, archiving, migrations.',
  ],
  why: 'It reads a mailbox without its password, or hides who did. By itself it is everyday work.',
  todo: 'Ask the account’s owner about what does not fit his work.',
  needs: ['evtx', 'exchange'],
  events: CMDLET_EVENTS,
  literals: WATCHED.map(([name]) => name),
  outcomes: [
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'the administrators’ audit was turned off',
    },
    { level: 'low', rung: null, phase: 'after', says: 'mail is forwarded' },
    { level: 'low', rung: null, phase: 'after', says: 'a right to mailboxes was given' },
    { level: 'low', rung: null, phase: 'after', says: 'mailboxes were searched' },
  ],
  match(record) {
    const cmdlet = cmdletOf(record)
    if (!cmdlet || cmdlet.failed) return -1
    const watched = WATCHED.find(([name, asks]) => cmdlet.name === name && asks(cmdlet))
    return watched?.[2] ?? -1
  },
}
