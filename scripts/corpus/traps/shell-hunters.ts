import { SECOND } from '../server.js'
import { times, type Trap } from './trap.js'

const HUNTED = [
  'shell',
  'discover',
  'client',
  'supp0rt',
  'load',
  'sol',
  'error_page',
  'web',
  'help',
]

/** Since March 2021 half the Internet looks for pages that others planted. */
export const shellHunters: Trap = {
  name: 'shell-hunters',
  why: 'The names are those of web shells; that none was there is what the answers say.',
  add(scene, month) {
    for (const time of times(scene, month, 1)) {
      const client = `203.0.113.${String(scene.logs.random.between(161, 180))}`
      const asked = { method: 'GET', client, agent: 'Mozilla/5.0' }
      HUNTED.forEach((name, at) => {
        const stem = `/aspnet_client/${name}.aspx`
        scene.logs.direct({ ...asked, stem, time: time + at * SECOND, status: 404, win32: 2 })
      })
      const stem = '/owa/auth/OutlookEN.aspx'
      const there = { ...asked, stem, time: time + 30 * SECOND, status: 302 }
      scene.logs.visit(there, { protocol: 'Owa', authentication: 'FBA' })
    }
  },
}
