import { useEffect, useRef, useState } from 'preact/hooks'

/**
 * Copies text and says so in its own label. Where the browser refuses, the text is shown, selected,
 * to be copied by hand.
 */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  const byHand = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (state === 'refused') byHand.current?.select()
  }, [state])
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => {
        setState('copied')
      },
      () => {
        setState('refused')
      },
    )
  }
  const words = { idle: label, copied: 'Copied', refused: 'Copy by hand:' }
  return (
    <>
      <button class="link" onClick={copy}>
        <span aria-live="polite">{words[state]}</span>
      </button>
      {state === 'refused' && (
        <textarea ref={byHand} class="by-hand mono" aria-label={label} readOnly value={text} />
      )}
    </>
  )
}
