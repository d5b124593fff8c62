import { ewsRow, mapiRow, autodiscoverRow, activityRow } from '../log-rows.js'
import { account, ADMIN, MINUTE, netbios, people, SECOND } from '../server.js'
import { times, type Trap } from './trap.js'

const READ = 12
const AGENT = 'Contoso Mail Archive/11.2 (ExchangeServicesClient/15.00.0913.015)'
const PAGES = ['/ecp/UsersGroups/Mailboxes.svc/GetList', '/ecp/RulesEditor/InboxRules.svc/GetList']

/** Archive software reads one mailbox after the other by right of impersonation, as the back end tells it. */
export const mailArchive: Trap = {
  name: 'mail-archive',
  why: 'One account reads many mailboxes: so does who steals mail.',
  add(scene, month) {
    const { logs, server } = scene
    const user = `${netbios(server)}\\svc-archive`
    for (const time of times(scene, month, 1)) {
      for (let turn = 0; turn < READ; turn++) {
        const at = time + turn * 7 * SECOND
        const mailbox = `${people[turn % people.length]?.role ?? ''}@${server.domain}`
        const call = { time: at, user, client: '10.40.0.30', agent: AGENT, mailbox }
        const asked = { method: 'POST', stem: '/EWS/Exchange.asmx', status: 200, agent: AGENT }
        const found = { ...call, action: 'GetUserSettings' }
        logs.log('autodiscover', at, autodiscoverRow(server, found, logs.random.guid()))
        logs.visit(
          { ...asked, time: at + SECOND, user, client: call.client },
          { protocol: 'Ews', anchor: `SMTP~${mailbox}`, hint: 'Smtp', backEndStatus: '200' },
        )
        const synced = { ...call, action: 'SyncFolderItems' }
        logs.log('ews', at + SECOND, ewsRow(server, synced, logs.random.guid()))
        const outlook = { ...call, action: 'Execute', agent: 'OUTLOOK.EXE', mailbox: '' }
        const who = { ...outlook, client: '10.40.2.20', user: mailbox }
        logs.log('mapi', at + 2 * SECOND, mapiRow(server, who, logs.random.guid()))
      }
      PAGES.forEach((path, turn) => {
        const at = time + (20 + turn) * MINUTE
        logs.log('activity', at, activityRow(server, at, account(server, ADMIN), path))
      })
    }
  },
}
