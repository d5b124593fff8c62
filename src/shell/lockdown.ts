/**
 * Runs before any other script in the outer page, in the frame and in every worker: takes away what
 * could carry data out and is not stopped by the Content-Security-Policy in every browser (WebRTC,
 * link preconnect, navigation), and what it does stop, for depth. Removing is final: the properties
 * are neither writable nor configurable.
 */
const scope = globalThis as unknown as Record<string, unknown>

const GONE = [
  'fetch',
  'fetchLater',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'EventSource',
  'WebTransport',
  'RTCPeerConnection',
  'webkitRTCPeerConnection',
  'mozRTCPeerConnection',
  'RTCDataChannel',
  'SharedWorker',
  'open',
  'Notification',
  'PushManager',
  'PaymentRequest',
  'PresentationRequest',
  'caches',
]

function remove(target: object | undefined, name: string): void {
  if (!target || !(name in target)) return
  try {
    Object.defineProperty(target, name, { value: undefined, writable: false, configurable: false })
  } catch {
    // Already locked by the platform; the scope-test shows what is left.
  }
}

function prototypeOf(name: string): object | undefined {
  const constructor = scope[name] as { prototype?: object } | undefined
  return constructor?.prototype
}

for (const name of GONE) remove(scope, name)
remove(prototypeOf('Navigator'), 'sendBeacon')
remove(prototypeOf('Navigator'), 'serviceWorker')
remove(prototypeOf('Navigator'), 'registerProtocolHandler')
remove(prototypeOf('Document'), 'write')
remove(prototypeOf('Document'), 'writeln')

if ('document' in scope) lockDocument()
else {
  remove(scope, 'Worker')
  // Libraries tell a worker by this function being there, so it stays, and refuses.
  Object.defineProperty(scope, 'importScripts', {
    value: refuse,
    writable: false,
    configurable: false,
  })
}

function lockDocument(): void {
  // A link element made by script could preconnect or prefetch: no directive stops that.
  const link = prototypeOf('HTMLLinkElement')
  if (link) {
    for (const name of ['href', 'rel', 'relList', 'as', 'imageSrcset']) {
      if (name in link) {
        Object.defineProperty(link, name, { get: () => '', set: refuse, configurable: false })
      }
    }
    for (const name of ['setAttribute', 'setAttributeNS', 'setAttributeNode', 'toggleAttribute']) {
      Object.defineProperty(link, name, { value: refuse, writable: false, configurable: false })
    }
  }
  let saving = ''
  const navigation = scope['navigation'] as EventTarget | undefined
  navigation?.addEventListener('navigate', (event) => {
    const to = event as Event & {
      hashChange?: boolean
      downloadRequest?: string | null
      destination?: { url: string }
    }
    const url = to.destination?.url ?? ''
    if (to.downloadRequest != null) saving = url
    // Firefox announces a download a second time as a plain navigation to the same blob.
    const ours = to.hashChange === true || to.downloadRequest != null
    if (!ours && !(url === saving && url.startsWith('blob:')) && event.cancelable) {
      event.preventDefault()
    }
  })
}

function refuse(): void {
  throw new TypeError('Afterpatch lets nothing be loaded')
}
