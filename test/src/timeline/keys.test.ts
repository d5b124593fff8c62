import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandOf, KEY_HELP, runCommand, type KeyState } from '../../../src/timeline/keys.js'
import { timelineModel } from '../../../src/timeline/model.js'
import { toX, type TimeScale } from '../../../src/timeline/scale.js'
import { fakeCase, host } from '../../page-preview/fake-case.js'

const model = timelineModel(fakeCase, host)
const bounds: TimeScale = { from: model.from, to: model.to, left: 100, width: 800 }
const press = (
  key: string,
  more: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey', boolean>> = {},
) => commandOf({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...more })

/** What a row of keys comes to, as the view keeps it. */
function after(keys: readonly string[], start: Partial<KeyState> = {}): KeyState {
  let state: KeyState = { model, scale: bounds, bounds, range: null, cursor: null, ...start }
  for (const key of keys) {
    const command = press(key)
    if (command === null) continue
    const {
      view = state.scale,
      range = state.range,
      cursor = state.cursor,
    } = runCommand(command, state)
    state = { ...state, scale: view, range, cursor }
  }
  return state
}

describe('the keys of the timeline', () => {
  it('reach every finding one after another, and stop at the last', () => {
    const ids = model.findings.map(
      (_, at) => after(Array<string>(at + 1).fill('ArrowRight')).cursor,
    )
    expect(ids).toEqual(model.findings.map(({ id }) => id))
    expect(after(['End', 'ArrowRight']).cursor).toBe(model.findings.at(-1)?.id)
    expect(after(['End', 'Home', 'ArrowLeft']).cursor).toBe(model.findings[0]?.id)
  })

  it('go to the nearest mark of the lane above or below that has one', () => {
    expect(after(['Home', 'ArrowDown']).cursor).toBe('pl-03')
    expect(after(['Home', 'ArrowDown', 'ArrowUp']).cursor).toBe('pl-01')
    expect(after(['Home', 'ArrowUp']).cursor).toBe('pl-01')
  })

  it('bring the finding into view, fit it, and show half an hour on both sides', () => {
    const near = after(['Home', 'f']).scale
    const { firstTime, lastTime } = model.findings[0]!
    expect(near.from).toBeLessThan(firstTime)
    expect(near.to).toBeGreaterThan(lastTime)
    const context = after(['Home', 'c']).scale
    expect(context.to - context.from).toBeCloseTo(lastTime - firstTime + 3_600e6, -3)
    const moved = after(['End'], { scale: near }).scale
    expect(moved.to).toBeGreaterThan(model.findings.at(-1)!.firstTime)
    expect(after(['w', 'w', '0']).scale).toEqual(bounds)
  })

  it('zoom around the cursor where it is in view', () => {
    const start = after(['Home'])
    const time = model.findings[0]!.firstTime
    expect(toX(after(['w'], start).scale, time)).toBeCloseTo(toX(bounds, time), 3)
  })

  it('select time from one finding to another, what is in view, and nothing', () => {
    const selected = after(['Home', '[', 'End', ']']).range
    expect(selected?.from).toBe(model.findings[0]?.firstTime)
    expect(selected?.to).toBe(model.findings.at(-1)!.firstTime + 1)
    expect(after(['r']).range).toEqual({ from: bounds.from, to: bounds.to })
    expect(after(['r', 'Escape']).range).toBeNull()
  })

  it('leave the browser its own', () => {
    expect(press('w', { ctrlKey: true })).toBeNull()
    expect(press('ArrowLeft', { altKey: true })).toBeNull()
    expect(press('Tab')).toBeNull()
    expect(press('ArrowLeft', { shiftKey: true })).toBe('pan-left')
    expect(press('W', { shiftKey: true })).toBe('zoom-in')
  })

  it('are all told in the help', () => {
    const told = KEY_HELP.flatMap(([keys]) => keys.split(' ')).join(' ')
    for (const key of [
      'W',
      'S',
      'A',
      'D',
      '0',
      'F',
      'C',
      '[',
      ']',
      'R',
      'Esc',
      'L',
      'T',
      'Enter',
      'Home',
      'End',
    ])
      expect(told).toContain(key)
  })

  it('never leave the evidence, whatever is pressed', () => {
    const keys = fc.constantFrom(
      ...['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'w', 's', 'a', 'd'],
      ...['f', 'c', '[', ']', 'r', '0', 'Escape'],
    )
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 40 }), (pressed) => {
        const { scale, range } = after(pressed)
        expect(scale.to).toBeGreaterThan(scale.from)
        expect(scale.from).toBeGreaterThanOrEqual(bounds.from)
        expect(scale.to).toBeLessThanOrEqual(bounds.to + 1)
        if (range) expect(range.to).toBeGreaterThan(range.from)
      }),
    )
  })
})
