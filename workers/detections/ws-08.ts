import type { Detection } from './detection.js'
import { isExecutable } from './shared/executable.js'
import { paths } from './shared/request.js'
import { SIGMA } from './shared/sources.js'

const TUNNEL = /^cmd=(?:read|forward|disconnect)(?:&|$)|^cmd=connect(?:&target=|$)/

export const tunnelRequest: Detection = {
  id: 'WS-08',
  title: 'Tunnel through a web page (reGeorg)',
  question: 'used',
  level: 'critical',
  technique: 'T1090',
  references: [
    SIGMA(
      'rules/web/webserver_generic/web_webshell_regeorg.yml',
      '2ea44a60-cfda-11ea-87d0-0242ac130003',
      'Cian Heasley',
    ),
    'https://github.com/sensepost/reGeorg',
  ],
  falsePositives: ['A page of your own that takes `cmd=read` or `cmd=connect`.'],
  why: 'The page passes whatever it is sent on to other machines of the network: whoever sends can reach all that the server reaches.',
  todo: 'Look on other servers for logons from this server in those hours.',
  needs: ['iis'],
  strangePages: true,
  literals: [],
  outcomes: [
    { level: 'critical', rung: 'used', phase: 'use', says: 'the tunnel answered' },
    {
      level: 'high',
      rung: 'targeted',
      phase: 'probe',
      says: 'a tunnel was asked for, without success',
    },
  ],
  match(record) {
    if (record.group !== 'iis' || record.method !== 'POST') return -1
    if (!paths(record).some(isExecutable)) return -1
    const asked = record.urls.map((url) => url.slice(url.indexOf('?') + 1))
    if (!asked.some((query) => TUNNEL.test(query))) return -1
    return record.status === 200 && !record.reshaped ? 0 : 1
  },
}
