import { isMisplaced, isStaged } from '../web-path.js'
import type { Detection } from './detection.js'
import { isPublic } from './shared/address.js'
import { paths } from './shared/request.js'

export const stagedDownload: Detection = {
  id: 'WS-10',
  title: 'Archive or dump fetched from a web folder',
  question: 'used',
  level: 'high',
  technique: 'T1567',
  references: [
    'https://www.microsoft.com/security/blog/2021/03/02/hafnium-targeting-exchange-servers/',
    'https://www.cisa.gov/news-events/cybersecurity-advisories/aa21-062a',
  ],
  falsePositives: ['A file that an administrator put there to be fetched.'],
  why: 'Exchange keeps no archives in these folders. Attackers put there what they mean to take away, and fetch it like a picture.',
  todo: 'Find the file’s birth in $MFT or $UsnJrnl, and what it held.',
  needs: ['iis'],
  strangePages: true,
  literals: [],
  outcomes: [
    { level: 'high', rung: null, phase: 'after', says: 'an archive or dump was fetched' },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a text, log or picture was fetched from a folder that has none',
    },
  ],
  match(record) {
    if (record.group !== 'iis' || record.method !== 'GET' || record.status !== 200) return -1
    if (record.reshaped || !isPublic(record.client)) return -1
    if (paths(record).some(isStaged)) return 0
    return paths(record).some(isMisplaced) ? 1 : -1
  },
}
