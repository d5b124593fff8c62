import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { plain } from '../../../src/model/plain.js'

export const FIXTURES = fileURLToPath(new URL('../../fixtures/parsers', import.meta.url))

export interface Fixture {
  /** Parser that must know it; also its folder. */
  readonly parser: string
  /** What the sample shows. */
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * Samples are text as one reads it: line feeds stand for CR LF, `␀` for a NUL, `␃` at the end for a file
 * that stops in its last line, and `¦` breaks words that antivirus looks for.
 */
export function fixtures(): Fixture[] {
  return readdirSync(FIXTURES).flatMap((parser) =>
    readdirSync(`${FIXTURES}/${parser}`)
      .filter((file) => file.endsWith('.log'))
      .map((file) => ({
        parser,
        name: file.replace(/\.log$/, ''),
        bytes: decodeFixture(readFileSync(`${FIXTURES}/${parser}/${file}`, 'utf8')),
      })),
  )
}

function decodeFixture(text: string): Uint8Array {
  const whole = plain(text).replace(/␃\n?$/, '').replaceAll('\n', '\r\n').replaceAll('␀', '\0')
  return new TextEncoder().encode(whole)
}
