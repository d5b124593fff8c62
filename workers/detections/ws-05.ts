import { nameSign } from '../page-names.js'
import type { Detection } from './detection.js'
import { EXTENSIONS } from './shared/executable.js'
import { judgeName, NAME_OUTCOMES } from './shared/name-outcome.js'

export const disguisedName: Detection = {
  id: 'WS-05',
  title: 'Page with a name almost Exchange’s own, or of random letters',
  question: 'backdoored',
  level: 'high',
  technique: 'T1036.005',
  references: [
    '2021-march-exchange (Norwegian incident, 11 March 2021): RedirSuiteServerProxy.aspx beside RedirSuiteServiceProxy.aspx',
    'https://www.microsoft.com/security/blog/2021/03/02/hafnium-targeting-exchange-servers/',
  ],
  falsePositives: ['A page of your own whose name happens to be like one of Exchange’s.'],
  why: 'Who plants a page gives it a name that is overlooked, or has a tool invent one. A name is a reason to look, no proof.',
  todo: 'Look at the page itself and at who else asked for it.',
  needs: ['iis'],
  strangePages: true,
  rows: [{ family: 'usn', names: EXTENSIONS }],
  literals: [],
  outcomes: NAME_OUTCOMES,
  match: (record) =>
    judgeName(record, (script) => {
      const sign = nameSign(script)
      return sign === 'alike' || sign === 'random'
    }),
}
