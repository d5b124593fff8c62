import { describe, expect, it } from 'vitest'
import {
  beforeHttpProxy,
  compareBuilds,
  describeBuild,
  holdsFix,
  normaliseBuild,
} from '../../../src/model/builds.js'
import { CAMPAIGNS } from '../../../src/model/campaigns.js'

describe('builds', () => {
  it.each([
    ['15.01.2106.002', '15.1.2106.2'],
    ['15.1.2106.2', '15.1.2106.2'],
    ['Version 15.1 (Build 2106.2)', '15.1.2106.2'],
    ['15.1.2106', ''],
    ['15.1.2106.2; x', ''],
    ['', ''],
  ])('%s is %s', (text, build) => {
    expect(normaliseBuild(text)).toBe(build)
  })

  it('compare by number, not by text', () => {
    expect(compareBuilds('15.1.2106.13', '15.1.2106.2')).toBeGreaterThan(0)
    expect(compareBuilds('15.0.1497.2', '15.1.225.42')).toBeLessThan(0)
    expect(compareBuilds('15.1.1.1', '15.1.1.1')).toBe(0)
  })

  it.each([
    ['15.1.2106.2', false],
    ['15.1.2106.12', false],
    ['15.1.2106.13', true],
    ['15.01.2106.013', true],
    ['15.1.2242.4', true],
    ['15.1.2507.72', true],
    ['15.2.858.5', true],
    ['15.2.2562.17', true],
    ['15.2.792.9', false],
    ['15.0.1497.12', true],
    ['15.0.1497.10', false],
    ['15.1.1261.35', false],
    ['15.1.225.42', false],
    ['15.2.221.12', false],
    ['15.1.2200.1', null],
    ['14.3.513.0', null],
    ['16.0.1.1', null],
    ['nonsense', null],
  ])('%s fixes ProxyLogon: %s', (build, fixed) => {
    expect(holdsFix(build, CAMPAIGNS[0].fix)).toBe(fixed)
  })

  it.each([
    ['15.1.2242.10', true, false],
    ['15.1.2242.8', false, false],
    ['15.1.2106.13', false, false],
    ['15.1.2308.8', true, false],
    ['15.1.2507.16', true, true],
    ['15.1.2507.9', true, false],
    ['15.2.1118.20', true, true],
    ['15.0.1497.18', true, false],
    ['15.0.1497.44', true, true],
    ['15.2.1544.4', true, true],
  ])('%s fixes ProxyShell: %s, ProxyNotShell: %s', (build, shell, notShell) => {
    expect(holdsFix(build, CAMPAIGNS[1].fix)).toBe(shell)
    expect(holdsFix(build, CAMPAIGNS[2].fix)).toBe(notShell)
  })

  it('names what it knows', () => {
    expect(describeBuild('15.1.2106.13')).toBe('Exchange 2016 CU18 (15.1.2106.13)')
    expect(describeBuild('15.1.2200.1')).toBe('15.1.2200.1')
    expect(beforeHttpProxy('14.3.513.0')).toBe(true)
    expect(beforeHttpProxy('15.0.516.32')).toBe(false)
    expect(beforeHttpProxy('')).toBe(false)
  })
})
