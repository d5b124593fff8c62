import type { Session } from '../case/session.js'
import { visible } from '../model/escape.js'
import { bytes, count, counted } from '../parts/words.js'

const STAGE_WORDS = {
  empty: '',
  listing: 'Listing what is inside',
  reading: 'Reading',
  judging: 'Putting events in order and judging',
  done: '',
  failed: '',
} as const

/** One line of progress; of fixed height, so that what is found below does not jump. */
export function ProgressBar({ session }: { session: Session }) {
  const { progress, stage, message } = session.state.value
  const share = progress.bytesTotal > 0 ? Math.min(1, progress.bytes / progress.bytesTotal) : 0
  const percent = stage === 'judging' ? 100 : Math.floor(share * 100)
  const rate = progress.rate > 0 ? `${bytes(progress.rate)}/s` : ''
  return (
    <section class="progress" aria-label="Progress">
      <div class="progress-line">
        <strong>{message || STAGE_WORDS[stage]}</strong>
        <span class="figures">
          {bytes(progress.bytes)} of {bytes(progress.bytesTotal)} · {count(progress.entries)} of{' '}
          {counted(progress.entriesTotal, 'file')} · {counted(progress.events, 'event')}
          {rate !== '' && ` · ${rate}`}
        </span>
        <button
          id="cancel"
          class="tool"
          disabled={stage === 'judging'}
          onClick={() => {
            session.cancel()
          }}
        >
          Cancel
        </button>
      </div>
      <div
        class="bar"
        role="progressbar"
        aria-label="Reading"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div class="bar-done" style={{ width: `${percent}%` }} />
      </div>
      <p class="caption current mono">{visible(progress.current[0] ?? '') || '\u00a0'}</p>
      <p class="hidden" role="status">
        {/* Every tenth only: a live region that speaks with each file says nothing. */}
        {STAGE_WORDS[stage]}, {Math.floor(percent / 10) * 10} percent
      </p>
    </section>
  )
}
