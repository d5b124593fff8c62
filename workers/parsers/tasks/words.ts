const ACCOUNTS: ReadonlyMap<string, string> = new Map([
  ['S-1-5-18', 'SYSTEM'],
  ['S-1-5-19', 'LOCAL SERVICE'],
  ['S-1-5-20', 'NETWORK SERVICE'],
  ['S-1-5-4', 'INTERACTIVE'],
  ['S-1-5-11', 'Authenticated Users'],
  ['S-1-1-0', 'Everyone'],
  ['S-1-5-32-544', 'Administrators'],
  ['S-1-5-32-545', 'Users'],
])

/** `S-1-5-18 (SYSTEM)` for the accounts that every Windows has; others as they stand. */
export function accountInWords(account: string): string {
  const name = ACCOUNTS.get(account.toUpperCase())
  return name === undefined ? account : `${account} (${name})`
}

const TRIGGERS: ReadonlyMap<string, string> = new Map([
  ['BootTrigger', 'at boot'],
  ['LogonTrigger', 'at logon'],
  ['TimeTrigger', 'once'],
  ['CalendarTrigger', 'by calendar'],
  ['EventTrigger', 'upon an event'],
  ['RegistrationTrigger', 'when it is registered'],
  ['IdleTrigger', 'when the server is idle'],
  ['SessionStateChangeTrigger', 'when a session changes'],
  ['WnfStateChangeTrigger', 'when a state of Windows changes'],
])

/** What a trigger waits for, '' where the element is none. */
export function triggerInWords(name: string): string {
  return TRIGGERS.get(name) ?? (name.endsWith('Trigger') ? name : '')
}
