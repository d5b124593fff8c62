import { plain } from '../../src/model/plain.js'
import { isStrange } from '../web-path.js'
import type { Detection } from './detection.js'
import { paths } from './shared/request.js'
import { SIGMA } from './shared/sources.js'

/** What an attacker types first; each behind `=`, as a parameter. */
const COMMANDS = [
  '=whoami',
  '=net user',
  '=net group',
  '=cmd /c',
  '=cmd.exe',
  plain('=power¦shell'),
  '=tasklist',
  '=ipconfig',
  '=systeminfo',
  '=quser',
  '=nltest',
  plain('=cert¦util'),
  plain('=bits¦admin'),
  '=wmic',
  '=ping -n',
]

const PATTERN = new RegExp(
  COMMANDS.map((command) => `${command.replaceAll('.', '\\.')}(?![a-z0-9])`).join('|'),
)

export const commandInQuery: Detection = {
  id: 'WS-07',
  title: 'Windows command in a request’s parameters',
  question: 'targeted',
  level: 'high',
  technique: 'T1505.003',
  references: [
    SIGMA(
      'rules/web/webserver_generic/web_win_webshells_in_access_logs.yml',
      '7ff9db12-1b94-4a79-ba68-a2402c5d6729',
      'Florian Roth, Nasreddine Bencherchali',
    ),
  ],
  falsePositives: ['A web scanner that tries commands on every page.'],
  why: 'Web shells take commands by a parameter. Whether the page is one, its name and the answer tell.',
  todo: 'Look whether the page is one of Exchange’s own; if not, keep a copy of it.',
  needs: ['iis'],
  strangePages: true,
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: 'targeted',
      phase: 'use',
      says: 'a command was sent, and the page answered',
    },
    {
      level: 'medium',
      rung: 'targeted',
      phase: 'probe',
      says: 'a command was sent, without success',
    },
  ],
  match(record) {
    if (record.group !== 'iis') return -1
    if (!paths(record).some(isStrange)) return -1
    const asked = record.urls.map((url) => url.slice(url.indexOf('?') + 1).replaceAll('+', ' '))
    if (!asked.some((query) => PATTERN.test(query))) return -1
    return record.status === 200 && !record.reshaped ? 0 : 1
  },
}
