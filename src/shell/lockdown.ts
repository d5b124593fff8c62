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
  'XSLTProcessor',
]

/** By interface: methods that send, or that make elements from text or around the guards below. */
const GONE_METHODS: Record<string, readonly string[]> = {
  Navigator: ['sendBeacon', 'serviceWorker', 'registerProtocolHandler'],
  Navigation: ['navigate'],
  Document: ['write', 'writeln', 'parseHTML', 'parseHTMLUnsafe'],
  Element: ['setHTML', 'setHTMLUnsafe'],
  ShadowRoot: ['setHTML', 'setHTMLUnsafe'],
  NamedNodeMap: ['setNamedItem', 'setNamedItemNS'],
}

/**
 * By interface: attributes whose value may not be set, because the browser could look up a name or
 * open a connection for it before it asks the policy, or without asking it.
 */
const LOADING: Record<string, readonly string[]> = {
  HTMLLinkElement: ['href', 'rel', 'relList', 'as', 'imageSrcset'],
  HTMLMetaElement: ['httpEquiv', 'content'],
  HTMLBaseElement: ['href'],
  HTMLIFrameElement: ['src', 'srcdoc'],
  HTMLFrameElement: ['src'],
  HTMLObjectElement: ['data'],
  HTMLEmbedElement: ['src'],
}

/** By interface: the same, but a place in this page or a blob of this page may be pointed at. */
const POINTING: Record<string, readonly string[]> = {
  HTMLAnchorElement: ['href', 'ping', 'protocol', 'host', 'hostname'],
  HTMLAreaElement: ['href', 'ping', 'protocol', 'host', 'hostname'],
  SVGAnimatedString: ['baseVal'],
}

const SETTERS = [
  'setAttribute',
  'setAttributeNS',
  'setAttributeNode',
  'setAttributeNodeNS',
  'toggleAttribute',
]

function remove(target: object | undefined, name: string): void {
  if (!target || !(name in target)) return
  try {
    Object.defineProperty(target, name, { value: undefined, writable: false, configurable: false })
  } catch {
    // Already locked by the platform; the self-test shows what is left.
  }
}

function prototypeOf(name: string): object | undefined {
  const constructor = scope[name] as { prototype?: object } | undefined
  return constructor?.prototype
}

for (const name of GONE) remove(scope, name)
for (const [owner, names] of Object.entries(GONE_METHODS)) {
  for (const name of names) {
    remove(prototypeOf(owner), name)
    remove(scope[owner] as object | undefined, name)
  }
}

if ('document' in scope) lockDocument()
else lockWorker()

function lockWorker(): void {
  remove(scope, 'Worker')
  // Libraries tell a worker by this function being there, so it stays, and refuses.
  Object.defineProperty(scope, 'importScripts', {
    value: refuse,
    writable: false,
    configurable: false,
  })
}

function lockDocument(): void {
  guardProperties(LOADING, () => false)
  guardProperties(POINTING, isLocal)
  guardAttributes()
  cancelNavigation()
}

function guardProperties(
  table: Record<string, readonly string[]>,
  allowed: (value: unknown) => boolean,
): void {
  for (const [owner, names] of Object.entries(table)) {
    const prototype = prototypeOf(owner)
    for (const name of names) {
      const found = prototype && Object.getOwnPropertyDescriptor(prototype, name)
      if (!found) continue
      Object.defineProperty(prototype, name, {
        get(this: object): unknown {
          return found.get?.call(this)
        },
        set(this: object, value: unknown) {
          // Text once and for all: an object could say something else when asked again.
          const text = String(value)
          if (!allowed(text)) refuse()
          found.set?.call(this, text)
        },
        configurable: false,
      })
    }
  }
}

/** The attribute methods of all elements, so that borrowing them from another class is no way round. */
function guardAttributes(): void {
  const element = prototypeOf('Element') as Record<string, unknown>
  const loading = classes(LOADING)
  const pointing = [...classes(POINTING), ...classes({ SVGAElement: [], MathMLElement: [] })]
  for (const method of SETTERS) {
    const original = element[method] as (...args: unknown[]) => unknown
    const byNode = method.includes('Node')
    Object.defineProperty(element, method, {
      value(this: object, ...args: unknown[]): unknown {
        if (loading.some((one) => this instanceof one)) refuse()
        if (pointing.some((one) => this instanceof one)) {
          const [given, name, value] = asText(method, args)
          if (byNode || (isPointer(name) && !isLocal(value))) refuse()
          return original.apply(this, given)
        }
        return original.apply(this, args)
      },
      writable: false,
      configurable: false,
    })
  }
}

/** Arguments as text once and for all, with the attribute's name and value among them. */
function asText(method: string, args: readonly unknown[]): [unknown[], string, string] {
  const text = args.map((arg) => (arg === null || typeof arg === 'boolean' ? arg : asString(arg)))
  const at = method.endsWith('NS') ? 1 : 0
  return [text, String(text[at]).toLowerCase(), String(text[at + 1])]
}

function classes(table: Record<string, readonly string[]>): (new () => object)[] {
  return Object.keys(table)
    .map((name) => scope[name] as (new () => object) | undefined)
    .filter((one) => one !== undefined)
}

function isPointer(name: string): boolean {
  return /(^|:)href$|^ping$/.test(name)
}

function isLocal(value: unknown): boolean {
  const text = String(value)
  return text === '' || text.startsWith('#') || text.startsWith('blob:')
}

/** Where the browser lets a page cancel its own navigation. A frame without origin gets no say. */
function cancelNavigation(): void {
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

/** As the platform makes text of an argument, with whatever an object says of itself. */
function asString(value: unknown): string {
  return ''.concat(value as string)
}

function refuse(): never {
  throw new TypeError('Afterpatch lets nothing be loaded')
}
