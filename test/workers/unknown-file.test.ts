import { describe, expect, test } from 'vitest'
import { unknownFile } from '../../workers/unknown-file.js'

const head = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

describe('a file that no parser knows', () => {
  test.each([
    ['SCCA at 4', '\u001e\0\0\0SCCA', 'CMD.EXE-1.pf', /prefetch.*PECmd/],
    ['an ESE database', '\0\0\0\0\u00ef\u00cd\u00ab\u0089', 'SRUDB.dat', /ESE database.*SrumECmd/],
    ['$LogFile', 'RSTR\u001e\0', 'C:/$LogFile', /\$LogFile.*LogFileParser/],
    ['a program', 'MZ\u0090\0', 'C:/Windows/Temp/x.exe', /Windows program.*hash/],
    ['an event trace', 'whatever', 'AutoLogger/x.ETL', /event trace.*tracerpt/],
    ['a mailbox file', '!BDN\0', 'export.pst', /PST.*readpst/],
    ['text', 'Hello\r\n', 'readme.txt', /no parser knows.*text editor/],
    ['bytes', '\u0001\u0002\u0003', 'x.bin', /no parser knows.*hex editor/],
  ])('%s: the reason says what it is and what reads it', (_, bytes, path, wanted) => {
    expect(unknownFile(head(bytes), path, bytes.length)).toMatch(wanted)
  })

  test('an empty one holds nothing to read', () => {
    expect(unknownFile(head(''), 'SRUDB.dat', 0)).toBe('empty, 0 bytes: nothing to read')
  })

  test('a mark cut short is no mark', () => {
    expect(unknownFile(head('SQLite'), 'x', 6)).toMatch(/no parser knows/)
  })
})
