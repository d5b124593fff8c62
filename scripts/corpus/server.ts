/** Milliseconds since 1970 UTC, here and throughout this folder. */
export type Milliseconds = number
export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** A build and the moment from which the server runs it. */
export interface Installed {
  readonly from: Milliseconds
  /** `15.1.2106.2` */
  readonly build: string
}

/** An invented server. Outside addresses are those set aside for documentation (RFC 5737). */
export interface Server {
  readonly name: string
  readonly domain: string
  /** Oldest first. */
  readonly builds: readonly Installed[]
}

export const netbios = ({ domain }: Server): string =>
  (domain.split('.')[0] ?? '').toUpperCase().slice(0, 15)
export const fqdn = ({ name, domain }: Server): string => `${name.toLowerCase()}.${domain}`
export const mailHost = ({ domain }: Server): string => `mail.${domain}`
export const machineAccount = (server: Server): string => `${netbios(server)}\\${server.name}$`

export const SERVER_ADDRESS = '10.40.0.5'
export const LINK_LOCAL = 'fe80::5c1d:9a2e:41f0:7b35%6'

export function buildAt({ builds }: Server, time: Milliseconds): string {
  return builds.findLast(({ from }) => from <= time)?.build ?? builds[0]?.build ?? ''
}

export interface Person {
  readonly role: string
  readonly sid: string
  readonly mailbox: string
  readonly desk: string
  readonly home: string
  readonly phone: string
}

/** As many as a town hall has. */
const PEOPLE = 60

export const people: readonly Person[] = Array.from({ length: PEOPLE }, (_, index) => ({
  role: `clerk${String(index + 1).padStart(2, '0')}`,
  sid: `S-1-5-21-2004336348-1177238915-682003330-${String(1_100 + index)}`,
  mailbox: `5f0c1a${String(index + 10)}-7d21-4b6e-9c33-0a44be71d0${String(index + 10)}`,
  desk: `10.40.${String(2 + (index % 3))}.${String(20 + index)}`,
  home: `198.51.100.${String(100 + index)}`,
  phone: `192.0.2.${String(100 + index)}`,
}))

export const ADMIN: Person = {
  role: 'mailadmin',
  sid: 'S-1-5-21-2004336348-1177238915-682003330-1050',
  mailbox: '5f0c1a99-7d21-4b6e-9c33-0a44be71d099',
  desk: '10.40.1.15',
  home: '198.51.100.99',
  phone: '192.0.2.99',
}

export const account = (server: Server, { role }: Person): string => `${netbios(server)}\\${role}`
