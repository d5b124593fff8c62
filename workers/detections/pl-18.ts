import type { Detection } from './detection.js'

export const backEndToken: Detection = {
  id: 'PL-18',
  title: 'Back end asked with an odd first parameter',
  question: 'targeted',
  level: 'medium',
  technique: 'T1190',
  references: [
    'Azure/Azure-Sentinel Detections/W3CIISLog/SilkTyphoonSuspiciousExchangeRequestPattern.yaml (23005e87-2d3a-482b-b03d-edbebd1ae151; MIT)',
  ],
  falsePositives: ['Software that reaches the back end and calls its first parameter t.'],
  why: 'Microsoft saw such requests of the group behind the first attacks at the control panel’s back end, which clients never reach themselves.',
  todo: 'Look at the requests of the same second at the front end.',
  needs: ['iis'],
  lookedAt: true,
  literals: [],
  outcomes: [{ level: 'medium', rung: null, phase: 'probe', says: 'back end asked with t= first' }],
  match(record) {
    if (record.family !== 'iis-back' || record.status === 500 || record.reshaped) return -1
    return record.urls.some((url) => /^\/ecp\/[^?]*\?t=/.test(url)) ? 0 : -1
  },
}
