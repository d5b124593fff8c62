import { useState } from 'preact/hooks'
import { visible } from '../model/escape.js'
import type { Keeper } from '../share/shell-port.js'
import type { Autosave } from './autosave.js'

/** Short ones are guessed in minutes by whoever has the disk. */
const SHORTEST = 8

/** On the first screen: the case that was open when the page closed. Nothing where none is kept. */
export function KeptCopy({ keeper }: { keeper: Keeper }) {
  const [passphrase, setPassphrase] = useState('')
  const kept = keeper.state.value
  if (!kept || kept.since === '') return null
  const open = () => {
    if (passphrase !== '') keeper.open(passphrase)
  }
  return (
    <section id="kept-copy" class="notice kept" aria-label="Kept case">
      <p>
        A case was open when this page closed; a copy of {kept.since.slice(0, 16).replace('T', ' ')}{' '}
        UTC is kept in this browser.
      </p>
      <div class="kept-form">
        <label>
          Its passphrase{' '}
          <input
            id="kept-passphrase"
            type="password"
            autocomplete="off"
            value={passphrase}
            onInput={(event) => {
              setPassphrase(event.currentTarget.value)
            }}
            onKeyDown={onEnter(open)}
          />
        </label>
        <button class="button" id="open-kept" disabled={passphrase === ''} onClick={open}>
          Open it
        </button>
        <button
          class="button quiet"
          id="wipe-kept"
          type="button"
          onClick={() => {
            keeper.wipe()
          }}
        >
          Wipe it
        </button>
      </div>
      <p role="status">{visible(kept.failure)}</p>
    </section>
  )
}

/** Turns the copy on and off. */
export function KeepCopy({ keeper, autosave }: { keeper: Keeper; autosave: Autosave }) {
  const [passphrase, setPassphrase] = useState('')
  const kept = keeper.state.value
  const on = autosave.on.value
  const start = () => {
    if (passphrase.length < SHORTEST) return
    autosave.start(passphrase)
    setPassphrase('')
  }
  const whyNot = kept?.whyNot ?? 'the page is still looking'
  return (
    <section id="keep-copy" aria-labelledby="keep-copy-title">
      <h2 id="keep-copy-title">A copy in this browser, should the tab crash</h2>
      <p>
        Off until you turn it on. The case is then encrypted with your passphrase (AES-GCM, key by
        PBKDF2) and stored in this browser whenever it changes. Pages that were opened from a disk
        may share one store: another could delete the copy, not read it. The passphrase is stored
        nowhere.
      </p>
      {whyNot !== '' ? (
        <p>Not here: {visible(whyNot)}. Use “Save case”.</p>
      ) : on ? (
        <button
          class="button"
          id="stop-keeping"
          onClick={() => {
            autosave.stop()
          }}
        >
          Turn it off
        </button>
      ) : (
        <div class="kept-form">
          <label>
            Passphrase, {SHORTEST} letters at least{' '}
            <input
              id="keep-passphrase"
              type="password"
              autocomplete="off"
              value={passphrase}
              onInput={(event) => {
                setPassphrase(event.currentTarget.value)
              }}
              onKeyDown={onEnter(start)}
            />
          </label>
          <button
            class="button"
            id="start-keeping"
            disabled={passphrase.length < SHORTEST}
            onClick={start}
          >
            Keep a copy
          </button>
        </div>
      )}
      {kept && kept.since !== '' && (
        <button
          class="button quiet"
          id="wipe-copy"
          onClick={() => {
            autosave.stop()
            keeper.wipe()
          }}
        >
          Wipe the copy
        </button>
      )}
      <p role="status">
        {kept?.since ? `Kept at ${kept.since.slice(0, 19).replace('T', ' ')} UTC. ` : ''}
        {visible(kept?.failure ?? '')}
      </p>
    </section>
  )
}

/** The frame's sandbox lets no form be sent. */
function onEnter(act: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key === 'Enter') act()
  }
}
