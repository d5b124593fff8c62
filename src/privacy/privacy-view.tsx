import type { ComponentChild } from 'preact'
import { useState } from 'preact/hooks'
import { visible } from '../model/escape.js'
import { CopyButton } from '../parts/copy-button.js'
import type { PrivacyFacts, SelfTestRow } from '../share/shell-port.js'

const WINDOWS = 'Get-FileHash -Algorithm SHA256 .\\index.html'
const UNIX = 'sha256sum index.html'

interface Props {
  readonly privacy: PrivacyFacts
  /** Turns the kept copy on and off. */
  readonly keep: ComponentChild
}

export function PrivacyView({ privacy, keep }: Props) {
  const [rows, setRows] = useState<readonly SelfTestRow[] | null>(null)
  const [running, setRunning] = useState(false)
  const [failure, setFailure] = useState('')
  const run = async () => {
    setRunning(true)
    setFailure('')
    try {
      setRows(await privacy.selfTest())
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'it did not finish')
    }
    setRunning(false)
  }
  const leaks = rows?.filter((row) => row.result === 'NOT BLOCKED').length ?? 0
  const unproven = rows?.filter((row) => row.result === 'not proven').length ?? 0
  return (
    <main class="page narrow">
      <h1>Nothing leaves this machine</h1>
      <p class="lead">
        You need not believe it. Here is what enforces it, and three ways to check.
      </p>
      <h2>What enforces it</h2>
      <ul class="plain">
        {privacy.enforcedBy.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      <h2>Check: let the page try</h2>
      <p>
        The page tries every way out that it knows, with no evidence in it, and counts what the
        browser refused.
      </p>
      <p>
        <button id="self-test" class="button" disabled={running} onClick={() => void run()}>
          {running ? 'Trying…' : 'Try to get out'}
        </button>
      </p>
      <div role="status">
        {failure !== '' && <p class="notice">The test did not finish: {visible(failure)}</p>}
        {rows && (
          <p class={leaks > 0 ? 'notice result-not-blocked' : ''}>
            {leaks > 0
              ? `${leaks} of ${rows.length} ways out are NOT BLOCKED. Do not use this copy with evidence.`
              : `${rows.length - unproven} of ${rows.length} ways out were blocked${unproven > 0 ? `; ${unproven} could not be proven here` : ''}.`}
          </p>
        )}
      </div>
      {rows && (
        <table class="grid self-test">
          <tbody>
            {rows.map((row) => (
              <tr key={row.channel}>
                <th scope="row">{row.channel}</th>
                <td class={`result-${row.result.replace(' ', '-').toLowerCase()}`}>{row.result}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h2>Check: watch the network</h2>
      <p>
        Press F12, choose Network, drop evidence again. The list stays empty. Or pull the cable: the
        page works the same.
      </p>
      <h2>Check: is this the copy you think it is?</h2>
      <p>
        A page can say anything, and an altered copy would say the same as this one. Compare the
        file's SHA-256 with the one the project publishes, and get the two from different places.
      </p>
      <Command text={WINDOWS} />
      <Command text={UNIX} />
      {keep}
    </main>
  )
}

function Command({ text }: { text: string }) {
  return (
    <p class="command">
      <code class="mono">{text}</code> <CopyButton text={text} label="Copy" />
    </p>
  )
}
