import type { Rung } from '../../src/model/finding.js'
import type { CollectNext, Door } from '../../src/model/verdict.js'

/** What official guidance there is, by the name of what was used. */
const GUIDANCE: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'ProxyLogon',
    [
      'CISA Emergency Directive 21-02 and Alert AA21-062A',
      'Microsoft, “Guidance for responders: Investigating and remediating on-premises Exchange Server vulnerabilities” (March 2021)',
      'NCSC (UK), “Microsoft vulnerabilities exploitation: updated advice” (March 2021)',
    ],
  ],
  [
    'ProxyShell',
    [
      'CISA, “Urgent: Protect Against Active Exploitation of ProxyShell Vulnerabilities” (August 2021)',
    ],
  ],
  [
    'ProxyNotShell',
    [
      'Microsoft, “Customer Guidance for Reported Zero-day Vulnerabilities in Microsoft Exchange Server” (September 2022)',
    ],
  ],
  [
    'OWASSRF',
    [
      'CrowdStrike, “OWASSRF: New Exploit Method for Exchange Bypassing ProxyNotShell Mitigations” (December 2022)',
    ],
  ],
])

function sources(flaws: readonly string[]): string {
  const named = flaws.flatMap((flaw) => GUIDANCE.get(flaw) ?? [])
  const told = named.length > 0 ? named : (GUIDANCE.get('ProxyLogon') ?? [])
  return `Sources: ${told.join('; ')}.`
}

const BROKEN_INTO = [
  'Take the server off the network, leave it running, and delete nothing: memory and files are proof.',
  'Keep copies with their hashes: memory, disks, these logs.',
  'Assume that the whole network is affected: Exchange’s rights reach deep into Active Directory.',
  'Report it: to the national or sector CERT, the police, the insurer and the data protection officer, who may have 72 hours (GDPR, Article 33).',
  'Rebuild from clean media with the newest updates: a patch does not remove a back door.',
  'Then renew what could be stolen: administrators’, services’ and mailboxes’ passwords, and keys.',
]

const TARGETED = [
  'See that the build that runs now is the newest and holds the fix.',
  'Copy the logs to another disk today: Exchange deletes HttpProxy logs after about 30 days.',
]

const NOTHING = [
  'Keep a copy of these logs: they prove what they cover, and Exchange deletes its own after about 30 days.',
  'Nothing found is not the same as nothing happened: other flaws and other days are not judged here.',
]

const COLLECT = 'Collect what is named above, and read it here together with these logs.'

const CLOSE_FLAW = 'The hole is still open by these logs: install the update before anything else.'

/** What to do now, in plain words, a step each; the last names the sources. */
export function nextSteps(
  headline: Rung | null,
  door: Door,
  next: CollectNext | null,
  flaws: readonly string[],
): string[] {
  const last = sources(flaws)
  const open = door.flaw.call === 'open' ? [CLOSE_FLAW] : []
  const collect = next ? [COLLECT] : []
  if (headline === null) return [...open, ...NOTHING, ...collect, last]
  if (headline === 'targeted') return [...open, ...TARGETED, ...collect, last]
  // Proof comes first: an update restarts the server.
  return [...BROKEN_INTO, last]
}
