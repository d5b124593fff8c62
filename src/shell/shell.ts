/**
 * The outer page: a few dozen lines that look into nothing. It hands dropped files to the app in its
 * frame, saves the files that the app has made, keeps an encrypted copy where asked to, and the title. Everything else the frame's
 * sandbox and this page's policy refuse.
 */
import { walkDrop } from './dropped.js'
import { keepCopy, keptSince, openCopy, whyNot, wipeCopy } from './keeper.js'
import { HELLO, type ToApp, type ToShell } from './messages.js'

const MAX_NAME = 120
const KEPT_NAME = 'kept.afterpatch.zip'

let port: MessagePort | null = null

window.addEventListener('message', (event) => {
  const frame = document.getElementById('app') as HTMLIFrameElement | null
  // The frame's origin is opaque ("null"), so the window itself is what identifies it.
  if (!frame || event.source !== frame.contentWindow || event.data !== HELLO || port) return
  const channel = new MessageChannel()
  port = channel.port1
  port.onmessage = (message: MessageEvent<ToShell>) => {
    receive(message.data)
  }
  frame.contentWindow?.postMessage(HELLO, '*', [channel.port2])
  send({ kind: 'welcome', fragment: location.hash.slice(1) })
  void tellKept(Promise.resolve())
  frame.focus()
})

document.addEventListener('DOMContentLoaded', () => {
  const target = dropTarget()
  target.addEventListener('dragover', (event) => {
    event.preventDefault()
  })
  const leave = () => {
    target.hidden = true
    send({ kind: 'drop-ended', message: '' })
  }
  target.addEventListener('dragleave', leave)
  // No pointer moves while something is dragged: the drag ended unseen, and the page must not stay covered.
  target.addEventListener('pointermove', leave)
  target.addEventListener('drop', (event) => {
    event.preventDefault()
    target.hidden = true
    if (event.dataTransfer) void forward(event.dataTransfer)
  })
})

async function forward(transfer: DataTransfer): Promise<void> {
  try {
    send({ kind: 'drop', drops: await walkDrop(transfer) })
    send({ kind: 'drop-ended', message: '' })
  } catch (error) {
    send({ kind: 'drop-ended', message: error instanceof Error ? error.message : String(error) })
  }
}

function receive(message: ToShell): void {
  switch (message.kind) {
    case 'download':
      if (message.blob instanceof Blob) download(safeName(message.name), message.blob)
      return
    case 'title':
      document.title = message.text.slice(0, MAX_NAME)
      return
    case 'dragging':
      dropTarget().hidden = false
      return
    case 'keep':
      if (message.copy instanceof Blob) void tellKept(keepCopy(message.copy, message.passphrase))
      return
    case 'open-kept':
      void tellKept(openKept(message.passphrase))
      return
    case 'wipe-kept':
      void tellKept(wipeCopy())
  }
}

/** Hands the kept copy to the app as if it had been dropped. */
async function openKept(passphrase: string): Promise<void> {
  const file = new File([await openCopy(passphrase)], KEPT_NAME)
  send({ kind: 'drop', drops: [{ folder: '', files: [{ path: KEPT_NAME, file }] }] })
}

/** Says what is kept now that something was done. */
async function tellKept(done: Promise<unknown>): Promise<void> {
  const failure = await reasonOf(done)
  let since = ''
  const unreadable = await reasonOf(keptSince().then((at) => (since = at)))
  send({ kind: 'kept', whyNot: whyNot() || unreadable, since, failure })
}

/** '' where it went well. */
function reasonOf(done: Promise<unknown>): Promise<string> {
  return done.then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
}

function send(message: ToApp): void {
  port?.postMessage(message)
}

function dropTarget(): HTMLElement {
  return document.getElementById('drop') as HTMLElement
}

/** A plain file name whatever was asked for: no path, no hidden file, no surprises. */
function safeName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^\.+/, '')
  return plain.slice(-MAX_NAME) || 'afterpatch'
}

function download(name: string, blob: Blob): void {
  const anchor = document.createElement('a')
  anchor.download = name
  anchor.href = URL.createObjectURL(blob)
  anchor.click()
  // The browser reads the blob after the click; a minute is ample for any size.
  setTimeout(() => {
    URL.revokeObjectURL(anchor.href)
  }, 60_000)
}
