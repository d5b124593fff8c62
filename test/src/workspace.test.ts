import { effect } from '@preact/signals'
import { describe, expect, it } from 'vitest'
import { FIRST_LAYOUT } from '../../src/events/columns.js'
import { createWorkspace } from '../../src/workspace.js'

describe('the workspace', () => {
  it('opens events with query and range in one change', () => {
    const workspace = createWorkspace()
    const seen: string[] = []
    effect(() => {
      const { view, query, range } = workspace
      seen.push(`${view.value} ${query.value} ${String(range.value?.from)}`)
    })
    workspace.openEvents('status:500', { from: 1, to: 2 })
    expect(seen).toEqual(['answer  undefined', 'events status:500 1'])
  })

  it('keeps the range where none is asked for', () => {
    const workspace = createWorkspace()
    workspace.setRange({ from: 1, to: 2 })
    workspace.openEvents('a')
    expect(workspace.range.value).toEqual({ from: 1, to: 2 })
    workspace.openEvents('a', null)
    expect(workspace.range.value).toBeNull()
  })

  it('saves the query and the range by name, the last of a name', () => {
    const workspace = createWorkspace()
    workspace.openEvents('a', { from: 1, to: 2 })
    workspace.saveView('one')
    workspace.openEvents('b', null)
    workspace.saveView('two')
    workspace.saveView('one')
    expect(workspace.savedViews.value).toEqual([
      { name: 'two', query: 'b', range: null, layout: FIRST_LAYOUT },
      { name: 'one', query: 'b', range: null, layout: FIRST_LAYOUT },
    ])
    workspace.dropView('two')
    expect(workspace.savedViews.value.map(({ name }) => name)).toEqual(['one'])
  })

  it('is as new after a reset', () => {
    const workspace = createWorkspace()
    workspace.openEvents('a', { from: 1, to: 2 })
    workspace.chooseHost('h')
    workspace.choose({ kind: 'finding', id: 'f' })
    workspace.saveView('one')
    workspace.reset()
    const { view, host, query, range, chosen, savedViews } = workspace
    expect([view, host, query, range, chosen, savedViews].map(({ value }) => value)).toEqual([
      'answer',
      '',
      '',
      null,
      null,
      [],
    ])
  })
})
