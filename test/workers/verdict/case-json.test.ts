import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { plain } from '../../../src/model/plain.js'
import { caseJson } from '../../../workers/verdict/case-json.js'
import { analysisInput, steady, type TestCase, type TestRow } from './build-table.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { judgedCase, rawRows } from './example-case.js'

const schema = JSON.parse(
  readFileSync(new URL('../../../docs/case.schema.json', import.meta.url), 'utf8'),
) as object
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)

const SHELL: TestRow = {
  family: 'iis-front',
  time: '2021-03-05T03:06:27Z',
  client: '203.0.113.41',
  user: 'TOWNHALL\\anna.smith',
  agent: 'ant¦Sword/v2.1\u202e',
  action: 'POST',
  target: '/aspnet_client/Kx7.aspx',
  status: 200,
}
const ATTACK: TestCase = {
  rows: [
    ...steady('iis-front', '2020-12-31T22:00:00Z', '2021-03-10T00:00:00Z'),
    SHELL,
    { ...SHELL, time: '2021-03-06T03:06:27Z', client: '10.20.0.9' },
    { ...SHELL, time: '2021-03-05T03:06:28Z', family: 'httpproxy-ecp', hit: ['PL-03', 3] },
  ],
  paths: ['C/MAIL01/inetpub/logs/u_ex210305.log'],
  builds: [['15.1.2106.2', '2021-01-01T00:00:00Z', '2021-03-10T00:00:00Z']],
}
const LINE = plain(
  '2021-03-05 mail01.townhall.example TOWNHALL\\anna.smith 10.20.0.9 203.0.113.41 <scr¦ipt run¦at=x>ev¦al(Req¦uest)\u202e',
)
const OPTIONS = { masked: false, written: '2026-01-01T00:00:00Z' }

describe('case.json', () => {
  it('holds to its schema, with findings and without', () => {
    for (const test of [ATTACK, { rows: [] }, { rows: [], hosts: [], paths: [] }]) {
      const judged = judgedCase(test)
      for (const masked of [false, true]) {
        const text = caseJson(judged, rawRows(judged, LINE), { ...OPTIONS, masked })
        expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true)
      }
    }
  })

  it('the schema does refuse what is no case', () => {
    const judged = judgedCase(ATTACK)
    const good = JSON.parse(caseJson(judged, new Map(), OPTIONS)) as Record<string, unknown>
    expect(validate({ ...good, exitCode: 7 })).toBe(false)
    expect(validate({ ...good, surprise: 1 })).toBe(false)
  })

  it('names entry, offset and line of each record, its text broken and made visible', () => {
    const judged = judgedCase(ATTACK)
    const text = caseJson(judged, rawRows(judged, LINE), OPTIONS)
    const { findings } = JSON.parse(text) as {
      findings: { evidence: { line: number; raw: string; entry: string }[] }[]
    }
    const row = findings[0]?.evidence[0]
    expect(row?.line).toBe(7)
    expect(row?.entry).toBe('C/MAIL01/inetpub/logs/u_ex210305.log')
    expect(row?.raw).toContain('\\u{202e}')
    expect(text).not.toContain(plain('ev¦al(Req'))
    expect(text).not.toContain('\u202e')
  })

  it('masked, holds no name of the victim and the same attackers', () => {
    const judged = judgedCase(ATTACK)
    const text = caseJson(judged, rawRows(judged, LINE), { ...OPTIONS, masked: true })
    expect(text).not.toMatch(/mail01|townhall|anna|smith|10\.20\.0\.9/i)
    expect(text).toContain('203.0.113.41')
    expect(text).toContain('host-1')
    const plainIds = judged.findings.map((finding) => finding.id)
    expect(plainIds.some((id) => text.includes(id))).toBe(false)
  })

  it('is the same whatever order the strings were interned in', () => {
    const forward = judgedCase(ATTACK)
    const backward = judgedCase({ ...ATTACK, rows: [...ATTACK.rows].reverse() })
    expect(caseJson(backward, new Map(), OPTIONS)).toBe(caseJson(forward, new Map(), OPTIONS))
  })

  it('every finding has an identity of its own', () => {
    const { findings } = analyse(analysisInput(ATTACK))
    expect(findings.length).toBeGreaterThan(2)
    expect(new Set(findings.map((finding) => finding.id)).size).toBe(findings.length)
  })
})
