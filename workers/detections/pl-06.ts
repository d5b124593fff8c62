import { unescapeMarkup, normalForms } from './shared/text.js'
import { TEST_PROXYLOGON } from './shared/sources.js'
import type { Detection } from './detection.js'

export const scriptInDirectory: Detection = {
  id: 'PL-06',
  title: 'Script written into the address of a virtual directory',
  question: 'exploited',
  level: 'critical',
  technique: 'T1505.003',
  chain: 'proxylogon',
  references: [
    TEST_PROXYLOGON,
    'microsoft/CSS-Exchange@ff06672d Security/src/Test-ProxyLogon.ps1 (MIT)',
  ],
  falsePositives: ['None known: the address of a virtual directory holds no markup.'],
  why: 'The address of a virtual directory is a URL. Script in it has one use: to end up in a file that the web server runs.',
  todo: 'Find the file that was written in the same minute and who asked for it afterwards.',
  needs: ['ecp'],
  literals: ['virtualdirectory'],
  outcomes: [
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'exploit',
      says: 'script in the address of a virtual directory',
    },
  ],
  match(record) {
    if (record.group !== 'ecp') return -1
    const texts = normalForms(record.field('EventData') || record.item('CMD')).map(unescapeMarkup)
    return texts.some(holdsScript) ? 0 : -1
  },
}

/**
 * Test-ProxyLogon's pattern as a walk from mark to mark, so that no line can make it slow:
 * Set-…VirtualDirectory … Url … <tag …> … </tag> … VirtualDirectory.
 */
function holdsScript(text: string): boolean {
  let at = 0
  for (const mark of MARKS) {
    mark.lastIndex = at
    if (!mark.test(text)) return false
    at = mark.lastIndex
  }
  return true
}

const MARKS = [/set-/g, /virtualdirectory/g, /url/g, /<\w/g, />/g, /<\/\w+>/g, /virtualdirectory/g]
