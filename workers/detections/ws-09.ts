import { isLibrary, isShellProgram } from '../agents.js'
import { classifyPath } from '../web-path.js'
import type { Detection } from './detection.js'
import { agents } from './shared/request.js'
import { SIGMA } from './shared/sources.js'

export const shellProgram: Detection = {
  id: 'WS-09',
  title: 'Program in place of a browser at a page that Exchange does not ship',
  question: 'used',
  level: 'high',
  technique: 'T1071.001',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/TA/HAFNIUM/web_exchange_exploitation_hafnium.yml',
      '67bce556-312f-4c81-9162-c3c9ff2599b2',
      'Florian Roth',
    ),
    'trustedsec/defensive-scripts HAFNIUM/LogParser Queries/suspicious_useragents.sql',
  ],
  falsePositives: [
    'Scanners and monitoring use the same libraries; any program can call itself anything.',
  ],
  why: 'People steer web shells with programs. Some name themselves, others show what they are made with.',
  todo: 'Look at what the page is and who else asked for it. A name proves nothing by itself.',
  needs: ['iis'],
  lookedAt: true,
  strangePages: true,
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: null,
      phase: 'use',
      says: 'a program that steers web shells named itself, and was answered by such a page',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'probe',
      says: 'a program that steers web shells named itself',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'use',
      says: 'a script or a client without a name was answered by such a page',
    },
  ],
  match(record) {
    if (record.group !== 'iis') return -1
    const { kind } = classifyPath(record.stem)
    const answered = record.status >= 200 && record.status < 300 && !record.reshaped
    const names = agents(record)
    if (names.some(isShellProgram)) return answered && isForeign(kind) ? 0 : 1
    if (kind !== 'exchange' || !answered || record.fromSelf) return -1
    return names.some((name) => name === '' || name === '-' || isLibrary(name)) ? 2 : -1
  },
}

function isForeign(kind: string): boolean {
  return kind === 'exchange' || kind === 'other'
}
