import { addCmdletEvent } from '../cmdlet-event.js'
import { ADMIN, MINUTE } from '../server.js'
import { times, type Trap } from './trap.js'

const WORK = [
  ['New-ManagementRoleAssignment', '-Role "Mailbox Import Export" -User "mailadmin"'],
  [
    'New-MailboxExportRequest',
    '-Mailbox "clerk14" -FilePath "\\\\files01\\pst$\\clerk14.pst" -IncludeFolders "#Inbox#"',
  ],
  ['Remove-MailboxExportRequest', '-Identity "clerk14\\MailboxExport" -Confirm "False"'],
  ['Add-MailboxPermission', '-Identity "info" -User "clerk20" -AccessRights "FullAccess"'],
  ['New-ManagementRoleAssignment', '-Role "ApplicationImpersonation" -User "svc-archive"'],
  ['New-MailboxSearch', '-Name "Records request 12" -SourceMailboxes "clerk30"'],
  ['Set-Mailbox', '-Identity "clerk31" -ForwardingAddress "clerk32"'],
  ['New-TransportRule', '-Name "Disclaimer" -ApplyHtmlDisclaimerText "Town of Corpus Falls"'],
  ['Add-RoleGroupMember', '-Identity "Help Desk" -Member "clerk03"'],
  ['Set-CASMailbox', '-Identity "clerk31" -ActiveSyncEnabled "True"'],
] as const

/** Exports for leavers, rights for the archive, shared mailboxes: an administrator's week. */
export const administrators: Trap = {
  name: 'administrators',
  why: 'Rules for ProxyShell fire on every export request and role assignment.',
  add(scene, month) {
    const caller = { name: `${scene.server.domain}/Users/mailadmin`, sid: ADMIN.sid }
    const process = 'w3wp#MSExchangePowerShellAppPool'
    for (const time of times(scene, month, 2)) {
      const first = scene.logs.random.between(0, WORK.length - 1)
      for (const at of [0, 1]) {
        const [cmdlet, parameters] = WORK[(first + at) % WORK.length] ?? WORK[0]
        const call = { time: time + at * MINUTE, cmdlet, parameters, user: caller.name, process }
        addCmdletEvent(scene, call, caller)
        scene.logs.cmdlet(call)
      }
    }
  },
}
