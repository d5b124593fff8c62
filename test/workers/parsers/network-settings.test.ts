import { describe, expect, it } from 'vitest'
import { firewallLog } from '../../../workers/parsers/firewall-log.js'
import { firewallRules } from '../../../workers/parsers/firewall-rules.js'
import { hostsFile } from '../../../workers/parsers/hosts-file.js'
import { PARSERS } from '../../../workers/parsers/index.js'
import { entryOf } from './memory-input.js'
import { bytesOf, readAll } from './read-all.js'

/** All parsers that would take the file: one, or none. */
function knows(text: string, path = 'unknown'): string[] {
  const bytes = bytesOf(text)
  return PARSERS.filter((one) => one.sniff(bytes, entryOf(path, bytes.length))).map(({ id }) => id)
}

describe('hosts file', () => {
  const path = 'C:/Windows/System32/drivers/etc/hosts'
  const head =
    '# Copyright (c) 1993-2009 Microsoft Corp.\r\n#\r\n# This is a sample HOSTS file used by Microsoft TCP/IP for Windows.\r\n#\t127.0.0.1       localhost\r\n'

  it('is known by its remark, or by its place with lines of its kind', () => {
    expect(knows(head)).toEqual(['hosts-file'])
    expect(knows('10.0.0.1 a\r\n', path)).toEqual(['hosts-file'])
    expect(knows('10.0.0.1 a\r\n', 'C:/x.txt')).toEqual([])
    expect(knows('hello world\r\n', path)).toEqual([])
  })

  it('tells each name that is set, and of one as delivered only the file', async () => {
    const text = `${head}127.0.0.1\tdownload.microsoft.com  update.x # no updates\r\n!!\r\n::1 localhost`
    const log = await readAll(hostsFile, bytesOf(text), { path })
    expect(log.rows.map(({ action, target }) => `${action} | ${target}`)).toEqual([
      `Hosts file | ${path}`,
      'Name set in the hosts file | download.microsoft.com update.x → 127.0.0.1',
      'Name set in the hosts file | localhost → ::1',
    ])
    expect(log.totals.unreadable).toBe(1)
    expect(log.warnings).toEqual([expect.stringContaining('cannot be read')])
    expect((await readAll(hostsFile, bytesOf(head), { path })).rows).toHaveLength(1)
  })
})

describe('firewall log', () => {
  const head =
    '#Version: 1.5\r\n#Software: Microsoft Windows Firewall\r\n#Time Format: Local\r\n#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path\r\n\r\n'
  const row =
    '2021-03-03 06:49:53 DROP TCP 203.0.113.7 10.0.0.5 41234 445 60 S 1 0 8192 - - - RECEIVE\r\n'

  it('tells who, whereto and what became of it, in local time', async () => {
    expect(knows(head + row)).toEqual(['firewall-log'])
    const text = `${head}${row}2021-03-03 06:50:00 ALLOW ICMP fe80::1 ff02::fb - - 0 - - - - 8 0 - SEND\r\n`
    const log = await readAll(firewallLog, bytesOf(text))
    expect(log.rows).toMatchObject([
      {
        time: '2021-03-03T06:49:53Z',
        family: 'configuration',
        client: '203.0.113.7',
        action: 'Firewall: TCP dropped, incoming',
        target: '10.0.0.5 port 445',
      },
      { client: 'fe80::1', action: 'Firewall: ICMP allowed, outgoing', target: 'ff02::fb' },
    ])
    expect(log.warnings).toEqual([expect.stringContaining('local time of the server')])
  })

  it('takes columns in another order, and UTC where it says so', async () => {
    const text =
      '#Software: Microsoft Windows Firewall\r\n#Time Format: UTC\r\n#Fields: dst-ip src-ip action date time\r\n10.0.0.5 203.0.113.7 DROP 2021-03-03 06:49:53\r\n'
    const log = await readAll(firewallLog, bytesOf(text))
    expect(log.rows).toMatchObject([{ client: '203.0.113.7', time: '2021-03-03T06:49:53Z' }])
    expect(log.warnings).toEqual([])
  })

  it('says which rows are damaged and reads the others', async () => {
    const log = await readAll(
      firewallLog,
      bytesOf(`${head}${row}2021-13-03 06\r\n${row}2021-03-03 06:5`),
    )
    expect(log.rows).toHaveLength(2)
    expect(log.totals.unreadable).toBe(2)
  })
})

describe('firewall rules', () => {
  const rule = (name: string, more: string): string =>
    `\r\nRule Name:                            ${name}\r\n----------------------------------------------------------------------\r\n${more}`
  const text =
    rule(
      'Remote',
      'Enabled:                              Yes\r\nDirection:                            In\r\nGrouping:                             \r\nRemoteIP:                             203.0.113.0/24\r\nProtocol:                             TCP\r\nLocalPort:                            3389\r\nRemotePort:                           Any\r\nProgram:                              C:\\x.exe\r\nAction:                               Allow\r\n',
    ) +
    rule(
      'Off',
      'Enabled:                              No\r\nDirection:                            Out\r\nRemoteIP:                             Any\r\nProtocol:                             Any\r\nAction:                               Block\r\n',
    )

  it('are told one by one', async () => {
    expect(knows(text)).toEqual(['firewall-rules'])
    const log = await readAll(firewallRules, bytesOf(text))
    expect(log.rows).toMatchObject([
      {
        action: 'Firewall rule: allow incoming TCP local port 3389 203.0.113.0/24',
        target: 'Remote',
        agent: 'C:\\x.exe',
      },
      { action: 'Firewall rule: block outgoing Any, disabled', target: 'Off' },
    ])
    const cut = await readAll(firewallRules, bytesOf(text.slice(0, text.indexOf('Off'))))
    expect(cut.rows).toHaveLength(1)
  })
})
