import { classifyPath } from '../../web-path.js'
import type { LogRecord, Outcome } from '../detection.js'
import { standsForFile } from './file-families.js'
import { strangePlace } from './place.js'
import { paths } from './request.js'

const ANSWERED = 0
const ELSEWHERE = 1
const FILE = 2

/** What the name of a page adds to where it stands; it raises no rung. */
export const NAME_OUTCOMES: readonly Outcome[] = [
  {
    level: 'high',
    rung: null,
    phase: 'use',
    says: 'such a page in a folder of Exchange’s answered',
  },
  { level: 'low', rung: null, phase: 'use', says: 'such a page of something else answered' },
  { level: 'high', rung: null, phase: 'backdoor', says: 'a file of such a name in such a folder' },
]

/** Judges a request or a file by its page's name; `tells` is asked with the script's path. */
export function judgeName(record: LogRecord, tells: (script: string) => boolean): number {
  if (standsForFile(record.family) || record.family === 'usn') {
    if (strangePlace(record.stem) === null) return -1
    return tells(record.stem.replaceAll('\\', '/')) ? FILE : -1
  }
  // Who asks for names that are not there is told of as a search.
  if (record.group !== 'iis' || record.reshaped) return -1
  if (record.status < 200 || record.status >= 300) return -1
  for (const path of paths(record)) {
    const { kind, script } = classifyPath(path)
    if ((kind !== 'exchange' && kind !== 'other') || !tells(script)) continue
    return kind === 'exchange' ? ANSWERED : ELSEWHERE
  }
  return -1
}
