import type { Detection } from './detection.js'
import { TEST_PROXYLOGON } from './shared/sources.js'

const NAMES = ['lsass', '.zip', '.rar', '.7z']
const DUMP = /(?:^|\/)(?:root|windows\/temp)\/[^/]{0,100}lsass[^/]{0,100}dmp$/
const ARCHIVE = /(?:^|\/)programdata\/.*\.(?:7z|zip|rar)$/

export const stagedName: Detection = {
  id: 'PL-21',
  title: 'File that has the name of a dump or of something packed',
  question: 'targeted',
  level: 'low',
  technique: 'T1560.001',
  references: [TEST_PROXYLOGON],
  falsePositives: [
    'Antivirus, backup and management software keep archives in ProgramData; most servers have some.',
  ],
  why: 'Attackers pack what they carry off into ProgramData and dump passwords into a temporary folder. So does honest software: the name alone says nothing.',
  todo: 'Only beside other findings: look at the file’s time and at what it holds.',
  needs: ['ntfs'],
  rows: [
    { family: 'mft', names: NAMES },
    { family: 'usn', names: NAMES },
  ],
  literals: [],
  outcomes: [
    { level: 'low', rung: null, phase: 'after', says: 'a memory dump of lsass by its name' },
    { level: 'informational', rung: null, phase: 'after', says: 'an archive in ProgramData' },
  ],
  match(record) {
    if (record.family !== 'mft' && record.family !== 'usn') return -1
    const path = record.stem.replaceAll('\\', '/')
    if (DUMP.test(path)) return 0
    return ARCHIVE.test(path) ? 1 : -1
  },
}
