import { dayNumber } from '../../src/model/time.js'
import { MICROSECONDS_PER_DAY, type Microseconds } from '../../src/model/units.js'

interface Campaign {
  readonly id: string
  readonly title: string
  /** First flaw of its chain, as the door names it. */
  readonly chain: string
  readonly from: Microseconds
  /** Where its beginning is stated. */
  readonly source: string
}

/**
 * Earliest use seen by anybody is 3 January 2021; the window opens two days before. Later campaigns
 * are judged once their detections are here.
 */
export const MARCH_2021: Campaign = {
  id: 'march-2021',
  title: 'ProxyLogon, March 2021',
  chain: 'ProxyLogon (CVE-2021-26855, -26857, -26858, -27065)',
  from: dayNumber(2021, 1, 1) * MICROSECONDS_PER_DAY,
  source:
    'https://www.volexity.com/blog/2021/03/02/active-exploitation-of-microsoft-exchange-zero-day-vulnerabilities/',
}
