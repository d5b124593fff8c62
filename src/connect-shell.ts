import type { Drop } from './case/session.js'
import { HELLO, type KeptState, type ToApp, type ToShell } from './shell/messages.js'

/** The app's end of the line to the outer page. */
export interface Shell {
  readonly fragment: string
  send(message: ToShell): void
  onDrop(handler: (drops: readonly Drop[]) => void): void
  onDropEnded(handler: (message: string) => void): void
  onKept(handler: (state: KeptState) => void): void
}

/** Says hello to the outer page and waits for its port. */
export function connectShell(): Promise<Shell> {
  return new Promise((resolve) => {
    // What is dropped before there is a handler waits for it.
    let early: (readonly Drop[])[] = []
    let dropped = (drops: readonly Drop[]): void => {
      early.push(drops)
    }
    let ended: (message: string) => void = () => undefined
    let keptEarly: KeptState | null = null
    let kept = (state: KeptState): void => {
      keptEarly = state
    }
    const welcome = (event: MessageEvent) => {
      const port = event.ports[0]
      if (event.source !== parent || event.data !== HELLO || !port) return
      removeEventListener('message', welcome)
      port.onmessage = ({ data }: MessageEvent<ToApp>) => {
        if (data.kind === 'drop') {
          dropped(data.drops)
          return
        }
        if (data.kind === 'drop-ended') {
          ended(data.message)
          return
        }
        if (data.kind === 'kept') {
          kept(data)
          return
        }
        resolve({
          fragment: data.fragment,
          send: (message) => {
            port.postMessage(message)
          },
          onDrop: (handler) => {
            dropped = handler
            for (const drops of early) handler(drops)
            early = []
          },
          onKept: (handler) => {
            kept = handler
            if (keptEarly) handler(keptEarly)
          },
          onDropEnded: (handler) => {
            ended = handler
          },
        })
      }
    }
    addEventListener('message', welcome)
    parent.postMessage(HELLO, '*')
  })
}
