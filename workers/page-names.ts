import { isReportedName } from './web-path.js'

/** What a page's name says of it: never more than a reason to look. */
export type NameSign = 'reported' | 'alike' | 'random'

/** Pages of Exchange's own that attackers named theirs after; shorter names have too many neighbours. */
const OWN = [
  'errorfe',
  'error',
  'logon',
  'logoff',
  'signout',
  'frowny',
  'expiredpassword',
  'getidtoken',
  'redirsuiteserviceproxy',
  'timeoutlogout',
  'cafelogout',
]
/** `outlookcn` is one of Exchange's own, other countries are not. */
const COUNTRY = /^outlook(?!cn$)[a-z]{2}$/
const MOST_CHANGES = 2
const LETTERS_AND_DIGITS = /^[a-z0-9]{8,20}$/
/** Changes from letter to digit or back; words with a number behind them have one. */
const LEAST_TURNS = 3

/** Of the path of a script in lower case; null where its name is ordinary. */
export function nameSign(script: string): NameSign | null {
  if (isReportedName(script)) return 'reported'
  const name = script.slice(script.lastIndexOf('/') + 1).replace(/\.[a-z]{1,6}$/, '')
  if (COUNTRY.test(name)) return 'alike'
  if (OWN.includes(name)) return null
  if (OWN.some((own) => isNear(own, name))) return 'alike'
  const turns = name.match(/[a-z](?=[0-9])|[0-9](?=[a-z])/g)?.length ?? 0
  return LETTERS_AND_DIGITS.test(name) && turns >= LEAST_TURNS ? 'random' : null
}

/** Is one made of the other by at most `MOST_CHANGES` letters changed, added or left out? */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > MOST_CHANGES) return false
  let above = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let row = 1; row <= a.length; row++) {
    const line = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1
      line.push(
        Math.min(
          (above[column - 1] ?? 0) + same,
          (above[column] ?? 0) + 1,
          (line[column - 1] ?? 0) + 1,
        ),
      )
    }
    above = line
  }
  return (above[b.length] ?? 0) <= MOST_CHANGES
}
