import { expect, test } from 'vitest'
import { crashReport } from '../../../workers/parsers/crash-report.js'
import { recognise } from '../../../workers/parsers/index.js'
import { entryOf } from './memory-input.js'
import { bytesOf, readAll } from './read-all.js'

const PATH = 'C:/ProgramData/Microsoft/Windows/WER/ReportArchive/E12IIS_1/Report.wer'
const REPORT = [
  'Version=1',
  'EventType=E12IIS',
  'EventTime=132590916001234567',
  'Sig[0].Name=Problem Signature 01',
  'Sig[0].Value=15.01.2106.002',
  'Sig[1].Value=',
  'Sig[5].Name=Problem Signature 06',
  'Sig[5].Value=w3wp#MSExchangeECPAppPool',
  'AppPath=c:\\windows\\system32\\inetsrv\\w3wp.exe',
  'Mangled line',
].join('\r\n')

test('a report of a crash is known by its first lines', () => {
  const knows = (text: string): string | undefined =>
    recognise(bytesOf(text), entryOf('any.txt', text.length))?.id
  expect(knows(REPORT)).toBe('crash-report')
  expect(knows('Version=1\r\nName=x')).not.toBe('crash-report')
})

test('it tells when what crashed, and by which pool', async () => {
  const { rows, warnings } = await readAll(crashReport, bytesOf(REPORT), { path: PATH })
  expect(warnings).toEqual([])
  expect(rows).toEqual([
    expect.objectContaining({
      time: '2021-03-01T17:00:00.1234567Z',
      family: 'crash-reports',
      action: 'Program crashed (E12IIS)',
      target: '15.01.2106.002 | w3wp#MSExchangeECPAppPool',
      agent: 'c:\\windows\\system32\\inetsrv\\w3wp.exe',
    }),
  ])
})

test('one without a time has that of its file, and nonsense is no time', async () => {
  const text = REPORT.replace(/EventTime=\d+/, 'EventTime=99999999999999999999999')
  const { rows, warnings } = await readAll(crashReport, bytesOf(text), { path: PATH })
  expect(rows).toHaveLength(1)
  expect(rows[0]?.time.startsWith('2021-03-01T17')).toBe(false)
  expect(warnings).toEqual([expect.stringContaining('without a time')])
})

test('one that does not say what crashed is no row', async () => {
  const text = REPORT.split('\r\n').slice(0, 4).join('\r\n')
  const { rows, warnings, totals } = await readAll(crashReport, bytesOf(text), { path: PATH })
  expect([rows.length, totals.unreadable]).toEqual([0, 1])
  expect(warnings).toEqual([expect.stringContaining('does not say of what')])
})
