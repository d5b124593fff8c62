import type { Detection } from './detection.js'
import { isPublic } from './shared/address.js'
import { paths } from './shared/request.js'

export const frownyScript: Detection = {
  id: 'PO-01',
  title: 'Script carried by the error page (ProxyOracle, heuristic)',
  question: 'targeted',
  level: 'medium',
  technique: 'T1190',
  references: [
    'https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell',
    'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-31195',
    'Heuristic of ours: no public rule is known',
  ],
  falsePositives: ['A web scanner that tries script in every parameter.'],
  why: 'The error page showed what its address held as script. With it the cookie of whoever followed the link could be stolen, and his password with the cookie.',
  todo: 'Find who sent the link, and reset the password of whoever opened it.',
  needs: ['iis'],
  literals: ['/auth/frowny.aspx'],
  outcomes: [
    {
      level: 'medium',
      rung: 'targeted',
      phase: 'probe',
      says: 'script in the address of the error page',
    },
  ],
  match(record) {
    if (record.group !== 'iis' || !isPublic(record.client)) return -1
    if (!paths(record).some((path) => path === '/owa/auth/frowny.aspx')) return -1
    return record.urls.some((url) => /<|%3c|\\u003c/.test(url)) ? 0 : -1
  },
}
