import type { Detection } from './detection.js'
import { agents, isFrontEndPost, paths } from './shared/request.js'
import { SIGMA } from './shared/sources.js'

/** As the rule gives them, in normal form, each up to where copies differ. */
const AGENTS = [
  'duckduckbot/1.0; ( http://duckduckgo.com/duckduckbot.html)',
  'facebookexternalhit/1.1 ( http://www.facebook.com/externalhit_uatext.php)',
  'mozilla/5.0 (compatible; baiduspider/2.0; http://www.baidu.com/search/spider.html)',
  'mozilla/5.0 (compatible; bingbot/2.0; http://www.bing.com/bingbot.htm)',
  'mozilla/5.0 (compatible; googlebot/2.1; http://www.google.com/bot.html',
  'mozilla/5.0 (compatible; konqueror/3.5; linux) khtml/3.5.5 (like gecko) (exabot-thumbnails)',
  'mozilla/5.0 (compatible; yahoo! slurp; http://help.yahoo.com/help/us/ysearch/slurp)',
  'mozilla/5.0 (compatible; yandexbot/3.0; http://yandex.com/bots)',
  'mozilla/5.0 (x11; linux x86_64) applewebkit/537.36 (khtml like gecko) chrome/51.0.2704.103 safari/537.36',
]

export const borrowedCrawler: Detection = {
  id: 'PL-13',
  title: 'Agent from the list of March 2021, sending to the logon page’s theme',
  question: 'targeted',
  level: 'high',
  technique: 'T1036',
  chain: 'proxylogon',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/TA/HAFNIUM/web_exchange_exploitation_hafnium.yml',
      '67bce556-312f-4c81-9162-c3c9ff2599b2',
      'Florian Roth',
    ),
  ],
  falsePositives: ['Any program can call itself anything; a real crawler never sends data here.'],
  why: 'The attackers of March 2021 called themselves search engines. The name alone proves nothing.',
  todo: 'Look at what else the same address did.',
  needs: ['iis'],
  literals: ['/owa/auth/current/'],
  outcomes: [
    { level: 'high', rung: 'targeted', phase: 'probe', says: 'POST under a crawler’s name' },
  ],
  match(record) {
    if (!isFrontEndPost(record)) return -1
    if (!paths(record).some((path) => path.startsWith('/owa/auth/current/'))) return -1
    const named = agents(record).some((agent) => AGENTS.some((known) => agent.startsWith(known)))
    return named ? 0 : -1
  },
}
