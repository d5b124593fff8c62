import { isMailProgram } from '../agents.js'
import type { Detection } from './detection.js'
import { agents } from './shared/request.js'

const DEVICE = 'devicetype=python'

export const mailProgram: Detection = {
  id: 'CR-04',
  title: 'Program that takes mail with stolen passwords, by its own name',
  question: 'targeted',
  level: 'medium',
  technique: 'T1114.002',
  references: [
    'https://github.com/dafthack/MailSniper',
    'https://github.com/sensepost/ruler',
    'https://github.com/WithSecureLabs/peas',
  ],
  falsePositives: ['A penetration test; a script of your own that calls its device Python.'],
  why: 'These programs try passwords and empty mailboxes. They name themselves only where nobody told them not to.',
  todo: 'Reset the password of each account that they were answered with. A name proves nothing by itself.',
  needs: ['iis', 'httpproxy'],
  lookedAt: true,
  literals: [DEVICE],
  outcomes: [
    { level: 'medium', rung: null, phase: 'use', says: 'answered, with an account' },
    { level: 'low', rung: null, phase: 'probe', says: 'asked, without an account or success' },
  ],
  match(record) {
    if (record.group !== 'iis' && record.group !== 'httpproxy') return -1
    const device = record.urls.some((url) => /[?&]devicetype=python(?:&|$)/.test(url))
    if (!device && !agents(record).some(isMailProgram)) return -1
    const answered = record.status >= 200 && record.status < 300 && !record.reshaped
    return answered && record.user !== '' ? 0 : 1
  },
}
