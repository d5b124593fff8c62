import { describe, expect, it } from 'vitest'
import { FLAG_NOISE } from '../../../../src/model/event-table.js'
import { plain } from '../../../../src/model/plain.js'
import { readEvents } from './read-events.js'
import { writtenEvent } from './written-event.js'

const SCOPE = `View Entire Forest: 'False', Default Scope: 'contoso.local'`

function cmdlet(
  id: number,
  name: string,
  parameters: string,
  caller = 'contoso.local/Users/Administrator',
  process = '5668 w3wp#MSExchangePowerShellAppPool',
) {
  const sid = 'S-1-5-21-1-2-3-500'
  const head = [name, parameters, caller, sid, sid, 'Remote-ManagementShell-Unknown', process]
  return writtenEvent({
    provider: 'MSExchange CmdletLogs',
    channel: 'MSExchange Management',
    id,
    unnamed: [...head, '', '5', '00:00:26.0389557', SCOPE, ...Array<string>(16).fill('')],
  })
}

describe('a cmdlet in MSExchange Management', () => {
  it('is told by its name, its object with the other parameters, caller and host', async () => {
    const { rows, totals } = await readEvents([
      cmdlet(1, 'Set-Mailbox', '-Identity "Admin" -ForwardingSmtpAddress "smtp:x@example.com"'),
    ])
    expect(rows).toMatchObject([
      {
        time: '2021-03-03T04:05:06Z',
        family: 'evtx-management',
        action: 'Set-Mailbox',
        target: 'Admin -ForwardingSmtpAddress "smtp:x@example.com"',
        user: 'contoso.local/Users/Administrator',
        agent: 'Remote-ManagementShell-Unknown, w3wp#MSExchangePowerShellAppPool',
        status: 1,
        flags: 0,
      },
    ])
    expect([...totals.servers]).toEqual([['EX01', 1]])
  })

  it('shows what was put into a virtual directory, behind the directory', async () => {
    const shell = plain('http://f/<scr¦ipt language="JScript" runat="ser¦ver">')
    const parameters = `-ExternalUrl "${shell.replaceAll('"', '""')}" -Identity "EX01\\OAB (Default Web Site)"`
    const { rows } = await readEvents([cmdlet(1, 'Set-OabVirtualDirectory', parameters)])
    expect(rows[0]?.target).toBe(
      `EX01\\OAB (Default Web Site) -ExternalUrl "${shell.replaceAll('"', '""')}"`,
    )
  })

  it('shows all parameters where none names an object', async () => {
    const parameters = '-Mailbox "admin" -FilePath "\\\\127.0.0.1\\c$\\inetpub\\x.aspx"'
    const { rows } = await readEvents([cmdlet(1, 'New-MailboxExportRequest', parameters)])
    expect(rows[0]?.target).toBe(parameters)
  })

  it('says in words that it failed', async () => {
    const { rows } = await readEvents([
      cmdlet(6, 'Install-TransportAgent', '-Name "Evil" -AssemblyPath ".\\x.dll"'),
      writtenEvent({
        provider: 'MSExchange CmdletLogs',
        id: 8,
        unnamed: ['PID 12', 'Get-App', 'System.InvalidCastException: no'],
      }),
    ])
    expect(rows.map(({ action, target, status }) => [action, target, status])).toEqual([
      ['Install-TransportAgent failed', 'Evil -AssemblyPath ".\\x.dll"', 6],
      ['Get-App threw an exception', 'PID 12 | Get-App | System.InvalidCastException: no', 8],
    ])
  })

  it('of Exchange 2010 has its parameters in braces', async () => {
    const unnamed = ['Add-DatabaseAvailabilityGroupServer', '{MailboxServer=EX02, Identity=DAG1}']
    const { rows } = await readEvents([
      writtenEvent({ provider: 'MSExchange CmdletLogs', id: 1, unnamed: [...unnamed, 'c/U/a'] }),
    ])
    expect(rows[0]).toMatchObject({
      action: 'Add-DatabaseAvailabilityGroupServer',
      target: 'DAG1 {MailboxServer=EX02, Identity=DAG1}',
      user: 'c/U/a',
    })
  })

  it('is told the same where an export has all values in one', async () => {
    const parameters = '-Mailbox "eve" -FilePath "\\\\127.0.0.1\\c$\\a, b.aspx"'
    const one = cmdlet(6, 'New-MailboxExportRequest', parameters)
    const { rows } = await readEvents([
      one,
      writtenEvent({
        provider: one.provider,
        channel: one.channel,
        id: 6,
        unnamed: [one.values.join(', ')],
      }),
    ])
    const [apart, inOne] = rows.map(({ action, target, user }) => ({ action, target, user }))
    expect(inOne).toEqual(apart)
  })

  it('is noise only if the health worker itself read something', async () => {
    const health =
      'contoso.local/Microsoft Exchange System Objects/Monitoring Mailboxes/HealthMailbox12ab'
    const worker = '77 MSExchangeHMWorker'
    const { rows } = await readEvents([
      cmdlet(1, 'Get-Mailbox', '', health, worker),
      cmdlet(1, 'Get-Mailbox', '', health),
      cmdlet(1, 'New-MailboxExportRequest', '', health, worker),
      cmdlet(6, 'Get-Mailbox', '', health, worker),
      cmdlet(1, 'Get-Mailbox', '', 'contoso.local/Users/eve', worker),
    ])
    expect(rows.map((row) => row.flags)).toEqual([FLAG_NOISE, 0, 0, 0, 0])
  })

  it('takes hostile parameters in time', async () => {
    const started = performance.now()
    await readEvents([
      cmdlet(1, 'A-B', '-Name "'.repeat(100_000)),
      cmdlet(1, 'A-B', `-Name "${'""'.repeat(200_000)}`),
      cmdlet(1, 'A-B', '{Name='.repeat(100_000)),
      cmdlet(1, `A-B, ${' -Identity'.repeat(100_000)}`, ''),
    ])
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('an event that no description knows', () => {
  it('is told by provider, id and first values', async () => {
    const { rows } = await readEvents([
      writtenEvent({
        provider: 'Acme',
        channel: 'Application',
        id: 4711,
        userId: 'S-1-5-18',
        unnamed: ['', '-', 'one', ' two\r\n\tlines '],
      }),
    ])
    expect(rows).toMatchObject([
      {
        family: 'evtx-application',
        action: 'Acme event 4711',
        target: 'one | two lines',
        user: 'NT AUTHORITY\\SYSTEM',
        status: 4711,
      },
    ])
  })
})
