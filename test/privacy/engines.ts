import { launchChromium } from '../browser/chromium.js'
import type { Driver } from '../browser/driver.js'
import { launchFirefox } from '../browser/firefox.js'
import { launchWebkit } from '../browser/webkit.js'

export type Engine = Driver['engine']

/** What the usual test profile switches off although a person's browser has it on. */
const AS_A_PERSON_HAS_IT = [
  ['network.dns.disablePrefetch', false],
  ['network.dns.disablePrefetchFromHTTPS', false],
  ['network.prefetch-next', true],
  ['network.http.speculative-parallel-limit', 20],
  ['browser.send_pings', true],
  ['dom.disable_open_during_load', false],
  ['dom.allow_scripts_to_close_windows', true],
  ['media.peerconnection.ice.loopback', true],
  ['media.peerconnection.ice.obfuscate_host_addresses', false],
]
  .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
  .join('')

export function launch(engine: Engine): Promise<Driver> {
  switch (engine) {
    case 'chromium':
      return launchChromium()
    case 'firefox':
      return launchFirefox({ preferences: AS_A_PERSON_HAS_IT })
    case 'webkit':
      // Windows that no click opened: else the control would show the pop-up blocker's work.
      return launchWebkit({ args: ['--javascript-can-open-windows-automatically=true'] })
  }
}
