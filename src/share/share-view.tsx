import { useEffect, useState } from 'preact/hooks'
import type { Session } from '../case/session.js'
import type { Case } from '../model/case.js'
import { bundleReadme, makeBundle } from './bundle.js'
import { TLP_LABELS, type Tlp } from './card.js'
import { cardDensity, renderCard } from './render-card.js'
import { safeText } from './safe-text.js'
import type { ShellPort } from './shell-port.js'

interface Props {
  readonly session: Session
  readonly shell: ShellPort
  readonly judged: Case
  readonly host: string
}

interface Drawn {
  readonly blob: Blob
  readonly masked: boolean
  readonly tlp: Tlp
}

const REAL_NAMES = 'Real names are shown. Send it only to people who may read them.'

/** The picture with its preview: what is seen here is what is saved. */
export function ShareView({ session, shell, judged, host }: Props) {
  const [tlp, setTlp] = useState<Tlp>('AMBER')
  const [realNames, setRealNames] = useState(false)
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  const [address, setAddress] = useState('')
  const [message, setMessage] = useState('')
  const masked = !realNames
  // A picture drawn for other options must never be saved under these.
  const picture = drawn?.masked === masked && drawn.tlp === tlp ? drawn.blob : null
  const stem = judged.demo ? 'afterpatch-DEMO' : 'afterpatch'

  useEffect(() => {
    let wanted = true
    const draw = async () => {
      const density = await cardDensity(session, judged, host)
      const blob = await renderCard(judged, { tlp, masked, host }, density)
      if (wanted) setDrawn({ blob, masked, tlp })
    }
    setDrawn(null)
    draw().catch((error: unknown) => {
      if (wanted) setMessage(`The picture could not be made: ${reasonOf(error)}`)
    })
    return () => {
      wanted = false
    }
  }, [session, judged, host, tlp, masked])

  useEffect(() => {
    if (!picture) return
    const url = URL.createObjectURL(picture)
    setAddress(url)
    return () => {
      URL.revokeObjectURL(url)
    }
  }, [picture])

  const attempt = (work: () => Promise<string>) => {
    work().then(setMessage, (error: unknown) => {
      setMessage(`It did not work: ${reasonOf(error)}`)
    })
  }
  const savePicture = (blob: Blob) => {
    shell.download(`${stem}-timeline.png`, blob)
    setMessage('The picture was handed to the browser to save.')
  }
  const copyPicture = async (blob: Blob) => {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })])
    return 'The picture is on the clipboard.'
  }
  const saveBundle = async (blob: Blob) => {
    const shown = judged.hosts.find(({ name }) => name === host)
    const sentence = safeText(judged, masked)(shown?.verdict.sentence ?? '')
    const readme = bundleReadme(judged, { tlp, masked, sentence })
    const json = await session.caseJson({ masked })
    shell.download(`${stem}-for-responders.zip`, await makeBundle(blob, json, readme))
    return 'The zip was handed to the browser to save.'
  }

  return (
    <main class="page share">
      <h1>Share what was found</h1>
      <p class="lead">
        Look at the picture before it goes out. Attackers' addresses stay, defanged; names of your
        servers, domains and users do not, unless you say so.
      </p>
      <div class="share-tools">
        <label>
          TLP{' '}
          <select
            id="tlp"
            value={tlp}
            onChange={(event) => {
              setTlp(event.currentTarget.value as Tlp)
            }}
          >
            {TLP_LABELS.map((label) => (
              <option key={label} value={label}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label class="check">
          <input
            id="real-names"
            type="checkbox"
            checked={realNames}
            onChange={(event) => {
              setRealNames(event.currentTarget.checked)
            }}
          />
          show real names
        </label>
        <span class="spring" />
        <button
          id="save-picture"
          class="button"
          disabled={!picture}
          onClick={() => {
            if (picture) savePicture(picture)
          }}
        >
          Save picture
        </button>
        <button
          id="copy-picture"
          class="button quiet"
          disabled={!picture}
          onClick={() => {
            if (picture) attempt(() => copyPicture(picture))
          }}
        >
          Copy picture
        </button>
        <button
          id="save-bundle"
          class="button quiet"
          disabled={!picture}
          onClick={() => {
            if (picture) attempt(() => saveBundle(picture))
          }}
        >
          Save for responders
        </button>
      </div>
      <p class="status" role="status">
        {message || (realNames ? REAL_NAMES : '\u00a0')}
      </p>
      <div class="preview">
        {address !== '' && (
          <img src={address} alt="The picture as it will be saved" width={1200} height={675} />
        )}
      </div>
      <p class="caption">
        Save for responders: one zip with timeline.png, case.json and README.txt, masked the same
        way.
      </p>
    </main>
  )
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'no reason was given'
}
