import { describe, expect, it } from 'vitest'
import { formatIso } from '../../../src/model/time.js'
import { exchangeSetup } from '../../../workers/parsers/exchange-setup.js'
import { recognise } from '../../../workers/parsers/index.js'
import { msiLog } from '../../../workers/parsers/msi-log.js'
import { serviceControl } from '../../../workers/parsers/service-control.js'
import { entryOf } from './memory-input.js'
import { bytesOf, readAll, type ReadLog } from './read-all.js'

const told = ({ rows }: ReadLog): string[] =>
  rows.map(({ time, action, target, user }) =>
    [time, action, target, user].filter((text) => text !== '').join(' | '),
  )

function knows(text: string): string | undefined {
  const bytes = bytesOf(text)
  return recognise(bytes, entryOf('unknown', bytes.length))?.id
}

const UPGRADE = [
  '[03/12/2021 21:04:05.0206] [0] **********************************************',
  '[03/12/2021 21:04:05.0268] [0] Starting Microsoft Exchange Server 2016 Setup',
  '[03/12/2021 21:04:05.0284] [0] Local time zone: (UTC-05:00) Eastern Time (US & Canada).',
  '[03/12/2021 21:04:05.0284] [0] Operating system version: Microsoft Windows NT 6.2.9200.0.',
  '[03/12/2021 21:04:05.0284] [0] Setup version: 15.1.2242.4.',
  '[03/12/2021 21:04:05.0331] [0] Logged on user: HARBOR\\adm.',
  "[03/12/2021 21:04:05.0331] [0] Command Line Parameter Name='sourcedir', Value='E:\\'.",
  "[03/12/2021 21:04:05.0331] [0] Command Line Parameter Name='mode', Value='Upgrade'.",
  "[03/12/2021 21:04:05.0347] [0] RuntimeAssembly was started with the following command: '/mode:Upgrade'.",
  '[03/12/2021 21:04:09.0909] [0] Server Name=MAIL01',
  '[03/12/2021 21:04:14.0519] [0] The locally installed version is 15.1.2106.2.',
]
const COMPLETED = [
  '[03/12/2021 22:31:07.0545] [0] The Exchange Server setup operation completed successfully.',
  '[03/12/2021 22:31:08.0001] [0] End of Setup',
]

describe('ExchangeSetup.log', () => {
  const read = (lines: readonly string[]): Promise<ReadLog> =>
    readAll(exchangeSetup, bytesOf(`${lines.join('\r\n')}\r\n`))

  it('tells a run with its versions, mode, user, zone and result, and dates the build', async () => {
    expect(knows(UPGRADE.join('\r\n'))).toBe('exchange-setup')
    const log = await read([...UPGRADE, ...COMPLETED])
    expect(told(log)).toEqual([
      '2021-03-12T21:04:05.268Z | Setup of Microsoft Exchange Server 2016 started: Upgrade | 15.1.2106.2 → 15.1.2242.4 | HARBOR\\adm',
      '2021-03-12T21:04:05.268Z | Time zone of the server, by setup | (UTC-05:00) Eastern Time (US & Canada)',
      '2021-03-12T22:31:08.001Z | Setup of Microsoft Exchange Server 2016 completed | 15.1.2106.2 → 15.1.2242.4 | HARBOR\\adm',
    ])
    expect(log.rows[0]).toMatchObject({ family: 'exchange-setup', agent: '/mode:Upgrade' })
    const [build] = log.totals.builds
    expect(build).toMatchObject({ build: '15.1.2242.4', server: 'MAIL01' })
    expect(formatIso(build?.first ?? NaN)).toBe('2021-03-12T22:31:08.001Z')
    expect([...log.totals.servers]).toEqual([['MAIL01', 1]])
    expect(log.warnings).toEqual([])
  })

  it('tells errors once, passes over their stack traces, and dates no build that failed', async () => {
    const log = await read([
      ...UPGRADE,
      '[03/12/2021 21:09:07.0545] [2] [ERROR] Unable to remove product.',
      '[03/12/2021 21:09:07.0545] [2] [ERROR] Unable to remove product.',
      '   at Microsoft.Exchange.Management.Deployment.UninstallMsi.InternalProcessRecord()',
      '[03/12/2021 21:09:07.0545] [1] [ERROR-REFERENCE] Id=x Component=y',
      '[03/12/2021 21:09:07.0545] [1] [REQUIRED] A reboot is pending.',
      '[03/12/2021 21:09:07.0545] [1] Setup is stopping now because of one or more critical errors.',
      '[03/12/2021 21:22:43.0611] [0] End of Setup',
    ])
    expect(told(log)).toEqual([
      '2021-03-12T21:09:07.545Z | Setup error | Unable to remove product.',
      '2021-03-12T21:09:07.545Z | Setup requirement not met | A reboot is pending.',
      expect.stringContaining('started: Upgrade'),
      expect.stringContaining('Time zone'),
      expect.stringContaining(
        '21:22:43.611Z | Setup of Microsoft Exchange Server 2016 failed (2 errors)',
      ),
    ])
    expect(log.totals.builds).toEqual([])
  })

  it('keeps runs apart that break off, and one that began before the log', async () => {
    const log = await read([
      '[01/02/2020 03:00:00.0001] [0] The Exchange Server setup operation completed successfully.',
      '[01/02/2020 03:00:00.0002] [0] End of Setup',
      ...UPGRADE,
      ...UPGRADE.map((line) => line.replace('03/12', '03/13').replace('Upgrade', 'PrepareAD')),
      '[03/13/2021 22:31:07.0545] [0] The Exchange Server setup operation completed successfully.',
    ])
    expect(told(log).filter((row) => !row.includes('zone'))).toEqual([
      '2020-01-02T03:00:00.001Z | Setup of Exchange started',
      '2020-01-02T03:00:00.002Z | Setup of Exchange completed',
      expect.stringContaining(
        '2021-03-12T21:04:05.268Z | Setup of Microsoft Exchange Server 2016 started: Upgrade',
      ),
      expect.stringMatching(/^2021-03-13T21:04:05.206Z \| .* broke off/),
      expect.stringContaining(
        '2021-03-13T21:04:05.268Z | Setup of Microsoft Exchange Server 2016 started: PrepareAD',
      ),
      expect.stringMatching(/^2021-03-13T22:31:07.545Z \| .* completed/),
    ])
    // Preparing the directory installs nothing.
    expect(log.totals.builds).toEqual([])
  })

  it('takes the date’s separator of another culture, and a fraction that is one', async () => {
    const log = await read([
      '[11.14.2022 17:13:08.1234] [0] Starting Microsoft Exchange Server 2019 Setup',
    ])
    expect(log.rows[0]?.time).toBe('2022-11-14T17:13:08.123400Z')
  })

  it('says of a damaged line where it stands, and reads on', async () => {
    const log = await read([...UPGRADE, '[03/32/2021 21:05:00.0001] [0] x', '[03/12', ...COMPLETED])
    expect(log.totals.unreadable).toBe(2)
    expect(log.warnings).toEqual([expect.stringContaining('line of the setup log cannot be read')])
    expect(told(log).at(-1)).toContain('completed')
  })
})

