import { useEffect, useRef, useState } from 'preact/hooks'
import { HELP, STEPS } from './texts.js'

interface Props {
  readonly view: string
  /** Name of the view on screen, as its tab has it. */
  readonly title: string
  /** The route needs a finished case. */
  readonly canWalk: boolean
  readonly onView: (view: string) => void
}

/**
 * The `?` of the header: help on the view on screen, and the five-step route. It lies above the page,
 * so that opening and walking it moves nothing.
 */
export function Help({ view, title, canWalk, onView }: Props) {
  const [open, setOpen] = useState(false)
  const [step, setStep] = useState(-1)
  const opener = useRef<HTMLButtonElement>(null)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (open) box.current?.focus()
  }, [open])
  const close = () => {
    setOpen(false)
    setStep(-1)
    opener.current?.focus()
  }
  const walk = (to: number) => {
    const wanted = STEPS[to]
    if (!wanted) return
    setStep(to)
    onView(wanted.view)
  }
  const text = HELP[view]
  const at = STEPS[step]
  return (
    <div class="guide">
      <button
        ref={opener}
        id="open-help"
        class="tool"
        aria-label="Help on this view"
        aria-expanded={open}
        onClick={() => {
          if (open) close()
          else setOpen(true)
        }}
      >
        ?
      </button>
      {open && (
        <div
          ref={box}
          class="guide-box"
          id="help"
          role="dialog"
          aria-label="Help"
          tabIndex={-1}
          onKeyDown={(event) => {
            if (event.key === 'Escape') close()
          }}
        >
          {at ? (
            <p aria-live="polite">
              <b>
                {step + 1} of {STEPS.length}
              </b>{' '}
              {at.text}
            </p>
          ) : text ? (
            <>
              <p>
                <b>{title}</b> {text.shows}
              </p>
              <p>{text.read}</p>
              <p class="soft">{text.keys}</p>
            </>
          ) : (
            <p>Give the page a zip or a folder of evidence, or open the demo to look around.</p>
          )}
          <div class="guide-steps">
            {canWalk && step > 0 && (
              <button
                class="tool"
                onClick={() => {
                  walk(step - 1)
                }}
              >
                Back
              </button>
            )}
            {canWalk && step < STEPS.length - 1 && (
              <button
                class="tool"
                id="guide-next"
                onClick={() => {
                  walk(step + 1)
                }}
              >
                {step < 0 ? 'Show me around: five steps' : 'Next'}
              </button>
            )}
            <button class="tool" id="close-help" onClick={close}>
              Close
            </button>
          </div>
        </div>
      )}
    </div>
  )
}
