import { useState } from 'preact/hooks'

/** Copies text; says so in its own label. Writes the clipboard here, never outside the frame. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch {
      setState(copyBySelection(text) ? 'copied' : 'refused')
    }
  }
  const words = { idle: label, copied: 'Copied', refused: 'Select and copy by hand' }
  return (
    <button class="link" onClick={() => void copy()}>
      <span aria-live="polite">{words[state]}</span>
    </button>
  )
}

/** The older way, for frames that may not use the clipboard interface. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  return copied
}
