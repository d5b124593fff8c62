import { dayNumber } from './time.js'
import { MICROSECONDS_PER_DAY, type Microseconds } from './units.js'

/** A chain of flaws that attackers used together. */
export type Chain = 'proxylogon' | 'proxyshell' | 'proxynotshell' | 'owassrf'

/** A security update that closes a chain. */
export interface Fix {
  /** As named in the table of builds. */
  readonly update: string
  /** `YYYY-MM-DD`. */
  readonly released: string
}

export interface Campaign {
  readonly id: string
  readonly title: string
  /** What was used, as sentences call it. */
  readonly name: string
  /** null: any flaw, known or not. */
  readonly chain: Chain | null
  /** As the door names it, with its CVEs. */
  readonly flaw: string
  /** NaN: from the first event of the evidence on. */
  readonly from: Microseconds
  readonly fix: Fix | null
  /** Where its beginning is stated. */
  readonly source: string
}

const day = (year: number, month: number, date: number): Microseconds =>
  dayNumber(year, month, date) * MICROSECONDS_PER_DAY

/**
 * Campaigns whose windows and rules can count, oldest first. A window opens at or before the first use
 * that anybody saw.
 */
export const CAMPAIGNS = [
  {
    id: 'march-2021',
    title: 'ProxyLogon, March 2021',
    name: 'ProxyLogon',
    chain: 'proxylogon',
    flaw: 'ProxyLogon (CVE-2021-26855, -26857, -26858, -27065)',
    // Earliest use seen by anybody is 3 January 2021; the window opens two days before.
    from: day(2021, 1, 1),
    fix: { update: 'Mar21SU', released: '2021-03-02' },
    source:
      'https://www.volexity.com/blog/2021/03/02/active-exploitation-of-microsoft-exchange-zero-day-vulnerabilities/',
  },
  {
    id: 'proxyshell',
    title: 'ProxyShell, from August 2021',
    name: 'ProxyShell',
    chain: 'proxyshell',
    flaw: 'ProxyShell (CVE-2021-34473, -34523, -31207)',
    // The chain was shown in public on 5 August 2021 and sought from the next days on. LockFile, which
    // came in through Exchange, was seen from 20 July on; by which flaw, Symantec could not tell.
    from: day(2021, 8, 1),
    // The first two flaws were closed in April, the third in May.
    fix: { update: 'May21SU', released: '2021-05-11' },
    source:
      'https://www.cisa.gov/news-events/alerts/2021/08/21/urgent-protect-against-active-exploitation-proxyshell-vulnerabilities',
  },
  {
    id: 'proxynotshell',
    title: 'ProxyNotShell, from August 2022',
    name: 'ProxyNotShell',
    chain: 'proxynotshell',
    flaw: 'ProxyNotShell (CVE-2022-41040, -41082)',
    // Microsoft and GTSC saw it first in August 2022, in few places.
    from: day(2022, 8, 1),
    fix: { update: 'Nov22SU', released: '2022-11-08' },
    source:
      'https://www.microsoft.com/en-us/security/blog/2022/09/30/analyzing-attacks-using-the-exchange-vulnerabilities-cve-2022-41040-and-cve-2022-41082/',
  },
  {
    id: 'owassrf',
    title: 'OWASSRF, from November 2022',
    name: 'OWASSRF',
    chain: 'owassrf',
    flaw: 'OWASSRF (CVE-2022-41080, -41082)',
    // Microsoft saw it from 17 November 2022 on; the fix of 8 November could tell others of the flaw.
    from: day(2022, 11, 1),
    fix: { update: 'Nov22SU', released: '2022-11-08' },
    source: 'https://www.crowdstrike.com/blog/owassrf-exploit-analysis-and-recommendations/',
  },
  {
    id: 'any',
    title: 'Any Exchange flaw, over the days of the logs',
    name: 'another flaw',
    chain: null,
    flaw: 'Any flaw of Exchange',
    from: NaN,
    fix: null,
    source: '',
  },
] as const satisfies readonly Campaign[]

export type CampaignId = (typeof CAMPAIGNS)[number]['id']

/** Which campaigns count: `all` that the evidence reaches, or one. */
export type CampaignChoice = CampaignId | 'all'

/** The choice of that name, null where there is none. */
export function campaignChoice(text: string): CampaignChoice | null {
  return text === 'all' || CAMPAIGNS.some(({ id }) => id === text) ? (text as CampaignChoice) : null
}
