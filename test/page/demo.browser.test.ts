import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { atRoot } from '../../scripts/root.mjs'
import type { ChromiumDriver } from '../browser/chromium.js'
import { demoFiles, type TruthFinding } from './demo-files.js'
import { launchChromium, runHeadless, type Triaged } from './headless.js'

let driver: ChromiumDriver
let attacked: Triaged
let clean: Triaged

beforeAll(async () => {
  driver = await launchChromium()
  attacked = await runHeadless(driver, { files: [demoFiles('attacked').zip] })
  clean = await runHeadless(driver, { files: [demoFiles('clean').zip] })
}, 180_000)
afterAll(() => driver.close())

/** What ground truth and case.json both state, in one order and one spelling. */
function stated(finding: TruthFinding): string {
  const time = (text: string | null) => (text === null ? null : new Date(text).toISOString())
  const { detection, rung, level, actors, subject, count } = finding
  const times = [time(finding.firstTime), time(finding.lastTime)]
  return JSON.stringify([
    detection,
    rung,
    level,
    [...actors].sort(),
    subject.toLowerCase(),
    count,
    ...times,
  ])
}

describe('the demo case', () => {
  it('has the findings of its ground truth, none missing, none extra', () => {
    const { truth } = demoFiles('attacked')
    const single = attacked.json.findings.filter(({ chain }) => chain === null)
    expect(single.map(stated).sort()).toEqual(truth.findings.map(stated).sort())
    const stories = attacked.json.findings.filter(({ chain }) => chain !== null)
    expect(stories.map(({ actors }) => actors)).toEqual(truth.stories.map(({ actors }) => actors))
  })

  it('has a clean twin with nothing above low, and exit code 0', () => {
    const { truth } = demoFiles('clean')
    expect(clean.json.findings.map(stated).sort()).toEqual(truth.findings.map(stated).sort())
    expect(
      clean.json.findings.filter(({ level }) => !['low', 'informational'].includes(level)),
    ).toEqual([])
    expect(clean.exitCode).toBe(0)
  })

  it('is answered: exploited, back-doored, used after the patch, exit code 1', () => {
    const verdict = attacked.json.hosts[0]!.verdict
    for (const rung of ['targeted', 'exploited', 'backdoored', 'used']) {
      expect(verdict[rung]?.call).toBe('yes')
    }
    expect(verdict.door).toMatchObject({
      call: 'open',
      flaw: { call: 'shut since' },
      backDoor: { call: 'present' },
    })
    expect(attacked.exitCode).toBe(1)
    expect(attacked.sentence).toMatch(/after the patch/)
  })

  it('gives case.json that its schema accepts, with a raw line behind every finding', () => {
    const schema: object = JSON.parse(
      readFileSync(atRoot('docs/case.schema.json'), 'utf8'),
    ) as object
    const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema)
    for (const { json } of [attacked, clean]) {
      expect(validate(json), JSON.stringify(validate.errors)).toBe(true)
    }
    for (const finding of attacked.json.findings) {
      expect(finding.evidence.length).toBeGreaterThan(0)
      for (const row of finding.evidence) expect(row.raw.length).toBeGreaterThan(10)
    }
  })

  it('gives the same bytes with one worker and with four', async () => {
    const withoutRun = (text: string) => text.replace(/"written": *"[^"]*"/, '')
    const [one, four] = [
      await runHeadless(driver, { files: [demoFiles('attacked').zip] }, { workers: 1 }),
      await runHeadless(driver, { files: [demoFiles('attacked').zip] }, { workers: 4 }),
    ]
    expect(withoutRun(four.caseJson)).toBe(withoutRun(one.caseJson))
  }, 120_000)

  it('gives a picture', () => {
    expect(Buffer.from(attacked.png, 'base64').subarray(1, 4).toString()).toBe('PNG')
  })

  it('puts every byte of every entry through the kernels', () => {
    for (const { json, results } of [attacked, clean]) {
      expect(results).toHaveLength(json.entries.length)
      let lines = 0
      for (const { entry, parser, kernelBytes } of results) {
        const size = json.entries[entry]?.size
        expect([kernelBytes.crc32, kernelBytes.sha256]).toEqual([size, size])
        // Web files and what no parser knows are hashed, not read as lines.
        if (parser === null || parser === 'web-file') continue
        expect([kernelBytes.lines, kernelBytes.match]).toEqual([size, size])
        lines++
      }
      expect(lines).toBeGreaterThan(900)
    }
  })
})
