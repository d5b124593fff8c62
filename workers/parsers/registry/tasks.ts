import { fileTime } from './file-time.js'
import type { KeyFacts } from './key-facts.js'
import type { KeyRows } from './key-rows.js'
import { text } from './value-text.js'

/** Begins a program to be started, in the Actions value. */
const EXEC = 0x6666
/** No text of an action is longer than a command line. */
const MAX_TEXT_BYTES = 65_536

/** A name in the tree of tasks. Without a security descriptor it is shown to nobody: a way to hide. */
export function tellTaskName(key: KeyFacts, rows: KeyRows): void {
  const id = key.text('Id')
  if (id === '') return
  const hidden = !key.has('SD')
  rows.add(key, {
    action: hidden ? 'Scheduled task hidden: its SD value is missing' : 'Scheduled task registered',
    detail: id,
  })
}

/** A task itself: path, author, what it starts, and when it last did. */
export function tellTask(key: KeyFacts, rows: KeyRows): void {
  const path = key.text('Path')
  if (path === '') return
  const actions = readActions(key.data('Actions'))
  const detail = [
    path,
    actions.commands.length > 0 ? `starts ${actions.commands.join(' and ')}` : '',
    key.text('Author') === '' ? '' : `author ${key.text('Author')}`,
    key.text('Date') === '' ? '' : `dated ${key.text('Date')}`,
  ]
    .filter(Boolean)
    .join('; ')
  const program = actions.commands[0] ?? ''
  rows.add(key, { action: 'Scheduled task', detail, program, user: actions.context })
  const data = key.data('DynamicInfo')
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  for (const [at, action] of [
    [4, 'Scheduled task created'],
    [12, 'Scheduled task last started'],
    // Windows 10 on.
    [28, 'Scheduled task last ended'],
  ] as const) {
    const { written, tenths } = fileTime(view, at)
    if (!Number.isNaN(written)) {
      rows.add(key, { action, detail: path, program, time: written, tenths })
    }
  }
}

interface Actions {
  /** Who the task runs as: `Author`, `LocalSystem` and the like. */
  readonly context: string
  readonly commands: readonly string[]
}

/**
 * Version (u16), from 2 on the context; then each action: kind (u16), id, and for a program its path,
 * arguments and folder. Texts have their bytes before them (u32). Actions of other kinds end the list:
 * their layout is not known.
 */
function readActions(data: Uint8Array): Actions {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  let at = 2
  const next = (): string => {
    if (at + 4 > data.length) return ''
    const bytes = view.getUint32(at, true)
    const end = Math.min(at + 4 + bytes, data.length)
    const found = text(data.subarray(at + 4, end), MAX_TEXT_BYTES)
    at = end
    return found
  }
  const version = data.length < 2 ? 0 : view.getUint16(0, true)
  const context = version > 1 ? next() : ''
  const commands: string[] = []
  while (at + 2 <= data.length && view.getUint16(at, true) === EXEC) {
    at += 2
    next()
    const program = next()
    const command = `${program} ${next()}`.trim()
    next()
    // The third version ends an action with flags.
    if (version > 2) at += 2
    commands.push(command)
  }
  return { context, commands }
}
