import type { Detection } from './detection.js'
import { isPublic } from './shared/address.js'
import { processOf, PROCESS_EVENTS } from './shared/process.js'
import { SIGMA } from './shared/sources.js'

/** `davclnt.dll,DavSetCookie 203.0.113.7@8080 http://…`: Windows asks a server of WebDAV. */
const ASKED = /davclnt\.dll,davsetcookie ([\w.:-]{1,253})/

export const webDavOutside: Detection = {
  id: 'V-10',
  title: 'Windows opened a WebDAV folder at an address on the Internet',
  question: 'targeted',
  level: 'medium',
  technique: 'T1187',
  references: [
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_rundll32_webdav_client_susp_execution.yml',
      '982e9f2d-1a85-4d5b-aea4-31f5e97c6555',
      'Nasreddine Bencherchali, Florian Roth',
    ),
    'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2023-23397',
    'https://www.microsoft.com/security/blog/2023/03/24/guidance-for-investigating-attacks-using-cve-2023-23397/',
  ],
  falsePositives: ['A drive that somebody mapped to a web server by its address.'],
  why: 'A reminder prepared for CVE-2023-23397 makes Outlook open a folder on the sender’s server and hand over the user’s hash. It happens where Outlook runs, so a server’s own logs rarely show it.',
  todo: 'Run Microsoft’s CVE-2023-23397 script over the mailboxes: only it sees the reminders.',
  needs: ['evtx'],
  events: PROCESS_EVENTS,
  literals: [],
  outcomes: [
    {
      level: 'medium',
      rung: null,
      phase: 'probe',
      says: 'a WebDAV folder was opened at a public address',
    },
  ],
  match(record) {
    const started = processOf(record)
    if (started?.name !== 'rundll32.exe') return -1
    const host = ASKED.exec(started.command)?.[1] ?? ''
    return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) && isPublic(host) ? 0 : -1
  },
}
