import { plain } from '../../../src/model/plain.js'
import type { Statement } from './statement.js'

/** Beginning of the validation key that Exchange shipped to every server before February 2020. */
const SHARED_KEY = plain('CB2721AB¦DAF8E9DC516D621D¦8B8BF13A2C9E8689¦A25303BF')

/** What a machine key says; the key itself is left to the raw record. */
export function machineKeyInWords(get: (name: string) => string): Statement | null {
  const key = get('validationKey')
  if (key === '') return null
  const target = 'validationKey'
  if (key.toUpperCase().startsWith(SHARED_KEY)) {
    return {
      action: 'Machine key that Exchange shipped to every server (CVE-2020-0688 is not fixed)',
      target,
    }
  }
  if (/^AutoGenerate/i.test(key)) return { action: 'Machine key made by the server', target }
  return { action: 'Machine key written in the file', target }
}
