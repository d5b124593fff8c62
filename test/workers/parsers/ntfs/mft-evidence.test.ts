import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { mft } from '../../../../workers/parsers/mft.js'
import { PARSERS } from '../../../../workers/parsers/index.js'
import { MemoryInput } from '../memory-input.js'
import { readAll, type ReadRow } from '../read-all.js'

const evidence =
  process.env.AFTERPATCH_EVIDENCE ??
  fileURLToPath(new URL('../../../../../shared/data', import.meta.url))

function load(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`${evidence}/ntfs/${name}`))
}

interface Listed {
  readonly path: string
  readonly record: number
  /** Seconds since 1970: accessed, modified, record changed, created. */
  readonly times: readonly number[]
}

/** Lines of a bodyfile: those of $FILE_NAME (by `named`), or those of the files themselves. */
function listed(named: boolean): Listed[] {
  return readFileSync(`${evidence}/ntfs/velociraptor-test-ntfs.bodyfile.txt`, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && line.includes(' ($FILE_NAME)|') === named)
    .map((line) => line.split('|'))
    .filter(([, path]) => path !== '/$OrphanFiles')
    .map(([, path = '', inode = '', , , , , ...times]) => ({
      path: path.replace(' ($FILE_NAME)', '').slice(1),
      record: parseInt(inode, 10),
      times: times.map(Number),
    }))
}

const seconds = (row: ReadRow | undefined): number =>
  Math.floor(Date.parse(row?.time ?? '') / 1_000)

describe.skipIf(!existsSync(evidence))('real file records (needs evidence folder)', () => {
  it('give every path, stream and time that fls gives, and nothing else', async () => {
    const bytes = load('velociraptor-test-ntfs.MFT')
    const { rows, warnings, totals } = await readAll(mft, bytes, { path: 'C:/$MFT' })
    expect(warnings).toEqual([])
    expect(totals.unreadable).toBe(0)
    const births = rows.filter(({ action }) =>
      /^(?:File created|Folder created|Stream)/.test(action),
    )
    const found = births.map((row) => [row.target, row.offset / 1_024, seconds(row)])
    // fls shows files without a stream of their own by their streams alone, and not the root.
    const paths = new Set(listed(false).map(({ path }) => path))
    const byRecord = (a: unknown[], b: unknown[]): number =>
      Number(a[1]) - Number(b[1]) || (String(a[0]) < String(b[0]) ? -1 : 1)
    expect(found.filter(([path]) => paths.has(String(path).slice(3))).sort(byRecord)).toEqual(
      listed(false)
        .map(({ path, record, times }) => [`C:/${path}`, record, times[3]])
        .sort(byRecord),
    )
    const others = found.filter(([path]) => !paths.has(String(path).slice(3)))
    expect(others.map(([path]) => path)).toEqual([
      'C:/',
      'C:/$Secure',
      'C:/$Extend/$Quota',
      'C:/$Extend/$ObjId',
      'C:/$Extend/$Reparse',
    ])
  })

  it('tell all eight times of each file as fls does', () => {
    const bytes = load('velociraptor-test-ntfs.MFT')
    const named = new Map(listed(true).map((one) => [one.record, one]))
    let compared = 0
    for (const { path, record, times } of listed(false)) {
      if (path.includes(':')) continue
      const location = { entry: 0, offset: record * 1_024, size: 1_024 }
      const stretch = mft.record?.stretch(location, bytes.length) ?? { from: 0, to: 0 }
      const chunk = { bytes: bytes.slice(stretch.from, stretch.to), base: stretch.from }
      const text = mft.record?.tell(chunk, location) ?? ''
      const stated = [...text.matchAll(/^ {2}(created|modified|record changed|accessed): (.*)$/gm)]
      const told = stated.map(([, , time = '']) => Math.floor(Date.parse(time) / 1_000))
      const inOrder = ([accessed, modified, changed, created]: readonly number[]) => [
        created,
        modified,
        changed,
        accessed,
      ]
      expect(told.slice(0, 4)).toEqual(inOrder(times))
      expect(told.slice(-4)).toEqual(inOrder(named.get(record)?.times ?? []))
      compared++
    }
    expect(compared).toBe(31)
  })

  it('of one file each are read whole, odd ones with what is odd about them', async () => {
    const names = [
      'entry_102130_fixup_issue',
      'entry_data_run_at_offset',
      'entry_long_name_and_res_ads_002',
      'entry_multiple_index_root_entries',
      'entry_single_file',
      'entry_super_long_name_001',
    ]
    const read: Record<string, unknown> = {}
    for (const name of names) {
      const bytes = load(name)
      const input = new MemoryInput(bytes)
      expect(PARSERS.filter((one) => one.sniff(input.head, input.entry))).toEqual([mft])
      const { rows, warnings } = await readAll(mft, bytes)
      const text = mft.record?.tell({ bytes, base: 0 }, { entry: 0, offset: 0, size: 1_024 }) ?? ''
      expect(text).not.toContain('damaged')
      read[name] = [...rows.map(({ target, action }) => `${action} ${target}`), ...warnings]
    }
    const long = `time_for_a_${'super_'.repeat(26)}_${'super_'.repeat(8)}longname.txt`
    expect(read).toEqual({
      entry_102130_fixup_issue: [
        'Folder created (record torn) <orphan>/Application Data',
        '0 file record is torn (sectors of one write: several) x1',
      ],
      entry_data_run_at_offset: [
        '0 part of a file whose record is gone (the record that it extends: record 57676 is not of that file) x1',
      ],
      entry_long_name_and_res_ads_002: [
        'File created <orphan>/longname_res_with_ads.txt',
        'Stream beside a file <orphan>/longname_res_with_ads.txt:res.ads',
      ],
      entry_multiple_index_root_entries: ['Folder created <orphan>/test'],
      entry_single_file: [
        'File created <orphan>/test_cfuncs.py',
        'File name entered ($FN) <orphan>/test_cfuncs.py',
      ],
      entry_super_long_name_001: [`File created <orphan>/${long}`],
    })
  })
})
