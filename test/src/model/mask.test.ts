import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EvidenceRow, Finding } from '../../../src/model/finding.js'
import { createMasker } from '../../../src/model/mask.js'

function finding(rows: readonly Partial<EvidenceRow>[]): Finding {
  return {
    id: 'x',
    detection: 'x',
    title: '',
    host: '',
    level: 'low',
    rung: null,
    phase: 'probe',
    technique: 'T1190',
    actors: [],
    subject: '',
    firstTime: NaN,
    lastTime: NaN,
    count: rows.length,
    rows: rows.map((row) => ({
      entry: 0,
      offset: 0,
      size: 0,
      time: NaN,
      family: 'iis-front',
      client: '',
      user: '',
      agent: '',
      action: '',
      target: '',
      status: 0,
      says: '',
      ...row,
    })),
    entries: [],
    reason: '',
    why: '',
    falsePositives: [],
    counterEvidence: [],
    todo: '',
    references: [],
    confidence: [],
  }
}

const SOURCE = {
  hosts: [{ name: 'MAIL02' }, { name: 'mail01.town.example' }],
  findings: [
    finding([{ user: 'TOWN\\anna' }, { user: 'bert@town.example' }, { client: '10.20.0.9' }]),
  ],
}

describe('masking', () => {
  const masker = createMasker(SOURCE)

  it.each([
    ['MAIL01', 'host-1'],
    ['Mail01.TOWN.example', 'host-1.domain-1'],
    ['C/MAIL02_logs/a.zip', 'C/host-2_logs/a.zip'],
    ['TOWN\\Anna logged on', 'domain-2\\user-1 logged on'],
    ['townhall-backup.zip', 'townhall-backup.zip'],
    ['User=anna&x', 'User=user-1&x'],
    ['town%5Canna', 'domain-2%5Cuser-1'],
    ['bert@town.example', 'user-2@domain-1'],
    ['from 10.20.0.9 and 10.20.0.9', 'from internal-1 and internal-1'],
    ['annabel and xMAIL01x stay', 'annabel and xMAIL01x stay'],
    ['203.0.113.41 and 127.0.0.1 stay', '203.0.113.41 and 127.0.0.1 stay'],
    ['210.0.0.1 and 110.20.0.9 stay', '210.0.0.1 and 110.20.0.9 stay'],
  ])('%s', (text, masked) => {
    expect(masker.text(text)).toBe(masked)
  })

  it('hides the first word of a domain where it stands alone', () => {
    const hall = createMasker({ hosts: [{ name: 'srv.cityhall.example' }], findings: [] })
    expect(hall.text('CITYHALL-backup.zip of srv.cityhall.example')).toBe(
      'domain-1-backup.zip of host-1.domain-1',
    )
  })

  it('gives internal addresses that it meets later the next number', () => {
    const late = createMasker(SOURCE)
    expect(late.text('192.168.7.7 172.16.0.1 fe80::1:2%3 fd00::7')).toBe(
      'internal-2 internal-3 internal-4 internal-5',
    )
    expect(late.text('192.168.7.7')).toBe('internal-2')
  })

  it('numbers by name, whatever order the names come in', () => {
    const other = createMasker({ ...SOURCE, hosts: [...SOURCE.hosts].reverse() })
    expect(other.text('MAIL01 MAIL02')).toBe(masker.text('MAIL01 MAIL02'))
  })

  it('learns from raw lines what no column held, without renumbering the rest', () => {
    const line =
      '2021-03-05 10.1.1.1 GET /owa TOWN\\carl https://webmail.city.example/owa srv9.city.example a]@srv7.city.example:444/x'
    const more = createMasker({ ...SOURCE, raw: [line] })
    const masked = more.text(line)
    expect(masked).not.toMatch(/carl|city|srv9|srv7|webmail|10\.1\.1\.1/i)
    expect(more.text('MAIL01 anna')).toBe('host-1 user-1')
  })

  it('never takes a label for a name', () => {
    const odd = createMasker({ hosts: [{ name: 'host' }, { name: 'user' }], findings: [] })
    expect(odd.text('host user')).toBe('host-1 host-2')
  })

  it('leaves no name in any text it is put into', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{3,10}$/)
    fc.assert(
      fc.property(
        word,
        word,
        word,
        fc.string(),
        fc.string(),
        (host, domain, user, before, after) => {
          const name = `q${host}`
          const account = `w${user}`
          const source = {
            hosts: [{ name: name.toUpperCase() }],
            findings: [finding([{ user: `z${domain}\\${account}` }])],
          }
          const text = `${before} ${name}/${account} ${after}`
          const masked = createMasker(source).text(text).toLowerCase()
          expect(masked).not.toContain(` ${name}/`)
          expect(masked).not.toContain(`/${account} `)
        },
      ),
    )
  })
})
