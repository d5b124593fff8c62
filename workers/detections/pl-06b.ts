import type { Detection } from './detection.js'
import { SIGNATURE_BASE } from './shared/sources.js'
import { normalForms, SCRIPT_MARKUP, unescapeMarkup } from './shared/text.js'

const CMDLET =
  /set-(?:oab|owa|ecp|activesync|webservices|powershell|autodiscover|mapi)virtualdirectory/
const ADDRESS = /(?:external|internal)url\s*=/g

export const shellCommand: Detection = {
  id: 'PL-06b',
  title: 'Command that plants a web shell in a virtual directory',
  question: 'exploited',
  level: 'critical',
  technique: 'T1505.003',
  chain: 'proxylogon',
  references: [
    '2021-march-exchange (Norwegian incident, 11 March 2021): S:CMD of ECP\\Server',
    SIGNATURE_BASE('EXPL_LOG_CVE_2021_27065_Exchange_Forensic_Artefacts_Mar21_1'),
  ],
  falsePositives: ['A penetration test that ran the whole exploit.'],
  why: 'The server’s own log holds the command: it set the address of a virtual directory to a script.',
  todo: 'The identity in the command tells the session; find the file that was written in the same minute.',
  needs: ['ecp'],
  literals: ['virtualdirectory'],
  outcomes: [
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'exploit',
      says: 'a cmdlet set an address to a script',
    },
  ],
  match(record) {
    if (record.group !== 'ecp') return -1
    const commands = normalForms(record.item('CMD')).map(unescapeMarkup)
    return commands.some(setsScript) ? 0 : -1
  },
}

function setsScript(command: string): boolean {
  if (!CMDLET.test(command)) return false
  const values = command.split(ADDRESS).slice(1)
  return values.some((value) => SCRIPT_MARKUP.test(value))
}
