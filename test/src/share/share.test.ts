import { readFileSync } from 'node:fs'
import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { DARK, LIGHT } from '../../../src/parts/palette.js'
import { bundleReadme, makeBundle } from '../../../src/share/bundle.js'
import { topFindings } from '../../../src/share/card.js'
import { checkCode } from '../../../src/share/check-code.js'
import { safeText } from '../../../src/share/safe-text.js'
import { fitText, wrapText } from '../../../src/share/text.js'
import { fakeCase } from '../../page-preview/fake-case.js'

const eightWide = { measureText: (text: string) => ({ width: text.length * 8 }) }

describe('text of an output', () => {
  it('masks the victim and defangs the attacker, but leaves a build readable', () => {
    const show = safeText(fakeCase, true)
    const text = show('MX01 on 15.2.858.10 was hit from 203.0.113.41')
    expect(text).not.toContain('MX01')
    expect(text).toContain('15.2.858.10')
    expect(text).toContain('203.0.113[.]41')
  })

  it('keeps the name where real names are wanted', () => {
    expect(safeText(fakeCase, false)('MX01 at 203.0.113.41')).toBe('MX01 at 203.0.113[.]41')
  })

  it('shows what hides or turns text', () => {
    expect(safeText(fakeCase, false)('a\u202Eb')).not.toContain('\u202E')
  })
})

describe('fitting text', () => {
  it('cuts with an ellipsis only what is too wide', () => {
    expect(fitText(eightWide, 'short', 80)).toBe('short')
    expect(fitText(eightWide, 'rather too long', 80)).toBe('rather to…')
  })

  it('wraps at blanks and cuts the last line', () => {
    expect(wrapText(eightWide, 'one two three four five', 80, 2)).toEqual(['one two', 'three fou…'])
    expect(wrapText(eightWide, 'one', 80, 2)).toEqual(['one'])
  })
})

describe('the picture', () => {
  it('names one finding for each rung, of uses the last', () => {
    expect(topFindings(fakeCase, 'MX01').map(({ id }) => id)).toEqual([
      'pl-01',
      'pl-03',
      'ws-01',
      'ws-04',
    ])
  })

  it('has the same check code for the same case and another for another', () => {
    expect(checkCode('a case')).toBe(checkCode('a case'))
    expect(checkCode('a case')).not.toBe(checkCode('A case'))
    expect(checkCode('a case')).toMatch(/^[2-9A-Z]{3}-[2-9A-Z]{3}$/)
  })

  it('is drawn in the colours that the page has', () => {
    const css = readFileSync(new URL('../../../src/parts/base.css', import.meta.url), 'utf8')
    const [light = '', dark = ''] = css.split('prefers-color-scheme: dark')
    const tokens = ['paper', 'ground', 'ink', 'soft', 'line', 'calm', 'patch'] as const
    for (const token of [
      ...tokens,
      'targeted',
      'exploited',
      'backdoored',
      'used',
      'exposure',
    ] as const) {
      expect(light).toContain(`--${token}: ${LIGHT[token]};`)
      expect(dark).toContain(`--${token}: ${DARK[token]};`)
    }
  })
})

describe('the responders’ zip', () => {
  it('holds picture, case and a README that says what was masked', async () => {
    const options = { tlp: 'RED' as const, masked: true, sentence: 'Broken into.' }
    const readme = bundleReadme(fakeCase, options)
    const blob = await makeBundle(new Blob(['png']), '{"a":1}', readme)
    const zip = await JSZip.loadAsync(await blob.arrayBuffer())
    expect(Object.keys(zip.files).sort()).toEqual(['README.txt', 'case.json', 'timeline.png'])
    const text = await zip.file('README.txt')!.async('string')
    expect(text).toContain('TLP:RED')
    expect(text).toContain('DEMO')
    expect(text).not.toContain('demo.zip')
    expect(await zip.file('timeline.png')!.async('string')).toBe('png')
  })
})