describe('ServiceControl.log', () => {
  const run = (day: string): string[] => [
    '[23:50:54] -----------------------------------------------',
    `[23:50:54] * ServiceControl.ps1: ${day} 23:50:54`,
    '[23:50:54] Performing service control with options: Stop',
    '[23:50:59] Stopping services for the following roles: AdminTools ClientAccess',
    "[00:01:27] [Error] System.Management.Automation.CommandNotFoundException: The term 'Stop-SetupService'",
    '   at System.Management.Automation.Interpreter.Run()',
    '[00:01:41] Script completed succesfully.',
  ]

  it('dates its runs by their first lines, over midnight too, and says that times are local', async () => {
    const text = run('21/11/2022').join('\r\n')
    expect(knows(text)).toBe('service-control')
    const log = await readAll(serviceControl, bytesOf(text))
    expect(told(log)).toEqual([
      '2022-11-21T23:50:54Z | Update of Exchange: service control begins | ServiceControl.ps1',
      '2022-11-21T23:50:54Z | Update of Exchange: service control | Stop',
      '2022-11-21T23:50:59Z | Update of Exchange: services stopped | AdminTools ClientAccess',
      "2022-11-22T00:01:27Z | Update of Exchange: error | System.Management.Automation.CommandNotFoundException: The term 'Stop-SetupService'",
      '2022-11-22T00:01:41Z | Update of Exchange: service control completed',
    ])
    expect(log.warnings).toEqual([expect.stringContaining('local time')])
  })

  it('reads a date that fits both ways as another run settles it, else gives no time', async () => {
    const both = [...run('02/03/2021'), ...run('21/03/2021')].join('\r\n')
    const log = await readAll(serviceControl, bytesOf(both))
    expect(log.rows[0]?.time).toBe('2021-03-02T23:50:54Z')
    const alone = await readAll(serviceControl, bytesOf(run('02/03/2021').join('\r\n')))
    expect(alone.rows.map((row) => row.time)).toEqual(['', '', '', '', ''])
    expect(alone.warnings).toEqual([expect.stringContaining('cannot be told apart')])
  })
})

describe('log of Windows Installer', () => {
  const text = [
    '=== Verbose logging started: 3/14/2021  21:04:05  Build type: SHIP UNICODE 5.00.10011.00  Calling process: C:\\Windows\\System32\\msiexec.exe ===',
    'MSI (c) (E0:5C) [21:04:06:001]: Resetting cached policy values',
    'MSI (s) (38:A4) [21:05:06:250]: Note: 1: 1708',
    "MSI (s) (38:A4) [21:24:05:250]: Product: Microsoft Exchange Server - Update 'Security Update for Exchange Server 2016 Cumulative Update 19 (KB5000871)' installed successfully.",
    'MSI (s) (38:A4) [21:24:06:250]: MainEngineThread is returning 1603',
    '=== Logging stopped: 3/14/2021  21:24:07 ===',
  ].join('\r\n')

  it('tells what was installed and how it ended', async () => {
    expect(knows(text)).toBe('msi-log')
    const log = await readAll(msiLog, bytesOf(text), { blockLines: 2 })
    expect(told(log)).toEqual([
      '2021-03-14T21:04:05Z | Windows Installer log started | C:\\Windows\\System32\\msiexec.exe',
      "2021-03-14T21:24:05Z | Windows Installer | Microsoft Exchange Server - Update 'Security Update for Exchange Server 2016 Cumulative Update 19 (KB5000871)' installed successfully.",
      '2021-03-14T21:24:06Z | Windows Installer returns | 1603',
      '2021-03-14T21:24:07Z | Windows Installer log stopped',
    ])
    expect(log.warnings).toEqual([expect.stringContaining('local time')])
  })
})
