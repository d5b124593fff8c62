import { useComputed } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Session } from '../case/session.js'
import { visible } from '../model/escape.js'
import { counted } from '../parts/words.js'

/** Asks for the password of encrypted files while the rest is read. Nothing to see where none is wanted. */
export function PasswordPrompt({ session }: { session: Session }) {
  const wanted = useComputed(() => session.state.value.passwordWanted).value
  const [text, setText] = useState('')
  const [shown, setShown] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const evidence = wanted?.evidence ?? null
  const checking = wanted?.checking ?? false

  useEffect(() => {
    setText('')
    setShown(false)
    // Whoever is in another field stays there.
    const busy = document.activeElement?.matches('input, select, textarea') ?? false
    if (evidence !== null && !busy) field.current?.focus()
  }, [evidence])
  useEffect(() => {
    if (wanted?.wrong && !checking) field.current?.select()
  }, [wanted?.wrong, checking])
  useEffect(() => {
    if (field.current) field.current.type = shown ? 'text' : 'password'
  }, [shown])
  if (!wanted) return null

  const give = () => {
    if (text !== '' && !checking) session.givePassword(text)
  }
  const goOn = () => {
    session.givePassword(null)
  }
  return (
    <section id="password" class="password" aria-labelledby="password-title">
      <h2 id="password-title">{visible(wanted.evidence)} needs a password</h2>
      <p id="password-what">
        {counted(wanted.entries, 'file is', 'files are')} encrypted, such as{' '}
        <span class="mono">{visible(wanted.example)}</span>. The password stays in this page's
        memory and is written nowhere.
      </p>
      <div class="password-line">
        <label for="password-text">Password</label>
        <input
          id="password-text"
          ref={field}
          type="password"
          autocomplete="off"
          spellcheck={false}
          aria-describedby="password-what password-wrong"
          aria-invalid={wanted.wrong}
          readOnly={checking}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.isComposing) give()
            if (event.key !== 'Escape') return
            if (text === '') goOn()
            else setText('')
          }}
        />
        <button
          class="tool"
          aria-pressed={shown}
          onClick={() => {
            setShown(!shown)
          }}
        >
          Show
        </button>
        <button id="password-give" class="button" disabled={text === '' || checking} onClick={give}>
          {checking ? 'Trying' : 'Open'}
        </button>
        <button id="password-none" class="button quiet" disabled={checking} onClick={goOn}>
          Go on without
        </button>
      </div>
      <p id="password-wrong" class="bad" role="alert">
        {wanted.wrong && !checking ? 'This password opens none of them. Try another.' : ''}
      </p>
    </section>
  )
}
