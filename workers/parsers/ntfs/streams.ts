import { fileText } from '../web/content.js'

const MOST_WORDS = 300

/**
 * Words for a named stream of a file. `Zone.Identifier` is what Windows' programs write beside a file
 * that came from elsewhere: the zone, and the address where they state it.
 */
export function saysWhence(name: string, content: Uint8Array): string {
  if (name !== 'Zone.Identifier') return 'Stream beside a file'
  const said = fileText(content)
    .split(/[\r\n\0]+/)
    .filter((line) => /^(?:ZoneId|ReferrerUrl|HostUrl)=/i.test(line))
    .join(', ')
  return said === ''
    ? 'File came from elsewhere (Zone.Identifier)'
    : `File came from elsewhere: ${said.slice(0, MOST_WORDS)}`
}
