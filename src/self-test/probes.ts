/**
 * Ways out that the page tries on itself. Each aims at the discard port of this very machine, so that
 * nothing would leave it even from a copy without protection.
 */
export const TARGET = 'http://127.0.0.1:9/afterpatch-self-test/'

/**
 * `gone`: the interface was taken away. `worked`: it did what it must not be able to. `tried`: it was
 * set going; only a violation of the policy, told by the browser, says that it was stopped.
 */
export type Attempt = 'gone' | 'worked' | 'tried'

export interface Probe {
  readonly channel: string
  /** Directive that must stop it where it can be set going. */
  readonly directive: RegExp
  /** It is text that is tried and no address, so the violation names none. */
  readonly text?: true
  attempt(url: string): Attempt
}

const scope = globalThis as unknown as Record<string, unknown>

type Sender = (url: string) => unknown
type Constructor = new (...args: unknown[]) => {
  open?(method: string, url: string): void
  send?(): void
}

function constructed(
  name: string,
  use: (made: Constructor, url: string) => void,
): Probe['attempt'] {
  return (url) => {
    const made = scope[name] as Constructor | undefined
    if (!made) return 'gone'
    use(made, url)
    return 'tried'
  }
}

/** A promise that fails is what is wanted; nobody waits for it. */
function quietly(result: unknown): Attempt {
  if (result instanceof Promise) result.catch(() => undefined)
  return 'tried'
}

const CONNECT = /^connect-src/
const SCRIPT = /^(?:script-src|require-trusted-types-for)/

export const PROBES: readonly Probe[] = [
  {
    channel: 'Text run as a program (eval)',
    directive: SCRIPT,
    text: true,
    attempt: () => ((0, eval)('1') === 1 ? 'worked' : 'tried'),
  },
  {
    channel: 'A script element with text in it',
    directive: SCRIPT,
    text: true,
    attempt() {
      const script = document.createElement('script')
      script.textContent = 'globalThis.afterpatchSelfTest = true'
      document.head.append(script)
      script.remove()
      return scope['afterpatchSelfTest'] === true ? 'worked' : 'tried'
    },
  },
  {
    channel: 'Text made into markup (innerHTML)',
    directive: SCRIPT,
    attempt() {
      const holder = document.createElement('div')
      holder.innerHTML = '<b></b>'
      return holder.firstElementChild ? 'worked' : 'tried'
    },
  },
  {
    channel: 'A worker that is not of this page',
    directive: SCRIPT,
    attempt() {
      const address = URL.createObjectURL(new Blob([''], { type: 'text/javascript' }))
      try {
        new Worker(address).terminate()
        return 'worked'
      } finally {
        URL.revokeObjectURL(address)
      }
    },
  },
  {
    channel: 'A script from elsewhere (import)',
    directive: SCRIPT,
    attempt: (url) => quietly(import(/* @vite-ignore */ url)),
  },
  {
    channel: 'A request (fetch)',
    directive: CONNECT,
    attempt: (url) => (scope['fetch'] ? quietly((scope['fetch'] as Sender)(url)) : 'gone'),
  },
  {
    channel: 'A request (XMLHttpRequest)',
    directive: CONNECT,
    attempt: constructed('XMLHttpRequest', (Made, url) => {
      const request = new Made()
      request.open?.('GET', url)
      request.send?.()
    }),
  },
  {
    channel: 'A socket (WebSocket)',
    directive: CONNECT,
    attempt: constructed('WebSocket', (Made, url) => new Made(url.replace('http', 'ws'))),
  },
  {
    channel: 'A stream of events (EventSource)',
    directive: CONNECT,
    attempt: constructed('EventSource', (Made, url) => new Made(url)),
  },
  {
    channel: 'A beacon',
    directive: CONNECT,
    attempt(url) {
      const { sendBeacon } = navigator as { sendBeacon?: (to: string) => boolean }
      if (!sendBeacon) return 'gone'
      sendBeacon.call(navigator, url)
      return 'tried'
    },
  },
  {
    channel: 'A connection between browsers (WebRTC)',
    directive: /^webrtc/,
    attempt: () => (scope['RTCPeerConnection'] ? 'worked' : 'gone'),
  },
  {
    channel: 'A picture from elsewhere',
    directive: /^img-src/,
    attempt(url) {
      new Image().src = url
      return 'tried'
    },
  },
  {
    channel: 'A sound from elsewhere',
    directive: /^media-src/,
    attempt(url) {
      new Audio(url).load()
      return 'tried'
    },
  },
  {
    channel: 'A typeface from elsewhere',
    directive: /^font-src/,
    attempt: (url) => quietly(new FontFace('afterpatch', `url(${url})`).load()),
  },
  {
    channel: 'A page in a frame',
    directive: /^frame-src/,
    attempt(url) {
      const frame = document.createElement('iframe')
      frame.src = url
      document.body.append(frame)
      setTimeout(() => {
        frame.remove()
      }, 300)
      return 'tried'
    },
  },
  {
    channel: 'A document in an object element',
    directive: /^(?:object|frame)-src/,
    attempt(url) {
      const object = document.createElement('object')
      object.data = url
      return 'tried'
    },
  },
  {
    channel: 'A connection made ahead (link)',
    directive: /^never/,
    attempt(url) {
      const link = document.createElement('link')
      link.rel = 'preconnect'
      link.href = url
      return link.href === url ? 'worked' : 'tried'
    },
  },
  {
    channel: 'A new window',
    directive: /^never/,
    attempt: () => (scope['open'] ? 'worked' : 'gone'),
  },
  {
    channel: 'Storage of the browser',
    directive: /^never/,
    attempt: () => (localStorage.length >= 0 ? 'worked' : 'tried'),
  },
  {
    channel: 'The page around the viewer',
    directive: /^never/,
    attempt: () => (parent.document.title === '' ? 'tried' : 'worked'),
  },
]
