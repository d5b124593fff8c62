import type { Entry } from '../../../src/model/evidence.js'
import type { Bytes } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import type { StatedClock } from '../reported/stated-time.js'
import { addFact } from '../shared/facts.js'
import { liesIn, type FrameHandler, type XmlFrame } from '../shared/xml-frames.js'
import { accountInWords, triggerInWords } from './words.js'

/** A task can have 32 actions and 48 triggers. */
const MAX_PARTS = 48
const TASKS_FOLDER = /(?:^|\/)system32\/tasks(?:_migrated)?(\/.+)$/i

interface Principal {
  readonly id: string
  account: string
  rights: string
}

/** What one `<Task>` states, gathered until it is closed. */
interface Task {
  readonly frame: XmlFrame
  /** Texts of elements that a task has once. */
  readonly once: Map<string, string>
  readonly principals: Principal[]
  readonly actions: string[]
  readonly triggers: string[]
}

/** Reads task definitions (schema of Task Scheduler 2.0): a row for each action and each trigger. */
export class TaskReader implements FrameHandler {
  private task: Task | null = null
  private command: string[] = []
  private waits: string[] = []

  constructor(
    private readonly sink: EventSink,
    private readonly entry: Entry,
    private readonly clock: StatedClock,
  ) {}

  open(frame: XmlFrame): void {
    if (frame.name === 'Task' && !this.task) {
      const once = new Map<string, string>()
      this.task = { frame, once, principals: [], actions: [], triggers: [] }
    } else if (frame.name === 'Principal' && (this.task?.principals.length ?? 0) < MAX_PARTS) {
      const id = frame.attributes.get('id') ?? ''
      this.task?.principals.push({ id, account: '', rights: '' })
    } else if (frame.parent?.name === 'Actions') this.command = []
    else if (frame.parent?.name === 'Triggers') this.waits = []
  }

  close(frame: XmlFrame, end: Bytes): void {
    const { task } = this
    if (!task) return
    const parent = frame.parent?.name ?? ''
    const text = frame.text.trim()
    if (frame === task.frame) {
      this.task = null
      this.tell(task, end)
    } else if (parent === 'RegistrationInfo' || parent === 'Settings') {
      if (!task.once.has(frame.name)) task.once.set(frame.name, text)
    } else if (parent === 'Principal') this.takePrincipal(task, frame.name, text)
    else if (parent === 'Actions') this.takeAction(task, frame.name)
    else if (parent === 'Triggers') this.takeTrigger(task, frame.name)
    else if (frame.name === 'Actions')
      task.once.set('Context', frame.attributes.get('Context') ?? '')
    else if (parent === 'Exec' || parent === 'ComHandler') this.takeCommand(frame.name, text)
    else if (frame.parent !== null && liesIn(frame.parent, 'Triggers'))
      this.takeWait(frame.name, text)
    else if (frame.name === 'Interval' && parent === 'Repetition') this.waits.push(`every ${text}`)
  }

  private takePrincipal(task: Task, name: string, text: string): void {
    const principal = task.principals.at(-1)
    if (!principal) return
    if (name === 'UserId' || name === 'GroupId') principal.account ||= accountInWords(text)
    else if (name === 'RunLevel' && text === 'HighestAvailable')
      principal.rights = ', highest rights'
  }

  private takeAction(task: Task, kind: string): void {
    if (task.actions.length === MAX_PARTS) return
    const what = this.command.join(' ')
    if (kind === 'Exec') task.actions.push(what)
    else task.actions.push(kind === 'ComHandler' ? `COM class ${what}` : kind)
  }

  private takeCommand(name: string, text: string): void {
    if (text === '' || this.command.length === MAX_PARTS) return
    this.command.push(name === 'WorkingDirectory' ? `in ${text}` : text)
  }

  private takeTrigger(task: Task, name: string): void {
    const kind = triggerInWords(name)
    if (kind !== '' && task.triggers.length < MAX_PARTS) {
      task.triggers.push([kind, ...this.waits].join(', '))
    }
  }

  private takeWait(name: string, text: string): void {
    if (this.waits.length === MAX_PARTS || text === '') return
    if (name === 'StartBoundary') this.waits.push(`from ${text}`)
    else if (name === 'EndBoundary') this.waits.push(`until ${text}`)
    else if (name === 'Enabled' && text === 'false') this.waits.push('disabled')
    else if (['Subscription', 'StateChange', 'UserId', 'Delay'].includes(name))
      this.waits.push(text)
  }

  private tell(task: Task, end: Bytes): void {
    const { once, frame, principals } = task
    const stated = this.clock.read(once.get('Date') ?? '')
    const registered = !Number.isNaN(stated)
    const runsAs = principals.find(({ id }) => id === once.get('Context')) ?? principals[0]
    const author = once.get('Author') ?? ''
    const fact = {
      time: registered ? stated : this.entry.modified,
      offset: frame.at,
      size: end - frame.at,
      target: once.get('URI') || taskOfPath(this.entry.path),
      user: runsAs ? `${runsAs.account}${runsAs.rights}` : '',
    }
    const action = [
      once.get('Hidden') === 'true' ? 'Hidden scheduled task' : 'Scheduled task',
      registered ? ' registered' : '',
      author === '' ? '' : ` by ${author}`,
      once.get('Enabled') === 'false' ? ', disabled' : '',
    ].join('')
    const { tenths } = this.clock
    const add = (more: { action: string; agent: string }): void => {
      const row = addFact(this.sink, 'scheduled-tasks', { ...fact, ...more })
      if (registered) this.sink.columns.tenths[row] = tenths
    }
    const actions = task.actions.length > 0 ? task.actions : ['']
    for (const agent of actions) add({ action, agent })
    for (const trigger of task.triggers) {
      add({ action: `Scheduled task runs ${trigger}`, agent: actions[0] ?? '' })
    }
  }
}

/** `\Microsoft\Windows\x` of a file that lies where Task Scheduler keeps it, else the path. */
function taskOfPath(path: string): string {
  const inside = TASKS_FOLDER.exec(path)?.[1]
  return inside === undefined ? path : inside.replaceAll('/', '\\')
}
