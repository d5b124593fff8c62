/** A planted page: how it comes to lie there, what is sent to it, how it goes. */
import { plain } from '../../../src/model/plain.js'
import type { Planted } from '../package.js'
import { CREATED, DELETED, type Scene } from '../scene.js'
import { SECOND, type Milliseconds } from '../server.js'

export interface Shell {
  /** `/aspnet_client/x.aspx` */
  readonly url: string
  /** On the drive: `inetpub/wwwroot/aspnet_client/x.aspx`. */
  readonly place: string
  readonly content: string
  readonly written: Milliseconds
}

const EXCHANGE = 'Program Files/Microsoft/Exchange Server/V15'

export function inSharedFolder(name: string, content: string, written: Milliseconds): Shell {
  const url = `/aspnet_client/${name}`
  return { url, place: `inetpub/wwwroot${url}`, content, written }
}

export function besideLogon(name: string, content: string, written: Milliseconds): Shell {
  const place = `${EXCHANGE}/FrontEnd/HttpProxy/owa/auth/${name}`
  return { url: `/owa/auth/${name}`, place, content, written }
}

/** Runs what a client sends, in the fewest words; inert, as its body is a remark. */
export const SHORT_PAGE = plain(
  '<%@ Pa¦ge Lang¦uage="JS¦cript"%><%ev¦al(Req¦uest["demo"],"uns¦afe");/* inert */%>',
)

const FILE: Planted = { what: 'The planted page as a file', tier: 'backdoored' }

export interface Left {
  /** Collected as a file of its own. */
  readonly collected?: boolean
  readonly deleted?: Milliseconds
  /** What somebody set its times to. */
  readonly claimed?: Milliseconds
}

/** The page's record, its creation in the journal and, where collected, the page itself. */
export function leave(scene: Scene, shell: Shell, left: Left = {}): void {
  const { place, content, written } = shell
  const { collected = true, deleted, claimed } = left
  const isGone = deleted !== undefined
  scene.onDisk(
    {
      ...{ path: place, created: written, content, deleted: isGone },
      ...(claimed !== undefined && { claimed }),
    },
    FILE,
  )
  const made = { what: 'The planted page is created', tier: 'backdoored' } as const
  scene.change(place, written, CREATED, made)
  if (isGone) scene.change(place, deleted, DELETED)
  if (!collected || isGone) return
  scene.logs.file(`C/${place}`, content, 1)
  scene.logs.step(`C/${place}`, null, FILE)
}

/** `times` requests that carry orders, 20 seconds apart, each answered. */
export function use(
  scene: Scene,
  { url }: Pick<Shell, 'url'>,
  client: string,
  from: Milliseconds,
  times: number,
  agent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
): void {
  for (let turn = 0; turn < times; turn++) {
    const time = from + turn * 20 * SECOND
    const asked = { time, method: 'POST', stem: url, client, agent, status: 200, taken: 180 }
    scene.logs.direct(asked, { what: 'An order to the planted page', tier: 'used' })
  }
}

const SEARCHED = 'shell discover client supp0rt load sol error_page web help one t xx'.split(' ')

/** Somebody asks for what others left: a dozen names that are not here, and one that is. */
export function search(
  scene: Scene,
  { url }: Pick<Shell, 'url'>,
  client: string,
  from: Milliseconds,
): void {
  SEARCHED.forEach((name, at) => {
    ask404(scene, `/aspnet_client/${name}.aspx`, client, from + at * 3 * SECOND)
  })
  const asked = { method: 'GET', stem: url, client, agent: 'curl/7.58.0', status: 200 }
  const time = from + SEARCHED.length * 3 * SECOND
  scene.logs.direct({ ...asked, time }, { what: 'The planted page answered a search', tier: null })
}

/** Asked for after it was taken away. */
export function ask404(scene: Scene, url: string, client: string, time: Milliseconds): void {
  const asked = { time, method: 'GET', stem: url, client, agent: 'curl/7.58.0', status: 404 }
  scene.logs.direct({ ...asked, win32: 2 })
}
