import { describe, expect, test } from 'vitest'
import { startLine, wholeLine } from './zip/whole-line.js'
import { makeZip } from './zip/make-zip.js'

const line = await startLine()
const HEADER = '#Fields: date time c-ip cs-method cs-uri-stem sc-status\r\n'
const ROW = '2021-03-03 04:05:06 203.0.113.7 GET /owa/auth/logon.aspx 200\r\n'

async function readOne(text: string) {
  const data = new TextEncoder().encode(text)
  const { bytes } = makeZip([{ name: 'C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log', data }])
  const { results } = await wholeLine(line, new File([bytes], 'case.zip'))
  const [first] = results
  if (!first) throw new Error('the archive lists nothing')
  return {
    result: first.result,
    said: first.warnings.map(({ what, found }) => `${what}: ${found}`),
  }
}

describe('a log that a parser knows', () => {
  test('and that holds no event is said to count as missing', async () => {
    const { result, said } = await readOne(HEADER)
    expect(result).toMatchObject({ state: 'read', events: 0 })
    expect(said).toEqual(['this file holds no event: it counts as missing: no record with data'])
  })

  test('and of which under 95 % can be read is said to count as missing', async () => {
    const { said } = await readOne(HEADER + ROW.repeat(18) + 'no such row\r\n')
    expect(said).toContain(
      'too little of this file could be read: it counts as missing: 1 of 19 not',
    )
  })

  test('and that reads well is said nothing of', async () => {
    const { said } = await readOne(HEADER + ROW.repeat(40))
    expect(said).toEqual([])
  })
})
