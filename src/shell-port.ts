import { signal } from '@preact/signals'
import type { KeptState } from './shell/messages.js'
import { runSelfTest } from './self-test/self-test.js'
import type { Shell } from './connect-shell.js'
import type { ShellPort } from './share/shell-port.js'

const ENFORCED_BY = [
  'The page’s own Content-Security-Policy refuses every connection, and names each script by its hash.',
  'The viewer runs in a sandboxed frame of no origin: no storage, no forms, no pop-ups, no navigation.',
  'Scripts that start first take away what could carry data out: requests, sockets, WebRTC, beacons.',
  'Trusted Types let no text become script; what stood in a log can never run.',
]

/** The outer page as the views know it. */
export function shellPort(shell: Shell): ShellPort {
  let dragging: (over: boolean, failure: string) => void = () => undefined
  document.addEventListener('dragenter', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    shell.send({ kind: 'dragging' })
    dragging(true, '')
  })
  // What is let go before the shell's target is on top must not open in place of the page.
  for (const kind of ['dragover', 'drop']) {
    document.addEventListener(kind, (event) => {
      event.preventDefault()
    })
  }
  shell.onDropEnded((message) => {
    dragging(false, message)
  })
  const kept = signal<KeptState | null>(null)
  shell.onKept((state) => {
    kept.value = state
  })
  return {
    download: (name, blob) => {
      shell.send({ kind: 'download', name, blob })
    },
    setTitle: (text) => {
      shell.send({ kind: 'title', text })
    },
    pickFolderNeedsShell: false,
    onDrop: (handler) => {
      shell.onDrop(handler)
    },
    onDragging: (handler) => {
      dragging = handler
    },
    keeper: {
      state: kept,
      keep: (copy, passphrase) => {
        shell.send({ kind: 'keep', copy, passphrase })
      },
      open: (passphrase) => {
        shell.send({ kind: 'open-kept', passphrase })
      },
      wipe: () => {
        shell.send({ kind: 'wipe-kept' })
      },
    },
    privacy: { enforcedBy: ENFORCED_BY, selfTest: runSelfTest },
  }
}
