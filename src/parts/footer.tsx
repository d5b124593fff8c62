import type { Case } from '../model/case.js'
import { visible } from '../model/escape.js'
import { ATTACK_VERSION, RULES_VERSION, TOOL_VERSION } from '../model/version.js'
import { bytes, count, counted } from './words.js'

interface Props {
  readonly judged: Case | null
  readonly reading: boolean
}

export function Footer({ judged, reading }: Props) {
  return (
    <footer class="footer">
      {judged && <Facts judged={judged} reading={reading} />}
      <span class="spring" />
      <span>
        UTC · rules {RULES_VERSION} · {ATTACK_VERSION} · Afterpatch {TOOL_VERSION}
      </span>
    </footer>
  )
}

function Facts({ judged, reading }: { judged: Case; reading: boolean }) {
  const [first, ...others] = judged.evidence
  const read = judged.results.filter((result) => result.state === 'read').length
  const notRead = judged.results.filter(
    (r) => r.state === 'not-read' || r.state === 'partial',
  ).length
  const warnings = judged.warnings.reduce((sum, warning) => sum + warning.count, 0)
  const hash = first?.sha256
  return (
    <>
      <span>
        {first ? `${visible(first.name)} · ${bytes(first.size)} · ` : ''}
        {first?.kind === 'zip' ? (
          <span class="mono" title={hash ?? ''}>
            {hash ? `SHA-256 ${hash.slice(0, 8)}…${hash.slice(-4)}` : 'SHA-256 hash pending'}
          </span>
        ) : (
          'hashed by file'
        )}
        {others.length > 0 && ` and ${count(others.length)} more`}
      </span>
      <span>
        {counted(read, 'file')} read, {count(notRead)} not, {counted(warnings, 'warning')}
      </span>
      {/* Until all is read the case holds hits only; the progress bar counts the events. */}
      {!reading && (
        <span>
          {counted(judged.events, 'event')} · {count(judged.noise)} of them Exchange's own
          monitoring
        </span>
      )}
    </>
  )
}
