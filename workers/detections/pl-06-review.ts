import { TEST_PROXYLOGON } from './shared/sources.js'
import { normalForms } from './shared/text.js'
import type { Detection } from './detection.js'

/**
 * The form of the check before 18 March 2021: any change of a virtual directory. By itself it is an
 * administrator's work; beside a chain it shows what was written and cleaned up.
 */
export const directoryChanged: Detection = {
  id: 'PL-06-REVIEW',
  title: 'Settings of a virtual directory changed',
  question: 'exploited',
  level: 'low',
  technique: 'T1505.003',
  chain: 'proxylogon',
  references: [
    TEST_PROXYLOGON,
    'microsoft/CSS-Exchange@ff06672d Security/src/Test-ProxyLogon.ps1 (MIT)',
  ],
  falsePositives: [
    'Administrators change addresses of virtual directories; without markup in the address that is all it is.',
  ],
  why: 'The exploit writes its script through such a change and undoes it afterwards. Most changes are an administrator’s.',
  todo: 'Ask who changed it and why. Look at what else happened in the same minutes.',
  needs: ['ecp'],
  literals: ['virtualdirectory'],
  outcomes: [
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a virtual directory was changed: ask who did it',
    },
  ],
  match(record) {
    if (record.group !== 'ecp') return -1
    const texts = normalForms(record.item('CMD') || record.field('EventData'))
    const changed = texts.some((text) => /set-[^;]{0,80}virtualdirectory/.test(text))
    return changed && !texts.some((text) => holdsMarkup(text)) ? 0 : -1
  },
}

/** With markup in it the change is PL-06's to tell. */
function holdsMarkup(text: string): boolean {
  return /<\w|&lt;\w/.test(text)
}
