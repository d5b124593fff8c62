import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { formatIso } from '../../../../src/model/time.js'
import { PARSERS } from '../../../../workers/parsers/index.js'
import { UsnPages } from '../../../../workers/parsers/ntfs/usn-pages.js'
import { fileTime } from '../../../../workers/parsers/shared/filetime.js'
import { usnJournal } from '../../../../workers/parsers/usn-journal.js'
import { MemoryInput } from '../memory-input.js'
import { readAll } from '../read-all.js'

const evidence =
  process.env.AFTERPATCH_EVIDENCE ??
  fileURLToPath(new URL('../../../../../shared/data', import.meta.url))

const utf16 = new TextDecoder('utf-16le')

interface Truth {
  readonly records: number
  readonly versions: Record<string, number>
  readonly first_usn: number
  readonly last_usn: number
  readonly earliest: string
  readonly latest: string
  readonly top_ext: Record<string, number>
  readonly top_reasons: Record<string, number>
}

function count(into: Record<string, number>, key: string): void {
  into[key] = (into[key] ?? 0) + 1
}

/** Every record of a journal, merged with none, in the words of the truth file. */
function summary(bytes: Uint8Array, chunk: number): Truth {
  const versions: Record<string, number> = {}
  const extensions: Record<string, number> = {}
  const reasons: Record<string, number> = {}
  const usns: number[] = []
  const times: number[] = []
  const pages = new UsnPages({
    record: (record, view, offset) => {
      const at = record.nameAt - 60
      usns.push(Number(view.getBigUint64(at + 24, true)))
      const nameBytes = new Uint8Array(view.buffer, record.nameAt, 2 * record.nameUnits)
      const name = utf16.decode(nameBytes).toLowerCase()
      const dot = name.lastIndexOf('.')
      count(extensions, dot < 0 ? '' : name.slice(dot + 1))
      count(versions, `${String(record.version)}.0`)
      count(reasons, `0x${record.reason.toString(16).padStart(8, '0')}`)
      times.push(fileTime(record.timeLow, record.timeHigh))
      expect(bytes[offset]).toBe(record.size & 0xff)
    },
    damage: (offset) => {
      throw new Error(`damage at ${String(offset)}`)
    },
  })
  for (let base = 0; base < bytes.length; base += chunk)
    pages.read({ bytes: bytes.slice(base, base + chunk), base })
  pages.end()
  return {
    records: usns.length,
    versions,
    first_usn: Math.min(...usns),
    last_usn: Math.max(...usns),
    earliest: micro(Math.min(...times)),
    latest: micro(Math.max(...times)),
    top_ext: extensions,
    top_reasons: reasons,
  }
}

/** Always six digits, as the truth file has them. */
function micro(time: number): string {
  const [second = '', fraction = ''] = formatIso(time).replace('Z', '').split('.')
  return `${second}.${fraction.padEnd(6, '0')}Z`
}

describe.skipIf(!existsSync(evidence))('real change journals (needs evidence folder)', () => {
  it.each(['UsnJrnl.raw', 'janstarke-usn-sample1.bin'])(
    '%s has the records, numbers, times, names and reasons of the truth file',
    async (name) => {
      const bytes = new Uint8Array(readFileSync(`${evidence}/ntfs/${name}`))
      const file = JSON.parse(readFileSync(`${evidence}/ntfs/usn-truth.json`, 'utf8')) as Record<
        string,
        Truth
      >
      const truth = file[`dev/ntfs/${name}`]
      for (const chunk of [4_096, 8_192, 1_048_576]) {
        const { top_reasons, ...found } = summary(bytes, chunk)
        expect(truth).toMatchObject(found)
        // The truth file lists the most frequent reasons only.
        expect(top_reasons).toMatchObject(truth?.top_reasons ?? {})
      }
      const input = new MemoryInput(bytes)
      expect(PARSERS.filter((one) => one.sniff(input.head, input.entry))).toEqual([usnJournal])
      const { totals } = await readAll(usnJournal, bytes)
      expect(totals).toMatchObject({ records: truth?.records, unreadable: 0 })
    },
  )

  it('UsnJrnl.raw tells of two new files and their names', async () => {
    const bytes = new Uint8Array(readFileSync(`${evidence}/ntfs/UsnJrnl.raw`))
    const { rows } = await readAll(usnJournal, bytes, { path: 'C:/$Extend/$J' })
    expect(
      rows.map(({ time, action, target }) => `${time.slice(11, 19)} ${action} ${target}`),
    ).toEqual([
      '21:15:27 File created C:/Nieuw - Tekstdocument.txt',
      '21:15:35 File renamed from C:/Nieuw - Tekstdocument.txt C:/first.txt',
      '21:15:36 File object id changed C:/first.txt',
      '21:15:36 Folder object id changed C:/',
      '21:15:39 File data added C:/first.txt',
      '21:15:47 File created, data overwritten, data added, attributes or times changed C:/Kopie van first.txt',
      '21:15:54 File renamed from C:/Kopie van first.txt C:/second.txt',
    ])
  })
})
