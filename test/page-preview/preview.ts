import { h, render } from 'preact'
import { App } from '../../src/app.js'
import '../../src/styles.css'
import { fakeCase, manyFindings, host } from './fake-case.js'
import { createWorkspace } from '../../src/workspace.js'
import { fakeSession, fakeShell } from './fake-session.js'

/** `?stage=done&case=many`: the page over the hand-made case, for looking at it. */
const asked = new URLSearchParams(location.search)
const stage = (asked.get('stage') ?? 'done') as 'done' | 'reading' | 'empty' | 'failed'
const cases = {
  two: fakeCase,
  one: { ...fakeCase, hosts: [host] },
  many: { ...manyFindings(2000), hosts: [host] },
  clean: { ...fakeCase, hosts: fakeCase.hosts.slice(0, 1), demo: false, complete: false },
}
const judged = cases[(asked.get('case') ?? 'one') as keyof typeof cases]
const session = fakeSession(stage === 'empty' || stage === 'failed' ? null : judged, stage)
const root = document.getElementById('root')
if (root) render(h(App, { session, workspace: createWorkspace(), shell: fakeShell([]) }), root)
