import { nameSign } from '../page-names.js'
import type { Detection } from './detection.js'
import { EXTENSIONS } from './shared/executable.js'
import { judgeName, NAME_OUTCOMES } from './shared/name-outcome.js'
import { TRUSTEDSEC } from './shared/sources.js'

export const reportedName: Detection = {
  id: 'WS-04',
  title: 'Page named as web shells of March 2021 were',
  question: 'backdoored',
  level: 'high',
  technique: 'T1505.003',
  references: [
    TRUSTEDSEC('HAFNIUM/LogParser Queries/known_webshell_success.sql'),
    'Azure/Azure-Sentinel Sample Data/Feeds/MSTICIoCs-ExchangeServerVulnerabilitiesDisclosedMarch2021.csv',
  ],
  falsePositives: ['Many applications have pages of such names; scanners ask for all of them.'],
  why: 'Public reports list this name for a planted page. A name is a reason to look, no proof.',
  todo: 'Look at the page itself and at who else asked for it.',
  needs: ['iis'],
  strangePages: true,
  rows: [{ family: 'usn', names: EXTENSIONS }],
  literals: [],
  outcomes: NAME_OUTCOMES,
  match: (record) => judgeName(record, (script) => nameSign(script) === 'reported'),
}
