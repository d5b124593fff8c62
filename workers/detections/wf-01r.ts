import type { Detection } from './detection.js'
import { EXTENSIONS } from './shared/executable.js'
import { strangePlace } from './shared/place.js'
import { MSTIC_HAFNIUM } from './shared/sources.js'

/** What The Sleuth Kit puts behind a name. */
const BEHIND_NAME = /(?: \((?:deleted|deleted-realloc|\$file_name)\))+$/

export const listedShell: Detection = {
  id: 'WF-01R',
  title: 'Script where Exchange has none, by a listing of another tool',
  question: 'backdoored',
  level: 'medium',
  technique: 'T1505.003',
  references: [MSTIC_HAFNIUM, 'https://wiki.sleuthkit.org/index.php?title=Body_file'],
  falsePositives: [
    'A page of an update newer than the list of Exchange’s own pages; a page that an administrator added on purpose.',
  ],
  why: 'The listing names a script in a folder where Exchange ships none. The list that it was made of says more.',
  todo: 'Collect $MFT or the web folders themselves, which show the file and what it holds.',
  needs: ['reported', 'files'],
  rows: [{ family: 'reported', names: EXTENSIONS }],
  literals: [],
  outcomes: [
    {
      level: 'medium',
      rung: null,
      phase: 'backdoor',
      says: 'reported: a script in a folder where Exchange has none',
    },
  ],
  match({ family, stem }) {
    if (family !== 'reported') return -1
    return strangePlace(stem.replace(BEHIND_NAME, '')) === null ? -1 : 0
  },
}
