import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { plain } from '../../../../src/model/plain.js'
import { evtx } from '../../../../workers/parsers/evtx.js'
import { readAll } from '../read-all.js'

const evidence = `${
  process.env.AFTERPATCH_EVIDENCE ??
  fileURLToPath(new URL('../../../../../shared/data', import.meta.url))
}/evtx`

/** What the file's name promises, as its rows tell it: family, action, target, user, client, agent. */
const TECHNIQUES: readonly (readonly [file: string, ...told: readonly string[]])[] = [
  [
    'omerbenamram/MSExchange_Management_wec.evtx',
    'evtx-management; Set-Mailbox; Administrateur -DeliverToMailboxAndForward "False" -ForwardingSmtpAddress "smtp:test2@example.com"; ave.local/Users/Administrateur; ; Remote-ManagementShell-Unknown, w3wp#MSExchangePowerShellAppPool',
  ],
  [
    'mitre/ID6-Failed to install an Exchange transport agent.evtx',
    'evtx-management; Install-TransportAgent failed; Evil -AssemblyPath ".\\NetshHelperBeacon.dll" -TransportAgentFactory "hack"; offsec.lan/OFFSEC-COMPANY/Administrators/admmig; ; Remote-ManagementShell-Unknown, w3wp#MSExchangePowerShellAppPool',
    'evtx-management; Enable-TransportAgent failed; hack; offsec.lan/OFFSEC-COMPANY/Administrators/admmig; ; Remote-ManagementShell-Unknown, w3wp#MSExchangePowerShellAppPool',
  ],
  [
    'mitre/ID4688-Certutil download.evtx',
    'evtx-security; Security log cleared; Security; OFFSEC\\admmig; ; ',
    plain('evtx-security; Process started; cert¦util -urlcache -split -f https://github.com/'),
  ],
  [
    'mitre/ID7045-Random service installation.evtx',
    'evtx-system; Service installed; bad-task: virusé.exe; S-1-5-21-4230534742-2542757381-3142984815-1111; ; demand start, LocalSystem',
  ],
  [
    'mitre/ID104-1102-Event log cleared.evtx',
    'evtx-system; Event log cleared; System; OFFSEC\\admmig; ; ',
    'evtx-security; Security log cleared; Security; OFFSEC\\admmig; ; ',
  ],
  [
    'mitre/ID4756-Exchange admin group change.evtx',
    'evtx-security; Member added to a universal group; OFFSEC\\Compliance Management: CN=admin-hacker,OU=Test-OU,OU=OFFSEC-COMPANY,DC=offsec,DC=lan; OFFSEC\\admmig; ; ',
  ],
  [
    'attack-samples/DE_104_system_log_cleared.evtx',
    'evtx-system; Event log cleared; System; EXAMPLE\\user01; ; ',
  ],
  [
    'attack-samples/LM_Remote_Service02_7045.evtx',
    'evtx-system; Service installed; spoolfool: cmd.exe; S-1-5-21-1587066498-1489273250-1035260531-1108; ; auto start, LocalSystem',
  ],
  [
    'attack-samples/LM_typical_IIS_webshell_sysmon_1_10_traces.evtx',
    'evtx-sysmon; Process started; "c:\\windows\\system32\\cmd.exe" /c net user; IIS APPPOOL\\DefaultAppPool; ; C:\\Windows\\System32\\inetsrv\\w3wp.exe',
    'evtx-sysmon; Process opened by another; c:\\windows\\system32\\cmd.exe 0x1fffff; ; ; c:\\windows\\system32\\inetsrv\\w3wp.exe',
  ],
  [
    'attack-samples/LM_PowershellRemoting_sysmon_1_wsmprovhost.evtx',
    'evtx-sysmon; Process started; "C:\\Windows\\system32\\HOSTNAME.EXE"; insecurebank\\Administrator; ; C:\\Windows\\System32\\wsmprovhost.exe',
  ],
  [
    'attack-samples/LM_WMI_4624_4688_TargetHost.evtx',
    'evtx-security; Logon (over the network); ; EXAMPLE\\Administrator; 10.0.2.17; Kerberos',
    'evtx-security; Process started; C:\\Windows\\System32\\calc.exe; EXAMPLE\\WIN-77LTAPHIQ1R$; ; ',
  ],
  [
    'attack-samples/System_7045_namedpipe_privesc.evtx',
    "evtx-system; Service installed; WinPwnage: %COMSPEC% /c ping -n 1 127.0.0.1 >nul && echo 'WinPwnage' > \\\\.\\pipe\\WinPwnagePipe; S-1-5-21-3583694148-1414552638-2922671848-1000; ; demand start, LocalSystem",
  ],
  [
    'attack-samples/kerberos_pwd_spray_4771.evtx',
    'evtx-security; Kerberos logon failed: wrong password; krbtgt/THREEBEESCO.COM; backdoor; 172.16.66.1; ',
    'evtx-security; Kerberos ticket refused: no such account; krbtgt/THREEBEESCO.COM; THREEBEESCO.COM\\admin; 172.16.66.1; ',
  ],
  [
    'attack-samples/privexchange_dirkjan.evtx',
    'evtx-security; Directory object changed; DC=internal,DC=corp nTSecurityDescriptor; ICORP\\EXCHANGE$; ; ',
  ],
  [
    'velociraptor/EID4104_PowershellScriptblock.evtx',
    'evtx-powershell; PowerShell script block; Get-Service | select *; S-1-5-21-2201333269-445358460-1233016754-1000; ; ',
  ],
  [
    'omerbenamram/new-user-security.evtx',
    'evtx-security; Account created; IE8Win7\\IEUser; WORKGROUP\\WIN-QALA5Q3KJ43$; ; ',
    'evtx-security; Member added to a local group; Builtin\\Administrators: S-1-5-21-3463664321-2923530833-3546627382-1000; WORKGROUP\\WIN-QALA5Q3KJ43$; ; ',
  ],
  [
    'omerbenamram/Security_short_selected.evtx',
    'evtx-security; Logon failed (remote desktop): wrong password; TEMPORAL; TEMPORAL\\Administrator; 23.94.153.202; C:\\Windows\\System32\\winlogon.exe',
  ],
]

describe.skipIf(!existsSync(evidence))('real event logs (needs evidence folder)', () => {
  it.each(TECHNIQUES)('%s shows in its rows what it is called after', async (file, ...told) => {
    const { rows } = await readAll(evtx, new Uint8Array(readFileSync(`${evidence}/${file}`)))
    const lines = rows.map(({ family, action, target, user, client, agent }) =>
      [family, action, target, user, client, agent].join('; '),
    )
    for (const line of told) expect(lines.find((one) => one.startsWith(line))).toBeDefined()
  })

  it('tell of records that are missing between two that are there', async () => {
    const file = readFileSync(`${evidence}/omerbenamram/2-vss_7-System.evtx`)
    const { warnings } = await readAll(evtx, new Uint8Array(file))
    expect(warnings.filter((one) => one.includes('record numbers are missing'))).toEqual([
      // 25 of them are recovered from unused space: the log itself lacks them all the same.
      expect.stringContaining(
        'the log System of DESKTOP-1N4R894 (record 1156 behind 1155 of 2018-08-06T08:42:42.454868Z: record 1418 of 2018-08-08T05:22:59.715434Z: 262 missing)',
      ),
    ])
  })
})
