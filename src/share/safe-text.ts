import type { Case } from '../model/case.js'
import { breakShell, defang, visible } from '../model/escape.js'
import { createMasker } from '../model/mask.js'

/**
 * What every text of an output passes through: the victim's names masked (unless real names are
 * wanted), the attackers' addresses defanged, shell words broken, hidden characters shown. Only
 * addresses of actors are defanged: a build number looks like an address and must stay readable.
 */
export function safeText(judged: Case, masked: boolean): (text: string) => string {
  const masker = masked ? createMasker(judged) : null
  const actors = [...new Set(judged.findings.flatMap((finding) => finding.actors))]
  // Longest first: 203.0.113.4 begins 203.0.113.41.
  actors.sort((a, b) => b.length - a.length)
  return (text) => {
    let safe = masker ? masker.text(text) : text
    for (const actor of actors) safe = safe.replaceAll(actor, defang(actor))
    return visible(breakShell(safe))
  }
}
