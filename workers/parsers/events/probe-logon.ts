import { isSelfAddress } from '../shared/address.js'
import { addressOf } from './tell.js'
import type { WindowsEvent } from './windows-event.js'

const LOGON = 4624
/** What probes of a web service log on as: basic authentication, checked by the web server. */
const NETWORK_CLEARTEXT = '8'

/**
 * A logon of Exchange's own monitoring: successful, of a health mailbox, from this machine, by what the
 * probes log on with. Each mark alone is an attacker's to choose.
 */
export function isProbeLogon(event: WindowsEvent): boolean {
  return (
    event.id === LOGON &&
    /^HealthMailbox[0-9a-z]*(?:@.*)?$/i.test(event.data('TargetUserName')) &&
    isSelfAddress(addressOf(event.data('IpAddress'))) &&
    event.data('LogonType') === NETWORK_CLEARTEXT &&
    /\\inetsrv\\w3wp\.exe$/i.test(event.data('ProcessName'))
  )
}
