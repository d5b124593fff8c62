import JSZip from 'jszip'
import type { Case } from '../model/case.js'
import { RULES_VERSION, TOOL_VERSION } from '../model/version.js'
import type { Tlp } from './card.js'

/** The responders' zip: picture, `case.json`, and what they are. */
export async function makeBundle(picture: Blob, caseJson: string, readme: string): Promise<Blob> {
  const zip = new JSZip()
  zip.file('timeline.png', picture.arrayBuffer())
  zip.file('case.json', caseJson)
  zip.file('README.txt', readme)
  return zip.generateAsync({ type: 'blob', compression: 'DEFLATE' })
}

export function bundleReadme(
  judged: Case,
  options: { tlp: Tlp; masked: boolean; sentence: string },
): string {
  const evidence = judged.evidence.map(
    (one, at) =>
      `  ${options.masked ? `evidence ${String(at + 1)}` : one.name}, ${String(one.size)} bytes, SHA-256 ${one.sha256 ?? 'hash pending'}`,
  )
  return [
    `TLP:${options.tlp}`,
    ...(judged.demo ? ['DEMO: made by the demo, not by a real server.'] : []),
    '',
    options.sentence,
    '',
    'timeline.png  the answer and the timeline, all times UTC',
    'case.json     verdict, findings with entry, offset and raw line, coverage, warnings',
    '',
    options.masked
      ? 'Names of hosts, domains and users and internal addresses are masked (host-1, user-1).'
      : 'This holds REAL NAMES of hosts and users.',
    "Attackers' addresses are defanged in the picture; words of web shells are broken by a dot.",
    ...(judged.complete
      ? []
      : ['Not everything was read: nothing is ruled out for what is missing.']),
    '',
    'Evidence:',
    ...evidence,
    '',
    `Afterpatch ${TOOL_VERSION}, rules ${RULES_VERSION}`,
    '',
  ].join('\r\n')
}
