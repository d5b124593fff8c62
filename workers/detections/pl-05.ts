import { anchorTarget, isAnonymous, isLocalhost } from './shared/anchor.js'
import { paths } from './shared/request.js'
import { normalForms } from './shared/text.js'
import { MSRC_ADVISORY } from './shared/sources.js'
import type { Detection, LogRecord } from './detection.js'

const HINTS = ['x-beresource-cookie', 'x-anonresource-backend']

export const routedByCookie: Detection = {
  id: 'PL-05',
  title: 'Back end chosen by the client’s cookie, without logon',
  question: 'targeted',
  level: 'medium',
  technique: 'T1190',
  chain: 'proxylogon',
  references: [
    '2021-march-exchange (Norwegian incident, 11 March 2021): RoutingHint X-BEResource-Cookie',
    MSRC_ADVISORY,
  ],
  falsePositives: [
    'Pages that Exchange serves before logon while servers of two versions coexist.',
  ],
  why: 'Before logon nobody should be able to choose the server behind the front end. The exploit does it with this cookie.',
  todo: 'Look at the target of the same rows (AnchorMailbox).',
  needs: ['httpproxy', 'iis'],
  literals: [...HINTS, 'x-beresource='],
  outcomes: [
    { level: 'medium', rung: 'targeted', phase: 'probe', says: 'back end chosen by a cookie' },
  ],
  match(record) {
    if (record.group === 'iis') return hasForgedCookie(record) ? 0 : -1
    if (record.group !== 'httpproxy') return -1
    const hints = normalForms(record.field('RoutingHint'))
    if (!hints.some((hint) => HINTS.some((cookie) => hint.startsWith(cookie)))) return -1
    const anonymous = isAnonymous(record) || /^false$/i.test(record.field('IsAuthenticated'))
    const target = anchorTarget(record)
    return anonymous && !(target && isLocalhost(target)) ? 0 : -1
  },
}

/**
 * IIS logs cookies only where a site was set to. Exchange itself gives the second cookie to visitors of
 * published calendars.
 */
function hasForgedCookie(record: LogRecord): boolean {
  if (record.family === 'iis-back' || record.fromSelf || record.user !== '') return false
  if (paths(record).some((path) => path.startsWith('/owa/calendar/'))) return false
  return normalForms(record.field('cs(Cookie)')).some((cookies) =>
    /(?:^|[; ])x-(?:beresource|anonresource-backend)=(?!localhost~)/.test(cookies),
  )
}
