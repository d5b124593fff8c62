import { describe, expect, it } from 'vitest'
import { holdsFix, securityUpdate } from '../../../src/model/builds.js'
import { CAMPAIGNS } from '../../../src/model/campaigns.js'
import { buildOfUpdate } from '../../../src/model/exchange-updates.js'

describe('a security update by its name', () => {
  it('tells the build that it brings', () => {
    const names = [
      [
        'Security Update for Exchange Server 2016 Cumulative Update 19 (KB5000871) 15.1.2176.9',
        '15.1.2176.9',
      ],
      ['Security Update for Exchange Server 2016 CU18 (KB5000871)', '15.1.2106.13'],
      [
        'Uninstall\\KB5003435: Security Update for Exchange Server 2019 Cumulative Update 9 (KB5003435); installed 2021-05-12',
        '15.2.858.12',
      ],
      ['Security Update for Exchange Server 2019 Cumulative Update 12 (KB5019758)', '15.2.1118.20'],
    ] as const
    for (const [name, build] of names) expect(buildOfUpdate(name), name).toBe(build)
  })

  it('tells nothing where its number, its year or its cumulative update is not known', () => {
    for (const name of [
      'Security Update for Exchange Server 2016 Cumulative Update 19 (KB9999999)',
      'Security Update for Exchange Server 2010 Service Pack 3 (KB5000978)',
      'Security Update for Exchange Server 2016 Cumulative Update 23 (KB5000871)',
      'Security Update for Windows Server 2016 (KB5000871)',
      '',
    ])
      expect(buildOfUpdate(name), name).toBe('')
  })

  it('of the fix of a campaign holds that fix', () => {
    const [march] = CAMPAIGNS
    const build = buildOfUpdate('Security Update for Exchange Server 2016 CU19 (KB5000871)')
    expect(holdsFix(build, march.fix)).toBe(true)
    expect(securityUpdate(build)).toBe('Mar21SU')
    expect(securityUpdate('15.1.2176.2')).toBe('')
  })
})
