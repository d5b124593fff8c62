import { existsSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { atRoot } from '../../scripts/root.mjs'
import { webkitReason } from '../browser/webkit.js'
import { protection, protectionOf } from './armed.js'
import { asksNames, CHANNELS } from './channels.js'
import type { Engine } from './engines.js'
import { tryAllChannels, type PrivacyRun } from './namespace.js'
import { leaks } from './residue.js'
import { summary } from './summary.js'

const HOOK_MS = 300_000
const DIST = atRoot('dist/index.html')
const noWebkit = webkitReason()
const engines: Engine[] = noWebkit ? ['chromium', 'firefox'] : ['chromium', 'firefox', 'webkit']

let result: PrivacyRun

beforeAll(async () => {
  result = await tryAllChannels(engines)
  console.info(`\n${summary(result.engines)}\n`)
  if (result.noNamespace) console.info(`Names were not tried: ${result.noNamespace}`)
}, HOOK_MS)

describe('the proof itself', () => {
  it('ran in every browser', () => {
    expect(result.failures).toEqual([])
    expect(result.engines.map(({ engine }) => engine)).toEqual(engines)
  })

  it.skipIf(!existsSync(DIST))(
    'tries a page protected exactly as the built one (needs a build)',
    async () => {
      const ours = protection(result.armed)
      expect(ours).toContain("connect-src 'none'")
      expect(ours).toContain('sandbox="allow-scripts"')
      expect(ours).toBe(await protectionOf(DIST))
    },
  )

  it.each(engines)('shows most channels in the page without protection in %s', (engine) => {
    const channels = result.engines.find((one) => one.engine === engine)?.channels ?? []
    const shown = channels.filter(({ control }) => control.length > 0)
    expect(shown.length).toBeGreaterThan(channels.length * 0.6)
    for (const name of ['fetch', 'image', 'location=', 'worker: fetch', 'link preconnect']) {
      expect(shown.map((one) => one.name)).toContain(name)
    }
  })
})

describe.each(engines)('nothing leaves the page in %s', (engine) => {
  for (const channel of CHANNELS) {
    it(channel.name, ({ skip }) => {
      const all = result.engines.find((one) => one.engine === engine)?.channels
      const found = all?.find(({ name }) => name === channel.name)
      if (!found && result.noNamespace && asksNames(channel)) {
        skip(`not provable here: ${result.noNamespace}`)
      }
      if (!found) throw new Error(`${channel.name} was not tried`)
      // A leak is one even where the control shows nothing.
      expect(leaks(engine, channel.name, found.file)).toEqual([])
      expect(leaks(engine, channel.name, found.http ?? [])).toEqual([])
      if (found.control.length === 0) skip('not provable here: works in no page of this browser')
    })
  }
})

describe.runIf(noWebkit)('nothing leaves the page in webkit', () => {
  it('all channels', ({ skip }) => {
    skip(`WebKit cannot be driven here: ${noWebkit}`)
  })
})
