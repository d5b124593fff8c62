import type { Detection } from './detection.js'
import { SIGNATURE_BASE } from './shared/sources.js'

export const sharedMachineKey: Detection = {
  id: 'V-02',
  title: 'Machine key that every Exchange server had',
  question: 'targeted',
  level: 'high',
  technique: 'T1190',
  references: [
    SIGNATURE_BASE('VUL_Exchange_CVE_2020_0688'),
    'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2020-0688',
  ],
  falsePositives: ['A backup of an old web.config that no site uses any more.'],
  why: 'With this key anybody who has an account can send the control panel code that it runs. The update of February 2020 gives each server a key of its own. It shows a hole, not that anybody used it.',
  todo: 'Install the current update. Look for requests with __VIEWSTATE in their address.',
  needs: ['system'],
  rows: [{ family: 'configuration' }],
  literals: [],
  outcomes: [
    { level: 'high', rung: null, phase: 'probe', says: 'the key of CVE-2020-0688 is in the file' },
  ],
  match(record) {
    return record.family === 'configuration' && /^MACHINE KEY .*CVE-2020-0688/.test(record.method)
      ? 0
      : -1
  },
}
