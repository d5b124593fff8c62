import { plain } from '../../src/model/plain.js'
import type { Detection } from './detection.js'

const STATE_SENT = plain('__view¦state=')
const STATE_REFUSED = ['viewstate verification failed', 'the serialized data is invalid']
const PAGES = /\/(?:ecp|owa)\b/

export const viewStateError: Detection = {
  id: 'V-03',
  title: 'Error of a page that was handed a forged state',
  question: 'targeted',
  level: 'high',
  technique: 'T1190',
  references: [
    'CERT NZ advisory of 10 March 2020 on CVE-2020-0688 in Exchange',
    'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2020-0688',
    'ACSC advisory 2020-006: active exploitation of vulnerability in Microsoft Exchange',
  ],
  falsePositives: [
    'A page that was open in a browser while the server was updated sends an old state; it is sent in no address.',
  ],
  why: 'CVE-2020-0688 hands the control panel a state signed with a key that every server had. It runs it and reports an error.',
  todo: 'Find the request in IIS: its account’s password is known to somebody. Look for what w3wp started then.',
  needs: ['evtx'],
  events: [{ family: 'evtx-application' }],
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: 'targeted',
      phase: 'exploit',
      says: 'a state was sent in the address of a page, which failed on it',
    },
    { level: 'low', rung: null, phase: 'probe', says: 'a page refused the state it was sent' },
  ],
  match({ event }) {
    const provider = event?.provider.toLowerCase() ?? ''
    if (!event || !(provider === 'msexchange control panel' || provider.startsWith('asp.net ')))
      return -1
    const text = event.values.join('\n').toLowerCase()
    if (provider !== 'msexchange control panel' && !PAGES.test(text)) return -1
    if (text.includes(STATE_SENT)) return 0
    return STATE_REFUSED.some((words) => text.includes(words)) ? 1 : -1
  },
}
