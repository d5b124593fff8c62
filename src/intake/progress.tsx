import type { ReadingProgress, Session } from '../case/session.js'
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

/** Entries named while they are read; as many go side by side as there are lanes. */
const SHOWN = 2

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
          {stage === 'reading' && left(progress.left)}
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
      <p class="caption current mono">{entries(progress.current) || '\u00a0'}</p>
      <p class="hidden" role="status">
        {/* Every tenth only: a live region that speaks with each file says nothing. */}
        {STAGE_WORDS[stage]}, {Math.floor(percent / 10) * 10} percent
      </p>
    </section>
  )
}

/** The first entries that are being read, and how many more. */
function entries(current: ReadingProgress['current']): string {
  const shown = current
    .slice(0, SHOWN)
    .map(({ path, share }) => `${visible(tail(path))} ${String(Math.floor(share * 100))} %`)
  const more = current.length - shown.length
  return [...shown, ...(more > 0 ? [`${String(more)} more`] : [])].join(' · ')
}

/** Its name and the folders that tell logs of one name apart. */
function tail(path: string): string {
  return path.split('/').slice(-3).join('/')
}

function left(seconds: number): string {
  if (!Number.isFinite(seconds)) return ''
  if (seconds < 90) return ` · about ${counted(Math.max(1, Math.round(seconds)), 'second')} left`
  return ` · about ${counted(Math.round(seconds / 60), 'minute')} left`
}
