import { BUILD_LINES } from './tables/builds-table.js'

/**
 * Number of the article that describes a security update of Exchange, and the update as the table of
 * builds names it. Sources: support.microsoft.com, “Description of the security update for Microsoft
 * Exchange Server”, by number; KB5000871 also in microsoft/CSS-Exchange, Security/src/EOMT.ps1 (MIT).
 */
const UPDATES: ReadonlyMap<string, string> = new Map([
  ['5000871', 'Mar21SU'],
  ['5001779', 'Apr21SU'],
  ['5003435', 'May21SU'],
  ['5004778', 'Jul21SU'],
  ['5004779', 'Jul21SU'],
  ['5004780', 'Jul21SU'],
  ['5007011', 'Oct21SU'],
  ['5007012', 'Oct21SU'],
  ['5007409', 'Nov21SU'],
  ['5008631', 'Jan22SU'],
  ['5010324', 'Mar22SU'],
  ['5012698', 'Mar22SU'],
  ['5014260', 'May22SU'],
  ['5014261', 'May22SU'],
  ['5015321', 'Aug22SU'],
  ['5015322', 'Aug22SU'],
  ['5019076', 'Oct22SU'],
  ['5019077', 'Oct22SU'],
  ['5019758', 'Nov22SU'],
  ['5023038', 'Feb23SU'],
])

const NAME =
  /Security Update for (?:Microsoft )?Exchange Server (2013|2016|2019) (?:Cumulative Update |CU)(\d{1,2})\b[^(]{0,40}\(KB(\d{7})\)/i

/** Longest name that is looked at. */
const MOST = 1_024

/**
 * The build that a security update by its full name brings, as
 * `Security Update for Exchange Server 2016 Cumulative Update 19 (KB5000871)`; '' where the name or the
 * table of builds does not tell.
 */
export function buildOfUpdate(name: string): string {
  const [, year = '', update = '', article = ''] = NAME.exec(name.slice(0, MOST)) ?? []
  const wanted = UPDATES.get(article)
  if (wanted === undefined) return ''
  const line = BUILD_LINES.find((one) => one.startsWith(`Exchange${year} CU${update} `))
  const fixed = line?.split(' ').find((part) => part.startsWith(`${wanted}=`))
  return fixed?.slice(wanted.length + 1) ?? ''
}
