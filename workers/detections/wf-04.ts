import type { Detection } from './detection.js'
import { EXTENSIONS } from './shared/executable.js'
import { MSTIC_HAFNIUM } from './shared/sources.js'
import { strangePlace } from './shared/place.js'

export const journalOfShell: Detection = {
  id: 'WF-04',
  title: 'Script written where Exchange has none, by the change journal',
  question: 'backdoored',
  level: 'critical',
  technique: 'T1505.003',
  references: [
    MSTIC_HAFNIUM,
    'https://learn.microsoft.com/en-us/windows/win32/api/winioctl/ns-winioctl-usn_record_v2',
  ],
  falsePositives: [
    'A page of an update newer than the list of Exchange’s own pages; a page that an administrator added on purpose.',
  ],
  why: 'The journal tells when a file was made, hidden, renamed and deleted, also of a file that is gone.',
  todo: 'Look in the IIS logs for who asked for the page between its first and last record here.',
  needs: ['ntfs', 'files'],
  rows: [{ family: 'usn', names: EXTENSIONS }],
  literals: [],
  outcomes: [
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'a script in aspnet_client or beside the logon page',
    },
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'a script in a front-end folder that Exchange does not ship',
    },
    {
      level: 'high',
      rung: null,
      phase: 'backdoor',
      says: 'a script in a back-end folder that Exchange does not ship',
    },
  ],
  match(record) {
    if (record.family !== 'usn') return -1
    const place = strangePlace(record.stem)
    if (place === 'shared' || place === 'logon') return 0
    if (place === 'front') return 1
    return place === 'back' ? 2 : -1
  },
}
