import type { Rung } from '../../src/model/finding.js'
import type { Door } from '../../src/model/verdict.js'

const SOURCES =
  'Sources: CISA Emergency Directive 21-02 and Alert AA21-062A (March 2021); Microsoft, guidance for responders on the on-premises Exchange Server vulnerabilities (March 2021).'

const BROKEN_INTO = [
  'Take the server off the network, and leave it switched on: its memory is proof. Delete nothing yet.',
  'Keep copies with their hashes: memory, disk, these logs, and every file that is named here.',
  'Assume that the attacker had the rights of Exchange, which reach far into Active Directory: have the whole network looked at, not this server alone.',
  'Report it: to your national or sector CERT (in the United States, CISA and the FBI), to your insurer, and ask whether those whose mail was there must be told.',
  'Rebuild the server from clean media with the newest updates rather than cleaning it. A patch does not remove a back door.',
  'Afterwards change what could be known: administrators’ and service accounts’ passwords, certificates’ keys, and the passwords of everybody with a mailbox.',
]

const TARGETED = [
  'See that the build that runs now holds the fix, and that it is the newest.',
  'Copy the logs to another disk now: Exchange deletes HttpProxy logs after about 30 days.',
  'Collect what is named above, so that "did it succeed" can be answered for every day.',
]

const NOTHING = [
  'Keep a copy of these logs: they are the proof of what they cover.',
  'Collect what is named above; nothing found is not the same as nothing happened.',
]

const CLOSE_FLAW =
  'The hole itself is still open by the logs: install the update before anything else is connected.'

/** What to do now, in plain words, for this verdict; the last line names the sources. */
export function nextSteps(headline: Rung | null, door: Door): string[] {
  const open = door.flaw.call === 'open' ? [CLOSE_FLAW] : []
  if (headline === null) return [...open, ...NOTHING]
  if (headline === 'targeted') return [...open, ...TARGETED, SOURCES]
  const [first = '', ...rest] = BROKEN_INTO
  return [first, ...open, ...rest, SOURCES]
}
