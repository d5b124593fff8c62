import type { Channel, Description } from '../description.js'
import { field, firstOf, joined } from '../tell.js'

const user = firstOf(field('UserContext'), field('UserName'))

function onTask(action: string): Description {
  return { action, target: field('TaskName'), user }
}

function onAction(action: string): Description {
  return { action, target: joined(': ', field('TaskName'), field('ActionName')), user }
}

export const taskScheduler: Channel = {
  family: 'evtx-tasks',
  providers: ['microsoft-windows-taskscheduler'],
  events: {
    100: onTask('Scheduled task started'),
    101: onTask('Scheduled task did not start'),
    102: onTask('Scheduled task finished'),
    103: onTask('Scheduled task failed'),
    106: onTask('Scheduled task registered'),
    107: onTask('Scheduled task started by its schedule'),
    108: onTask('Scheduled task started by an event'),
    110: onTask('Scheduled task started by a user'),
    111: onTask('Scheduled task ended'),
    118: onTask('Scheduled task started at boot'),
    119: onTask('Scheduled task started at logon'),
    129: {
      action: 'Process of a scheduled task started',
      target: joined(': ', field('TaskName'), field('Path')),
    },
    140: onTask('Scheduled task changed'),
    141: onTask('Scheduled task deleted'),
    142: onTask('Scheduled task disabled'),
    200: onAction('Action of a scheduled task started'),
    201: onAction('Action of a scheduled task finished'),
    202: onAction('Action of a scheduled task failed'),
    203: onAction('Action of a scheduled task did not start'),
  },
}
