import { effect } from '@preact/signals'
import { render } from 'preact'
import { App } from './app.js'
import { createSession } from './case/create-session.js'
import { defaultWorkers } from './case/pool.js'
import { connectShell } from './connect-shell.js'
import { exposeHeadless } from './headless.js'
import { headlessPicture } from './share/headless-picture.js'
import { shellPort } from './shell-port.js'
import { prepareWorkers } from './case/workers.js'
import { createWorkspace } from './workspace.js'

const MAX_WORKERS = 16

async function main(): Promise<void> {
  const shell = await connectShell()
  const options = new URLSearchParams(shell.fragment)
  const asked = Number(options.get('workers'))
  const workers = asked >= 1 && asked <= MAX_WORKERS ? Math.floor(asked) : defaultWorkers()
  const session = createSession({ workers })
  effect(() => {
    document.documentElement.dataset['stage'] = session.state.value.stage
  })
  if (options.has('headless')) {
    exposeHeadless(session, () => headlessPicture(session))
    return
  }
  const root = document.getElementById('root')
  if (root)
    render(<App session={session} workspace={createWorkspace()} shell={shellPort(shell)} />, root)
  prepareWorkers('case', 1)
  prepareWorkers('scan', workers)
}

void main()
