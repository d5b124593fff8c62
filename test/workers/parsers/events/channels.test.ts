import { describe, expect, it } from 'vitest'
import { FLAG_NOISE } from '../../../../src/model/event-table.js'
import { plain } from '../../../../src/model/plain.js'
import { readEvents } from './read-events.js'
import { writtenEvent, type Written } from './written-event.js'

const AUDITING = 'Microsoft-Windows-Security-Auditing'
const SUBJECT = { SubjectUserName: 'adm', SubjectDomainName: 'CONTOSO' }
const TARGET = { TargetUserName: 'eve', TargetDomainName: 'CONTOSO' }
const TASK_XML =
  '<Task><Actions><Exec><Command>cmd.exe</Command><Arguments>/c &quot;a&quot; &amp; b</Arguments></Exec></Actions></Task>'

/** Family, action, target, user, client, agent. */
type Told = readonly [string, string, string, string?, string?, string?]

const named = (provider: string, id: number, values: Record<string, string>): Written => ({
  provider,
  id,
  named: values,
})
const unnamed = (provider: string, id: number, ...values: readonly string[]): Written => ({
  provider,
  channel: 'Application',
  id,
  unnamed: values,
})

const CASES: readonly (readonly [Written, Told])[] = [
  [
    named(AUDITING, 4624, {
      ...TARGET,
      LogonType: '3',
      IpAddress: '::ffff:203.0.113.7',
      WorkstationName: 'KALI',
      ProcessName: '-',
      LogonProcessName: 'NtLmSsp',
    }),
    ['evtx-security', 'Logon (over the network)', 'KALI', 'CONTOSO\\eve', '203.0.113.7', 'NtLmSsp'],
  ],
  [
    named(AUDITING, 4625, { ...TARGET, LogonType: '10', Status: '0xc000006d', SubStatus: '0x0' }),
    [
      'evtx-security',
      'Logon failed (remote desktop): wrong account or password',
      '',
      'CONTOSO\\eve',
    ],
  ],
  [
    named(AUDITING, 4625, { ...TARGET, LogonType: '99', SubStatus: '0xc0009999' }),
    ['evtx-security', 'Logon failed (type 99): 0xc0009999', '', 'CONTOSO\\eve'],
  ],
  [
    named(AUDITING, 4648, {
      ...SUBJECT,
      ...TARGET,
      TargetServerName: 'dc1',
      ProcessName: 'C:\\x.exe',
    }),
    [
      'evtx-security',
      'Logon with explicit credentials',
      'CONTOSO\\eve at dc1',
      'CONTOSO\\adm',
      '',
      'C:\\x.exe',
    ],
  ],
  [
    named(AUDITING, 4688, {
      ...SUBJECT,
      NewProcessName: 'C:\\Windows\\System32\\cmd.exe',
      CommandLine: 'cmd /c whoami',
      TargetUserName: '-',
      TargetDomainName: '-',
      ParentProcessName: 'C:\\w3wp.exe',
    }),
    ['evtx-security', 'Process started', 'cmd /c whoami', 'CONTOSO\\adm', '', 'C:\\w3wp.exe'],
  ],
  [
    named(AUDITING, 4697, { ...SUBJECT, ServiceName: 'x', ServiceFileName: 'C:\\x.exe' }),
    ['evtx-security', 'Service installed', 'x: C:\\x.exe', 'CONTOSO\\adm'],
  ],
  [
    named(AUDITING, 4698, { ...SUBJECT, TaskName: '\\winnet', TaskContent: TASK_XML }),
    ['evtx-security', 'Scheduled task created', '\\winnet: cmd.exe /c "a" & b', 'CONTOSO\\adm'],
  ],
  [
    named(AUDITING, 4732, { ...SUBJECT, ...TARGET, TargetUserName: 'Admins', MemberSid: 'S-1-9' }),
    ['evtx-security', 'Member added to a local group', 'CONTOSO\\Admins: S-1-9', 'CONTOSO\\adm'],
  ],
  [
    named(AUDITING, 4720, { ...SUBJECT, ...TARGET }),
    ['evtx-security', 'Account created', 'CONTOSO\\eve', 'CONTOSO\\adm'],
  ],
  [
    named(AUDITING, 4740, { TargetUserName: 'eve', TargetDomainName: 'EX01', ...SUBJECT }),
    ['evtx-security', 'Account locked', 'eve by tries from EX01', 'CONTOSO\\adm'],
  ],
  [
    named(AUDITING, 4768, { ...TARGET, ServiceName: 'krbtgt', Status: '0x0', IpAddress: '::1' }),
    ['evtx-security', 'Kerberos ticket granted', 'krbtgt', 'CONTOSO\\eve', '::1'],
  ],
  [
    named(AUDITING, 4769, { ...TARGET, ServiceName: 'EX01$', Status: '0x20' }),
    ['evtx-security', 'Kerberos service ticket refused: ticket expired', 'EX01$', 'CONTOSO\\eve'],
  ],
  [
    named(AUDITING, 4776, { TargetUserName: 'eve', Workstation: 'KALI', Status: '0xc0000064' }),
    ['evtx-security', 'Password check failed (NTLM): no such account', 'KALI', 'eve'],
  ],
  [
    named(AUDITING, 5145, {
      ...SUBJECT,
      ShareName: '\\\\*\\C$',
      RelativeTargetName: 'x.aspx',
      IpAddress: '10.0.0.9',
    }),
    ['evtx-security', 'File on a share opened', '\\\\*\\C$ x.aspx', 'CONTOSO\\adm', '10.0.0.9'],
  ],
  [
    { provider: 'Microsoft-Windows-Eventlog', channel: 'Security', id: 1102, named: SUBJECT },
    ['evtx-security', 'Security log cleared', 'Security', 'CONTOSO\\adm'],
  ],
  [
    {
      provider: 'Microsoft-Windows-Eventlog',
      channel: 'System',
      id: 104,
      named: { ...SUBJECT, Channel: 'MSExchange Management', BackupPath: '' },
    },
    ['evtx-system', 'Event log cleared', 'MSExchange Management', 'CONTOSO\\adm'],
  ],
  [
    {
      ...named('Service Control Manager', 7045, {
        ServiceName: 'msupdate',
        ImagePath: 'C:\\x.exe',
        StartType: 'auto start',
        AccountName: 'LocalSystem',
      }),
      userId: 'S-1-5-21-1-2-3-500',
    },
    [
      'evtx-system',
      'Service installed',
      'msupdate: C:\\x.exe',
      'S-1-5-21-1-2-3-500',
      '',
      'auto start, LocalSystem',
    ],
  ],
  [
    named('Service Control Manager', 7036, { param1: 'IIS', param2: 'stopped' }),
    ['evtx-system', 'Service changed its state', 'IIS: stopped'],
  ],
  [
    named('Service Control Manager', 7040, { param1: 'X', param2: 'a', param3: 'b', param4: 'c' }),
    ['evtx-system', 'Start of a service changed', 'X: a to b'],
  ],
  [
    named('User32', 1074, {
      param1: 'C:\\x.exe',
      param3: 'Other',
      param5: 'restart',
      param7: 'A\\b',
    }),
    ['evtx-system', 'Shutdown or restart asked for', 'restart, Other', 'A\\b', '', 'C:\\x.exe'],
  ],
  [
    named('Microsoft-Windows-PowerShell', 4103, {
      ContextInfo:
        '        Severity = Informational\n        Host Application = powershell -enc AAAA\n        User = CONTOSO\\adm\n',
      Payload:
        'CommandInvocation(Get-Item): "Get-Item"\nParameterBinding(Get-Item): name="Path"; value="C:\\x.aspx"\n',
    }),
    [
      'evtx-powershell',
      'PowerShell command run',
      'Get-Item -Path "C:\\x.aspx"',
      'CONTOSO\\adm',
      '',
      'powershell -enc AAAA',
    ],
  ],
  [
    unnamed(
      'PowerShell',
      400,
      'Available',
      'None',
      '\tNewEngineState=Available\r\n\r\n\tHostName=ConsoleHost\r\n\tHostApplication=powershell -nop -w hidden\r\n\tEngineVersion=5.1',
    ),
    ['evtx-powershell', 'PowerShell started', 'powershell -nop -w hidden', '', '', 'ConsoleHost'],
  ],
  [
    unnamed(
      'PowerShell',
      800,
      'Get-ChildItem C:\\',
      '\tUserId=CONTOSO\\adm\r\n\tHostApplication=x.exe\r\n',
    ),
    [
      'evtx-powershell',
      'PowerShell command run',
      'Get-ChildItem C:\\',
      'CONTOSO\\adm',
      '',
      'x.exe',
    ],
  ],
  [
    named('Microsoft-Windows-Sysmon', 11, {
      Image: 'C:\\w3wp.exe',
      TargetFilename: 'C:\\inetpub\\x.aspx',
      User: 'NT AUTHORITY\\SYSTEM',
    }),
    [
      'evtx-sysmon',
      'File created',
      'C:\\inetpub\\x.aspx',
      'NT AUTHORITY\\SYSTEM',
      '',
      'C:\\w3wp.exe',
    ],
  ],
  [
    named('Microsoft-Windows-Sysmon', 3, {
      Image: 'C:\\w3wp.exe',
      Initiated: 'false',
      SourceIp: '203.0.113.7',
      DestinationIp: '10.0.0.1',
      DestinationPort: '443',
    }),
    ['evtx-sysmon', 'Network connection', '10.0.0.1:443', '', '203.0.113.7', 'C:\\w3wp.exe'],
  ],
  [
    named('Microsoft-Windows-Windows Defender', 1117, {
      'Threat Name': 'Backdoor:ASP/SecChecker.A',
      Path: 'file:_C:\\x.aspx',
      'Process Name': 'C:\\w3wp.exe',
      'Detection User': 'NT AUTHORITY\\SYSTEM',
      'Action Name': 'Quarantine',
    }),
    [
      'evtx-defender',
      'Defender acted on malware: Quarantine',
      'Backdoor:ASP/SecChecker.A: file:_C:\\x.aspx',
      'NT AUTHORITY\\SYSTEM',
      '',
      'C:\\w3wp.exe',
    ],
  ],
  [
    named('Microsoft-Windows-TaskScheduler', 106, { TaskName: '\\x', UserContext: 'A\\b' }),
    ['evtx-tasks', 'Scheduled task registered', '\\x', 'A\\b'],
  ],
  [
    named('Microsoft-Windows-IIS-Configuration', 29, {
      Configuration: '/system.webServer/modules/add',
      NewValue: 'x.dll',
    }),
    ['evtx-iis', 'IIS configuration changed', '/system.webServer/modules/add x.dll'],
  ],
  [
    named('Microsoft-Windows-TerminalServices-LocalSessionManager', 21, {
      User: 'A\\b',
      SessionID: '3',
      Address: '203.0.113.7',
    }),
    ['evtx-remote', 'Remote desktop logon', 'session 3', 'A\\b', '203.0.113.7'],
  ],
  [
    named('Microsoft-Windows-TerminalServices-RemoteConnectionManager', 1149, {
      Param1: 'b',
      Param2: 'A',
      Param3: '203.0.113.7',
    }),
    [
      'evtx-remote',
      'Remote desktop connection authenticated',
      'b | A | 203.0.113.7',
      'A\\b',
      '203.0.113.7',
    ],
  ],
  [
    named('Microsoft-Windows-WMI-Activity', 5861, {
      Namespace: '//./root/subscription',
      ESS: 'x',
      CONSUMER: 'CommandLineEventConsumer="x"',
    }),
    [
      'evtx-other',
      'WMI permanent subscription',
      '//./root/subscription: x: CommandLineEventConsumer="x"',
    ],
  ],
  [
    unnamed(
      'ASP.NET 4.0.30319.0',
      1309,
      '3005',
      'An unhandled exception has occurred.',
      '3/3/2021 5:05:06 AM',
      'HttpException',
      'The file does not exist.',
      'https://mail.contoso.com/aspnet_client/x.aspx',
      '/aspnet_client/x.aspx',
      '203.0.113.7',
      'CONTOSO\\eve',
      'w3wp.exe',
    ),
    [
      'evtx-application',
      'Error in a web application: unhandled exception (HttpException)',
      'https://mail.contoso.com/aspnet_client/x.aspx The file does not exist.',
      'CONTOSO\\eve',
      '203.0.113.7',
      'w3wp.exe',
    ],
  ],
  [
    unnamed('MSExchange Control Panel', 4, 'eve', 'https://ex01/ecp/x', 'System.Web.HttpException'),
    ['evtx-application', 'Request to the control panel failed', 'https://ex01/ecp/x eve', 'eve'],
  ],
  [
    {
      ...unnamed('MSExchange Unified Messaging', 1423, plain('System.Invalid¦CastException')),
      level: 2,
    },
    ['evtx-application', 'Unified Messaging error', plain('System.Invalid¦CastException')],
  ],
  [
    unnamed('MSExchange Mitigation Service', 1005, 'PING1'),
    ['evtx-application', 'Exchange mitigation service', 'PING1'],
  ],
]

