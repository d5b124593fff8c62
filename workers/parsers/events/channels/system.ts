import type { Channel } from '../description.js'
import { at, field, firstOf, joined } from '../tell.js'

const first = firstOf(field('param1'), at(0))
const second = firstOf(field('param2'), at(1))
const both = joined(': ', first, second)

export const serviceControl: Channel = {
  family: 'evtx-system',
  providers: ['service control manager'],
  events: {
    7000: { action: 'Service did not start', target: both },
    7009: { action: 'Service did not answer in time', target: both },
    7011: { action: 'Service did not answer in time', target: both },
    7023: { action: 'Service ended with an error', target: both },
    7024: { action: 'Service ended with an error', target: both },
    7030: { action: 'Service marked interactive', target: first },
    7031: { action: 'Service ended unexpectedly', target: both },
    7034: { action: 'Service ended unexpectedly', target: both },
    7035: { action: 'Service was sent a control', target: both },
    7036: { action: 'Service changed its state', target: both },
    7040: {
      action: 'Start of a service changed',
      target: joined(': ', first, joined(' to ', second, firstOf(field('param3'), at(2)))),
    },
    7045: {
      action: 'Service installed',
      target: joined(
        ': ',
        firstOf(field('ServiceName'), at(0)),
        firstOf(field('ImagePath'), at(1)),
      ),
      agent: joined(', ', field('StartType'), field('AccountName')),
    },
  },
}

/** Starts and stops of the machine, by the classic source that writes them. */
export const machineUptime: Channel = {
  family: 'evtx-system',
  providers: ['eventlog'],
  events: {
    6005: { action: 'Event log service started' },
    6006: { action: 'Event log service stopped' },
    6008: { action: 'Last shutdown was unexpected' },
    6009: { action: 'Windows version at start' },
    6011: { action: 'Computer renamed' },
    6013: { action: 'Uptime' },
  },
}

export const shutdown: Channel = {
  family: 'evtx-system',
  providers: ['user32', 'microsoft-windows-user32'],
  events: {
    1074: {
      action: 'Shutdown or restart asked for',
      target: joined(
        ', ',
        firstOf(field('param5'), at(4)),
        firstOf(field('param3'), at(2)),
        firstOf(field('param6'), at(5)),
      ),
      user: firstOf(field('param7'), at(6)),
      agent: first,
    },
    1076: { action: 'Reason of an unexpected shutdown given' },
  },
}

export const kernel: Channel = {
  family: 'evtx-system',
  providers: ['microsoft-windows-kernel-general', 'microsoft-windows-kernel-power'],
  events: {
    1: {
      action: 'System time changed',
      target: joined(' to ', field('OldTime'), field('NewTime')),
    },
    12: { action: 'Windows started' },
    13: { action: 'Windows shut down' },
    41: { action: 'Windows restarted without a clean shutdown' },
    109: { action: 'Shutdown by the kernel' },
  },
}

/** Application pools of IIS. */
export const processActivation: Channel = {
  family: 'evtx-system',
  providers: ['microsoft-windows-was', 'was'],
  events: {
    5002: { action: 'Application pool disabled after failures', target: field('AppPoolID') },
    5009: { action: 'Process of an application pool ended', target: field('AppPoolID') },
    5010: { action: 'Process of an application pool does not answer', target: field('AppPoolID') },
    5011: { action: 'Process of an application pool crashed', target: field('AppPoolID') },
    5074: { action: 'Application pool recycled', target: field('AppPoolID') },
    5186: { action: 'Idle process of an application pool ended', target: field('AppPoolID') },
  },
}
