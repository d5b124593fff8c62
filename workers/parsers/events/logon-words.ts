import type { Tell } from './description.js'

/** https://learn.microsoft.com/en-us/windows/security/threat-protection/auditing/event-4624 */
const LOGON_TYPES: ReadonlyMap<string, string> = new Map([
  ['0', 'system start'],
  ['2', 'at the console'],
  ['3', 'over the network'],
  ['4', 'batch'],
  ['5', 'service'],
  ['7', 'unlock'],
  ['8', 'over the network, password in clear to the server'],
  ['9', 'new credentials'],
  ['10', 'remote desktop'],
  ['11', 'with cached credentials'],
  ['12', 'remote desktop, cached'],
  ['13', 'unlock, cached'],
])

/** NTSTATUS of failed logons; https://learn.microsoft.com/en-us/windows/security/threat-protection/auditing/event-4625 */
const FAILURES: ReadonlyMap<number, string> = new Map([
  [0xc000_005e, 'no logon server at hand'],
  [0xc000_0064, 'no such account'],
  [0xc000_006a, 'wrong password'],
  [0xc000_006d, 'wrong account or password'],
  [0xc000_006e, 'account restricted'],
  [0xc000_006f, 'outside of allowed hours'],
  [0xc000_0070, 'from a workstation that is not allowed'],
  [0xc000_0071, 'password expired'],
  [0xc000_0072, 'account disabled'],
  [0xc000_00dc, 'server in the wrong state'],
  [0xc000_0133, 'clocks differ too much'],
  [0xc000_015b, 'logon type not granted'],
  [0xc000_018c, 'trust between domains failed'],
  [0xc000_0192, 'Netlogon not started'],
  [0xc000_0193, 'account expired'],
  [0xc000_0224, 'password must be changed'],
  [0xc000_0225, 'Windows error'],
  [0xc000_0234, 'account locked'],
  [0xc000_0413, 'authentication firewall'],
])

/** Kerberos error codes; RFC 4120, section 7.5.9. */
const KERBEROS_FAILURES: ReadonlyMap<number, string> = new Map([
  [0x6, 'no such account'],
  [0x7, 'no such service'],
  [0x9, 'account without a key'],
  [0xc, 'not allowed by policy'],
  [0xe, 'encryption type not supported'],
  [0x12, 'account disabled, expired or locked'],
  [0x17, 'password expired'],
  [0x18, 'wrong password'],
  [0x19, 'pre-authentication needed'],
  [0x1b, 'user to user needed'],
  [0x1f, 'integrity check failed'],
  [0x20, 'ticket expired'],
  [0x25, 'clocks differ too much'],
  [0x29, 'message changed on the way'],
])

function known(words: ReadonlyMap<number, string>, value: string): string {
  return value === '' ? '' : (words.get(Number(value)) ?? value)
}

/** `Logon (over the network)`. */
export function withLogonType(action: string): Tell {
  return (event) => {
    const type = event.data('LogonType').trim()
    return type === '' ? action : `${action} (${LOGON_TYPES.get(type) ?? `type ${type}`})`
  }
}

/** `Logon failed (over the network): wrong password`. */
export function failedLogon(action: string): Tell {
  const typed = withLogonType(action)
  return (event) => {
    const sub = event.data('SubStatus')
    const status = Number(sub) > 0 ? sub : event.data('Status')
    const why = known(FAILURES, status)
    return why === '' ? typed(event) : `${typed(event)}: ${why}`
  }
}

/** `done` where the status is zero, else `failed` with the reason. */
function byStatus(
  name: string,
  words: ReadonlyMap<number, string>,
  done: string,
  failed: string,
): Tell {
  return (event) => {
    const status = event.data(name)
    return status === '' || Number(status) === 0 ? done : `${failed}: ${known(words, status)}`
  }
}

export function byNtStatus(name: string, done: string, failed: string): Tell {
  return byStatus(name, FAILURES, done, failed)
}

export function byKerberosStatus(name: string, done: string, failed: string): Tell {
  return byStatus(name, KERBEROS_FAILURES, done, failed)
}
