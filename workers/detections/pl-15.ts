import type { Detection } from './detection.js'
import {
  agents,
  BAIDUSPIDER,
  GOOGLEBOT,
  GOOGLEBOT_LITERAL,
  isFrontEndPost,
  paths,
} from './shared/request.js'
import { SIGMA } from './shared/sources.js'

const SHELL_CLIENT = 'antsword/v2.1'

export const shellClient: Detection = {
  id: 'PL-15',
  title: 'A web-shell client’s agent, sending to Exchange',
  question: 'targeted',
  level: 'critical',
  technique: 'T1505.003',
  chain: 'proxylogon',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/TA/HAFNIUM/web_exchange_exploitation_hafnium.yml',
      '67bce556-312f-4c81-9162-c3c9ff2599b2',
      'Florian Roth',
    ),
  ],
  falsePositives: ['Any program can call itself anything; a real crawler never sends data here.'],
  why: 'These names belong to tools that drive web shells. Alone they prove an attempt; whether a shell answered is shown by the path and the status.',
  todo: 'Look at the path: is there a file? Then look at who else asked for it.',
  needs: ['iis'],
  literals: [SHELL_CLIENT, GOOGLEBOT_LITERAL, BAIDUSPIDER],
  outcomes: [
    { level: 'critical', rung: 'targeted', phase: 'use', says: 'POST by a web-shell client' },
  ],
  match(record) {
    if (!isFrontEndPost(record)) return -1
    if (!paths(record).some((path) => /^\/(?:aspnet_client|owa)\//.test(path))) return -1
    return agents(record).some(isShellClient) ? 0 : -1
  },
}

function isShellClient(agent: string): boolean {
  return agent.includes(SHELL_CLIENT) || agent.includes(GOOGLEBOT) || agent.includes(BAIDUSPIDER)
}