describe('an event of a channel that matters', () => {
  it.each(
    CASES.map(
      ([written, told]) =>
        [`${written.provider ?? ''} ${String(written.id)}`, written, told] as const,
    ),
  )('%s', async (_, written, [family, action, target, user = '', client = '', agent = '']) => {
    const { rows } = await readEvents([writtenEvent(written)])
    expect(rows).toMatchObject([
      { family, action, target, user, client, agent, status: written.id },
    ])
  })
})

describe('an installation', () => {
  const build = async (written: Written) => {
    const { totals } = await readEvents([writtenEvent(written)])
    return totals.builds.map((mark) => `${mark.build} ${mark.server}`)
  }

  it('of Exchange states the build from then on', async () => {
    const product = ['Microsoft Exchange Server', '15.1.2507.6', '1033']
    const update =
      'Security Update for Exchange Server 2016 Cumulative Update 19 (KB5000871) 15.1.2176.9'
    expect(await build(unnamed('MsiInstaller', 1033, ...product, '0'))).toEqual([
      '15.1.2507.6 EX01',
    ])
    expect(await build(unnamed('MsiInstaller', 1022, 'Microsoft Exchange Server', update))).toEqual(
      ['15.1.2176.9 EX01'],
    )
  })

  it('that failed, or of something else, states none', async () => {
    expect(
      await build(
        unnamed('MsiInstaller', 1033, 'Microsoft Exchange Server', '15.1.2507.6', '1033', '1603'),
      ),
    ).toEqual([])
    expect(await build(unnamed('MsiInstaller', 1033, 'Acme', '15.1.2507.6', '1033', '0'))).toEqual(
      [],
    )
    expect(
      await build(
        unnamed('MsiInstaller', 1034, 'Microsoft Exchange Server', '15.1.2507.6', '', '0'),
      ),
    ).toEqual([])
  })
})

describe('a logon of a health mailbox', () => {
  const PROBE = {
    TargetUserName: 'HealthMailbox12ab',
    TargetDomainName: 'CONTOSO',
    LogonType: '8',
    IpAddress: '127.0.0.1',
    ProcessName: 'C:\\Windows\\System32\\inetsrv\\w3wp.exe',
  }

  it.each([
    ['from this machine by a probe is noise', {}, FLAG_NOISE],
    ['from elsewhere is none', { IpAddress: '203.0.113.7' }, 0],
    ['by another process is none', { ProcessName: 'C:\\x.exe' }, 0],
    ['of another type is none', { LogonType: '3' }, 0],
    ['of another account is none', { TargetUserName: 'HealthMailbox12ab-eve' }, 0],
  ])('%s', async (_, change, flags) => {
    const { rows } = await readEvents([
      writtenEvent(named(AUDITING, 4624, { ...PROBE, ...change })),
    ])
    expect(rows[0]?.flags).toBe(flags)
  })
})
