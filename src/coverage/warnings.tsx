import type { Case } from '../model/case.js'
import { visible } from '../model/escape.js'
import { count, counted } from '../parts/words.js'

/** Warnings shown; case.json holds all of them. */
const SHOWN = 200

export function Warnings({ judged }: { judged: Case }) {
  const { warnings } = judged
  if (warnings.length === 0)
    return <p>No warning: every line of every log that was read made sense.</p>
  return (
    <section aria-label="Warnings">
      <h2>{counted(warnings.length, 'warning')}</h2>
      <div class="scroll capped" tabIndex={0} role="group" aria-label="Warnings">
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col" class="number">
                Offset
              </th>
              <th scope="col">What</th>
              <th scope="col">Wanted</th>
              <th scope="col">Found</th>
              <th scope="col" class="number">
                Times
              </th>
            </tr>
          </thead>
          <tbody>
            {warnings.slice(0, SHOWN).map((warning, at) => (
              <tr key={at}>
                <td class="mono path">
                  {visible(
                    judged.entries[warning.entry]?.path ??
                      judged.evidence[warning.evidence]?.name ??
                      'the whole case',
                  )}
                </td>
                <td class="mono number">
                  {Number.isFinite(warning.offset) ? count(warning.offset) : '—'}
                </td>
                <td>{visible(warning.what)}</td>
                <td>{visible(warning.wanted)}</td>
                <td>{visible(warning.found)}</td>
                <td class="number">{count(warning.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {warnings.length > SHOWN && (
        <p class="caption">{count(warnings.length - SHOWN)} more are in case.json.</p>
      )}
    </section>
  )
}
