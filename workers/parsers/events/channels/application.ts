import type { Channel, Description } from '../description.js'
import { installed } from '../installed.js'
import { at, field, firstOf, joined } from '../tell.js'
import {
  webError,
  webErrorClient,
  webErrorProcess,
  webErrorTarget,
  webErrorUser,
} from '../web-error.js'
import type { WindowsEvent } from '../windows-event.js'

/** Errors and critical events, by the level that System states. */
const ERROR = 2

function byLevel(done: string, failed: string): Description {
  return {
    action: ({ level }: WindowsEvent) => (level >= 1 && level <= ERROR ? failed : done),
  }
}

export const aspNet: Channel = {
  family: 'evtx-application',
  providers: ['asp.net *'],
  events: {},
  other: {
    action: webError,
    target: webErrorTarget,
    user: webErrorUser,
    client: webErrorClient,
    agent: webErrorProcess,
  },
}

export const installer: Channel = {
  family: 'evtx-application',
  providers: ['msiinstaller'],
  events: {
    1022: { action: 'Update installed', target: installed },
    1023: { action: 'Update failed', target: installed },
    1033: { action: 'Product installed', target: installed },
    1034: { action: 'Product removed', target: installed },
    1035: { action: 'Product reconfigured', target: installed },
    1036: { action: 'Update installed', target: installed },
    1038: { action: 'Restart needed by an installation', target: installed },
    1040: { action: 'Installation began', target: installed },
    1042: { action: 'Installation ended', target: installed },
    11707: { action: 'Product installed', target: installed },
    11708: { action: 'Installation failed', target: installed },
    11724: { action: 'Product removed', target: installed },
  },
}

export const unifiedMessaging: Channel = {
  family: 'evtx-application',
  providers: ['msexchange unified messaging'],
  events: {},
  other: byLevel('Unified Messaging', 'Unified Messaging error'),
}

export const mitigation: Channel = {
  family: 'evtx-application',
  providers: ['msexchange mitigation service'],
  events: {},
  other: byLevel('Exchange mitigation service', 'Exchange mitigation service failed'),
}

export const controlPanel: Channel = {
  family: 'evtx-application',
  providers: ['msexchange control panel'],
  events: {
    4: {
      action: 'Request to the control panel failed',
      target: webErrorTarget,
      user: at(0),
    },
  },
  other: byLevel('Exchange control panel', 'Exchange control panel error'),
}

export const frontEnd: Channel = {
  family: 'evtx-application',
  providers: ['msexchange front end http proxy'],
  events: {},
  other: byLevel('Exchange front end', 'Exchange front end error'),
}

export const owa: Channel = {
  family: 'evtx-application',
  providers: ['msexchange owa'],
  events: {},
  other: byLevel('Outlook on the web', 'Outlook on the web error'),
}

/** Exports and moves of mailboxes. */
export const mailboxReplication: Channel = {
  family: 'evtx-application',
  providers: ['msexchange mailbox replication', 'msexchangemailboxreplication'],
  events: {},
  other: byLevel('Mailbox export, import or move', 'Mailbox export, import or move failed'),
}

export const programCrash: Channel = {
  family: 'evtx-application',
  providers: ['application error'],
  events: {
    1000: {
      action: 'Program crashed',
      target: joined(' in ', firstOf(field('AppName'), at(0)), firstOf(field('ModuleName'), at(3))),
    },
  },
}

export const dotNetCrash: Channel = {
  family: 'evtx-application',
  providers: ['.net runtime'],
  events: { 1026: { action: '.NET program crashed' } },
}

/** Reports of Exchange's own error collector: build, process and exception. */
export const exchangeCrash: Channel = {
  family: 'evtx-application',
  providers: ['msexchange common'],
  events: { 4999: { action: 'Exchange process crashed' } },
}

/** The store that Exchange and Active Directory keep their data in. */
export const databaseEngine: Channel = {
  family: 'evtx-application',
  providers: ['esent', 'ese'],
  events: {
    216: { action: 'Database moved' },
    325: { action: 'Database created' },
    326: { action: 'Database attached' },
    327: { action: 'Database detached' },
  },
}
