import { visible } from '../model/escape.js'
import type { Finding } from '../model/finding.js'

interface Props {
  readonly findings: readonly Finding[]
  /** Those beyond are only counted; all are shown where it is left out. */
  readonly most?: number
  /** Says of which server each is. */
  readonly named?: boolean
  readonly onFinding: (id: string, host: string) => void
}

/** Findings by their titles, each leading to its proof. */
export function FindingChips({ findings, most = Infinity, named = false, onFinding }: Props) {
  return (
    <>
      {findings.slice(0, most).map(({ id, host, title }) => (
        <button
          key={id}
          class="chip"
          onClick={() => {
            onFinding(id, host)
          }}
        >
          {named && `${visible(host)}: `}
          {visible(title)}
        </button>
      ))}
      {findings.length > most && <span class="caption"> and {findings.length - most} more</span>}
    </>
  )
}
