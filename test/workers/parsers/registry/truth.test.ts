import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { digest, dump, listedText } from './dump.js'
import { hiveSamples } from './samples.js'
import { asHivexml, asRegfexport, byHivexml, byRegfexport, isInstalled } from './tools.js'

const evidence =
  process.env.AFTERPATCH_EVIDENCE ??
  fileURLToPath(new URL('../../../../../shared/data', import.meta.url))
const folder = `${evidence}/registry`

function load(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`${folder}/${name}`))
}

const DIRTY = 'yarp-NewDirtyHive1_NewDirtyHive'
const TWIN = 'yarp-NewDirtyHive1_RecoveredHive_Windows10'

/** SHA-256 of what libregf's regfexport gives, keys and values with their types, sizes and data. */
const REGFEXPORT: readonly (readonly [name: string, keys: number, digest: string])[] = [
  ['dfwinreg-SAM', 76, '32aa7d5310b8a0224a3dad4d4293a5ed41e2075624f152bf07c33140208b1cbc'],
  [DIRTY, 5, 'f86928d28700459b21d499ebfbcd668b399385b426d329f7322d151cc30077ea'],
  [TWIN, 5, '322244229109effccb5a23684475c8f5f489a7045252a037357ea73287195285'],
  ['yarp-UnicodeHive', 3, '48ac0fe6d7cc7546ec0c281a71ea39c6685885efaa4941b3d23a7f77b7558434'],
]

describe.skipIf(!isInstalled('regfexport'))('made hives (needs regfexport, hivexml)', () => {
  const made = hiveSamples().filter(({ siblings }) => !siblings)

  it.each(made.map(({ bytes }, index) => [index, bytes] as const))(
    'hive %i is to libregf and hivex what it is here',
    (index, bytes) => {
      const file = join(mkdtempSync(join(tmpdir(), 'hive-')), String(index))
      writeFileSync(file, bytes)
      const dumped = dump(bytes)
      expect(dumped.warnings).toEqual([])
      expect(asRegfexport(dumped)).toBe(byRegfexport(file))
      if (isInstalled('hivexml')) expect(asHivexml(dumped)).toBe(byHivexml(file))
    },
  )
})

describe.skipIf(!existsSync(folder))(
  'hives against libregf and hivex (needs evidence folder)',
  () => {
    it.each(REGFEXPORT)(
      '%s: every key and value as regfexport has them',
      (name, keys, expected) => {
        const dumped = dump(load(name))
        expect(dumped.keys.filter(({ state }) => state === 'listed')).toHaveLength(keys)
        if (isInstalled('regfexport')) {
          expect(asRegfexport(dumped)).toBe(byRegfexport(`${folder}/${name}`))
        }
        expect(digest(asRegfexport(dumped))).toBe(expected)
      },
    )

    it.skipIf(!isInstalled('hivexml')).each(REGFEXPORT)(
      '%s: every key’s time and value’s name as hivex has them (needs hivexml)',
      (name) => {
        expect(asHivexml(dump(load(name)))).toBe(byHivexml(`${folder}/${name}`))
      },
    )

    it('the dirty hive with its logs equals its recovered twin, times and data included', () => {
      const logs = ['LOG1', 'LOG2'].map((log) => ({
        path: `C:/${DIRTY}.${log}`,
        bytes: load(`${DIRTY}.${log}`),
      }))
      const recovered = dump(load(DIRTY), logs)
      expect(recovered.applied).toBe(3)
      expect(recovered.warnings).toEqual([])
      const twin = dump(load(TWIN))
      expect(listedText(recovered, true)).toBe(listedText(twin, true))
      expect(listedText(recovered, true)).not.toBe(listedText(dump(load(DIRTY)), true))
    })

    it('the dirty hive without its logs is read as it stands, with a warning', () => {
      const { keys, warnings, applied } = dump(load(DIRTY))
      expect(applied).toBe(0)
      expect(keys.filter(({ state }) => state === 'listed').map(({ path }) => path)).toContain(
        '\\Key2\\Key2_1',
      )
      expect(warnings.join()).toContain('no log beside it')
    })

    /**
     * Two keys share one list there. libregf shows its one key under both; it belongs under 3, as its own
     * parent says, and the key that 2 lost is found again.
     */
    it('a hive with a bad list gives every key that libregf gives, each under its own parent', () => {
      const { keys, warnings } = dump(load('yarp-BadListHive'))
      const told = keys.map(({ path, state, time }) => `${path} ${state} ${time.slice(0, 19)}`)
      expect(told).toContain('\\3\\subkey listed 2017-03-09T12:05:29')
      expect(told).toContain('\\2\\subkey lost 2017-03-09T12:05:58')
      expect(told).toContain('\\2\\Новый раздел #1 deleted 2017-03-09T12:05:56')
      expect(warnings).toHaveLength(1)
      if (!isInstalled('regfexport')) return
      const paths = byRegfexport(`${folder}/yarp-BadListHive`).split('\n')
      const used = keys.filter(({ state }) => state !== 'deleted').map(({ path }) => path)
      expect(used.sort()).toEqual(paths.sort())
    })

    it('a hive cut short gives what is left of it', () => {
      const { keys, warnings } = dump(load('yarp-TruncatedHive'))
      const found = keys.filter(({ path }) => /^\\key_with_many_subkeys\\\d+$/.test(path))
      expect(keys.filter(({ state }) => state === 'lost')).toHaveLength(83)
      expect(found.length).toBeGreaterThan(80)
      expect(warnings[0]).toMatch(/points outside the hive/)
    })
  },
)
