import { plain } from '../../src/model/plain.js'
import type { Detection } from './detection.js'
import { isPublic } from './shared/address.js'
import { baseName, isLoose } from './shared/process.js'

/** Of Windows, for work at home: they have no business with the Internet on a server. */
const HOMELY = new Set(
  [
    'cmd.exe',
    'rundll32.exe',
    'regs¦vr32.exe',
    'msh¦ta.exe',
    'cert¦util.exe',
    'wscript.exe',
    'cscript.exe',
    'notepad.exe',
    'msbuild.exe',
    'installutil.exe',
  ].map(plain),
)
const SHELLS = new Set(['powershell.exe', 'pwsh.exe', 'bitsadmin.exe', 'curl.exe', 'w3wp.exe'])
const OWN_NAMES =
  /(?:^|\.)(?:microsoft|windows|windowsupdate|office|office365|outlook|live|msftncsi|microsoftonline|azure|digicert|verisign|globalsign)\.(?:com|net)$/

export const wentOutside: Detection = {
  id: 'PX-19',
  title: 'A shell or the web server reached out to the Internet',
  question: 'used',
  level: 'medium',
  technique: 'T1071.001',
  references: [
    'https://attack.mitre.org/techniques/T1071/001/',
    'Derived from the tools named in https://www.microsoft.com/security/blog/2021/03/02/hafnium-targeting-exchange-servers/',
  ],
  falsePositives: [
    'Exchange asks other servers for free/busy times; scripts of Microsoft’s own look for updates.',
  ],
  why: 'Intruders fetch their tools so, and send home what they found.',
  todo: 'Look what the process was started by, and whether the firewall knows the address.',
  needs: ['evtx'],
  events: [{ family: 'evtx-sysmon', ids: [3, 22] }],
  literals: [],
  outcomes: [
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a program that has no business there reached a public address',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'PowerShell, a program for downloads or the web server reached a public address',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a program of Windows reached an address whose name is Microsoft’s or a certificate maker’s',
    },
  ],
  match({ event }) {
    if (!event) return -1
    const image = event.data('Image').toLowerCase()
    const name = baseName(image)
    const homely = HOMELY.has(name) || isLoose(image)
    if (!homely && !SHELLS.has(name)) return -1
    if (event.id === 3) {
      const outward = event.data('Initiated').toLowerCase() === 'true'
      if (!outward || !isPublic(event.data('DestinationIp'))) return -1
      // Whoever owns an address names it as he likes: said all the same, and lower.
      const named = OWN_NAMES.test(event.data('DestinationHostname').toLowerCase())
      if (named && !isLoose(image) && homely) return 2
    } else if (!asksOutside(event.data('QueryName').toLowerCase(), event.data('QueryResults'))) {
      return -1
    }
    return homely ? 0 : 1
  },
}

/** `type:  5 a.example;::ffff:203.0.113.7;` */
function asksOutside(name: string, results: string): boolean {
  if (OWN_NAMES.test(name)) return false
  return results
    .split(';')
    .slice(0, 32)
    .some((one) => isPublic(one.trim()))
}
