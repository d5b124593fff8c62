import type { Detection } from './detection.js'
import { EXTENSIONS } from './shared/executable.js'
import { standsForFile } from './shared/file-families.js'
import { strangePlace } from './shared/place.js'
import { MSTIC_HAFNIUM } from './shared/sources.js'

const PLACES = ['shared', 'logon', 'front', 'back'] as const

export const shellByPlace: Detection = {
  id: 'WS-PLACE',
  title: 'Script where Exchange has none',
  question: 'backdoored',
  level: 'critical',
  technique: 'T1505.003',
  references: [
    MSTIC_HAFNIUM,
    'microsoft/CSS-Exchange Security/src/Baselines, builds to September 2022 (MIT)',
  ],
  falsePositives: [
    'A page of an update newer than the list of Exchange’s own pages; a page that an administrator added on purpose.',
  ],
  why: 'Exchange ships no such script in this folder, and the web server runs what lies there.',
  todo: 'Keep a copy with its times and owner, then take it out of the folder. Look in the IIS logs for who asked for it.',
  needs: ['files'],
  literals: EXTENSIONS,
  outcomes: [
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'a script in aspnet_client, which has none',
    },
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'a script beside the logon page that Exchange does not ship',
    },
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'a script in a front-end folder that Exchange does not ship',
    },
    {
      level: 'high',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'a script in a back-end folder that Exchange does not ship',
    },
  ],
  match(record) {
    if (!standsForFile(record.family)) return -1
    const place = strangePlace(record.stem)
    return place === null ? -1 : PLACES.indexOf(place)
  },
}
