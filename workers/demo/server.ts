/** The invented server and its people. Outside addresses are those set aside for documentation. */
export const HOST = 'MX01'
export const FQDN = 'mx01.harbor-falls.example'
export const MAIL_HOST = 'mail.harbor-falls.example'
export const DOMAIN = 'harbor-falls.example'
export const SERVER_IP = '10.20.0.5'
export const LINK_LOCAL = 'fe80::5c1d:9a2e:41f0:7b35%6'
export const MACHINE_ACCOUNT = 'HARBOR\\MX01$'

/** Milliseconds since 1970 UTC, here and throughout this folder. */
export type Milliseconds = number
export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const FIRST_DAY: Milliseconds = Date.UTC(2020, 11, 28)
/** The day after the last. */
export const END: Milliseconds = Date.UTC(2021, 3, 1)

/** Services are down while the security update is installed; nothing is logged. */
export const PATCH_BEGINS: Milliseconds = Date.UTC(2021, 2, 11, 20, 40)
export const PATCH_ENDS: Milliseconds = Date.UTC(2021, 2, 11, 22, 5)

/** Revision of Exchange 2016 CU18, 15.1.2106.x: release and March 2021 security update. */
export function revisionAt(time: Milliseconds): number {
  return time < PATCH_BEGINS ? 2 : 13
}

export interface Person {
  readonly role: string
  readonly account: string
  readonly sid: string
  readonly mailbox: string
  readonly desk: string
  readonly home: string
  readonly phone: string
  readonly device: string
}

const ROLES = [
  'clerk',
  'treasurer',
  'frontdesk',
  'assessor',
  'library',
  'parks',
  'records',
  'permits',
  'council',
  'dispatch',
  'waterworks',
  'payroll',
]

function person(role: string, index: number): Person {
  const two = String(index + 10)
  return {
    role,
    account: `HARBOR\\${role}`,
    sid: `S-1-5-21-1004336348-1177238915-682003330-11${two}`,
    mailbox: `5f0c1a${two}-7d21-4b6e-9c33-0a44be71d0${two}`,
    desk: `10.20.2.${String(index + 31)}`,
    home: `198.51.100.${String(index + 130)}`,
    phone: `192.0.2.${String(index + 140)}`,
    device: `A9F3C0DE71B2448${two}E5D`.toUpperCase(),
  }
}

export const PEOPLE: readonly Person[] = ROLES.map(person)
export const ADMIN: Person = { ...person('mailadmin', 40), desk: '10.20.1.15' }

export const HEALTH_MAILBOXES = [
  'HealthMailbox83d6781',
  'HealthMailboxc0a1b42',
  'HealthMailbox5e97f0d',
] as const

export function isWorkday(day: Milliseconds): boolean {
  const weekday = new Date(day).getUTCDay()
  return weekday !== 0 && weekday !== 6
}
