import { LINK_LOCAL, type Milliseconds } from './server.js'

export const PROTOCOLS = [
  'Ecp',
  'Owa',
  'Ews',
  'Eas',
  'Autodiscover',
  'Mapi',
  'Oab',
  'PowerShell',
  'RpcHttp',
] as const
export type Protocol = (typeof PROTOCOLS)[number]

/** One HTTP request as either site's log tells it. */
export interface Request {
  readonly time: Milliseconds
  readonly method: string
  readonly stem: string
  /** Without `?`; '' where there is none. */
  readonly query: string
  /** Account as logged, '' where anonymous. */
  readonly user: string
  readonly client: string
  /** As the client sent it. */
  readonly agent: string
  readonly referer: string
  readonly status: number
  readonly substatus: number
  readonly win32: number
  /** Milliseconds. */
  readonly taken: number
}

/** What HttpProxy logs beyond the request. */
export interface Proxied {
  readonly protocol: Protocol
  readonly authentication: string
  readonly anchor: string
  readonly routingHint: string
  readonly backEndStatus: string
  readonly errorCode: string
  readonly action: string
  /** Key-value text at the end of GenericInfo, '' where there is none. */
  readonly info: string
}

const BARE = { query: '', user: '', referer: '', substatus: 0, win32: 0, taken: 15 }

export function request(
  given: Partial<Request> &
    Pick<Request, 'time' | 'method' | 'stem' | 'client' | 'agent' | 'status'>,
): Request {
  return { ...BARE, ...given }
}

export function proxied(protocol: Protocol, given: Partial<Proxied> = {}): Proxied {
  return {
    protocol,
    authentication: 'Negotiate',
    anchor: '',
    routingHint: '',
    backEndStatus: '',
    errorCode: '',
    action: 'Proxy',
    info: '',
    ...given,
  }
}

/** The same request as the front end passes it on to the back-end site, from its own address. */
export function passedOn(front: Request, change: Partial<Request> = {}): Request {
  return { ...front, client: LINK_LOCAL, referer: '', ...change }
}
