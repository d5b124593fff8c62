import type { Case } from '../model/case.js'
import { visible } from '../model/escape.js'
import { counted } from '../parts/words.js'
import { unreadEvidence } from './unread-evidence.js'

/** Evidence shown at once; the coverage page has all. */
const SHOWN = 5

/** Says, above the answer, which of the dropped things gave no log, and why. */
export function Unread({ judged }: { judged: Case }) {
  const unread = unreadEvidence(judged)
  if (unread.length === 0) return null
  return (
    <div id="unread" class="notice aside" role="alert">
      {unread.slice(0, SHOWN).map(({ evidence, reasons }) => (
        <p key={evidence.index}>
          <strong>{visible(evidence.name)} gave no log.</strong> {visible(reasons.join('; '))}
        </p>
      ))}
      {unread.length > SHOWN && (
        <p>{counted(unread.length - SHOWN, 'more', 'more')}: see Coverage.</p>
      )}
    </div>
  )
}
