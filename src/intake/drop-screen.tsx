import type { ComponentChild } from 'preact'
import { useState } from 'preact/hooks'
import type { Session } from '../case/session.js'
import { visible } from '../model/escape.js'
import { RAISES, READING_LIMITS, UNPACK_LIMITS } from '../model/limits.js'
import { CopyButton } from '../parts/copy-button.js'
import { bytes, count } from '../parts/words.js'
import { collectLines, FOLDERS, zipLines } from './collect.js'
import { dropOf } from './drops.js'

const RATIO = count(READING_LIMITS.ratio)

/** Preact's types do not know `webkitdirectory`. */
function pickFolders(input: HTMLInputElement | null): void {
  if (input) input.webkitdirectory = true
}

interface Props {
  readonly session: Session
  readonly failed: string
  /** The case that was open when the page closed. */
  readonly kept: ComponentChild
}

export function DropScreen({ session, failed, kept }: Props) {
  const [over, setOver] = useState(false)
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])]
    if (files.length > 0) void session.open([dropOf(files)])
  }
  return (
    <main class="intake">
      <h1>Was this mail server broken into, and is the door still open?</h1>
      <p class="lead">
        Drop what you collected from an Exchange server. It is read here, on this computer; nothing
        is sent anywhere.
      </p>
      {failed !== '' && (
        <p class="notice" role="alert">
          Nothing could be opened: {visible(failed)}
        </p>
      )}
      {kept}
      <div
        class={over ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => {
          setOver(false)
        }}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer?.files ?? null)
        }}
      >
        <p class="drop-title">Drop a zip, several zips, or a folder here</p>
        <p class="soft">KAPE, Velociraptor, CyLR, 7-Zip, Explorer; one zip for each server</p>
        <p class="soft">or a case that was saved here: it opens without its evidence</p>
        <div class="picks">
          <label class="button" for="pick-files">
            Choose files
            <input
              id="pick-files"
              class="pick"
              type="file"
              multiple
              onChange={(event) => {
                take(event.currentTarget.files)
              }}
            />
          </label>
          <label class="button" for="pick-folder">
            Choose a folder
            <input
              id="pick-folder"
              class="pick"
              type="file"
              multiple
              ref={pickFolders}
              onChange={(event) => {
                take(event.currentTarget.files)
              }}
            />
          </label>
          <button
            id="open-demo"
            class="button quiet"
            onClick={() => void session.openDemo({ attacked: true })}
          >
            See it with the demo case
          </button>
        </div>
      </div>
      <p class="caution">
        <strong>Do not open this page on the suspect server.</strong> Copy from it to an external
        disk, then work on another computer.
      </p>
      <section class="collect" aria-label="What to collect">
        <h2>What to collect</h2>
        <table>
          <tbody>
            {FOLDERS.map(({ path, tells }) => (
              <tr key={path}>
                <td class="mono">{path}</td>
                <td>{tells}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Lines
          title="1. On the server, in PowerShell as administrator: print the size, check the space, copy"
          lines={collectLines()}
        />
        <Lines
          title="2. On another computer: make one zip, or drop the folder as it is"
          lines={zipLines()}
        />
      </section>
      <Limits session={session} />
    </main>
  )
}

const RAISE_WORDS = { 1: 'the usual', 10: 'ten times', 100: 'a hundred times' } as const

/** What is left out because of a limit is told under Coverage; here the limits are raised. */
function Limits({ session }: { session: Session }) {
  return (
    <details class="limits">
      <summary>Limits against archives made to exhaust the reader</summary>
      <p class="soft">
        An archive is read up to {RATIO}:1 of packing, {bytes(UNPACK_LIMITS.bytes)} of archives
        inside it and {UNPACK_LIMITS.depth} of them inside one another. What a limit left out stands
        under Coverage.
      </p>
      <label>
        Read with limits that are{' '}
        <select
          id="raise-limits"
          value={session.raise.value}
          onChange={(event) => {
            const chosen = RAISES.find((raise) => String(raise) === event.currentTarget.value)
            session.raise.value = chosen ?? 1
          }}
        >
          {RAISES.map((raise) => (
            <option key={raise} value={raise}>
              {RAISE_WORDS[raise]}
            </option>
          ))}
        </select>
      </label>
    </details>
  )
}

function Lines({ title, lines }: { title: string; lines: string }) {
  return (
    <div class="lines-box">
      <p class="lines-title">
        <span>{title}</span>
        <CopyButton text={lines} label="Copy lines" />
      </p>
      <pre class="mono" tabIndex={0} aria-label={title}>
        {lines}
      </pre>
    </div>
  )
}
