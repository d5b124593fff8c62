import { useComputed } from '@preact/signals'
import type { Session } from '../case/session.js'
import { dropOf } from '../intake/drops.js'
import { visible } from '../model/escape.js'
import { RULES_VERSION } from '../model/version.js'

/** Says of a saved case what is not there, and takes it back. Nothing to see where all is. */
export function SavedNotice({ session }: { session: Session }) {
  const saved = useComputed(() => session.state.value.saved).value
  if (!saved) return null
  const { by, missing, attaching, refused } = saved
  const otherRules = by.rules !== RULES_VERSION
  if (missing.length === 0 && refused.length === 0 && !otherRules) return null
  return (
    <section id="saved-case" class="notice aside saved-case" aria-label="Saved case">
      {missing.length > 0 && (
        <p>
          Opened from a saved case. The evidence is not attached, so raw records outside the
          findings cannot be read: <strong>{missing.map(visible).join(', ')}</strong>. Drop it here;
          it is checked by its SHA-256.{' '}
          <label class="button quiet" for="attach-files">
            Attach evidence
            <input
              id="attach-files"
              class="pick"
              type="file"
              multiple
              disabled={attaching}
              onChange={(event) => {
                const files = [...(event.currentTarget.files ?? [])]
                if (files.length > 0) void session.attach([dropOf(files)])
              }}
            />
          </label>
        </p>
      )}
      <p role="status">{attaching ? 'Checking the evidence…' : refused.map(visible).join('. ')}</p>
      {otherRules && (
        <p>
          Saved with the rules {visible(by.rules)}; the answer is judged by the rules{' '}
          {RULES_VERSION} from the findings of then. To search with these rules, drop the evidence
          as a new case.
        </p>
      )}
    </section>
  )
}
