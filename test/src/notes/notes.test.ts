import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  applyNote,
  markOf,
  NO_NOTES,
  readNotes,
  reasonFor,
  storyParts,
  type NoteAction,
  type Notes,
} from '../../../src/model/notes.js'
import { createNoteStore } from '../../../src/notes/store.js'

const AT = '2021-03-12T08:00:00.000Z'
const FINDING = { kind: 'finding', key: 'PL-04-0011223344556677' } as const

const subjects = fc.record({
  kind: fc.constantFrom('finding', 'event', 'actor', 'file'),
  key: fc.constantFrom('a', 'b', 'c'),
}) as fc.Arbitrary<{ kind: 'finding'; key: string }>
const words = fc.string({ unit: 'grapheme', maxLength: 12 })
const actions = fc.oneof(
  fc.record({ do: fc.constant('star'), subject: subjects, star: fc.boolean() }),
  fc.record({ do: fc.constant('tag'), subject: subjects, tags: fc.array(words, { maxLength: 3 }) }),
  fc.record({ do: fc.constant('comment'), subject: subjects, comment: words }),
  fc.record({ do: fc.constant('acknowledge'), finding: words, reason: words }),
  fc.record({ do: fc.constant('withdraw'), finding: words }),
  fc.record({ do: fc.constant('allow'), address: words, reason: words }),
  fc.record({ do: fc.constant('tell'), story: words }),
) as fc.Arbitrary<NoteAction>

const unlogged = (notes: Notes) => ({ ...notes, log: [] })

describe('notes', () => {
  it('keep a star, tags and a comment on one thing, and forget it when all are gone', () => {
    let notes = applyNote(NO_NOTES, { do: 'star', subject: FINDING, star: true }, AT)
    notes = applyNote(notes, { do: 'tag', subject: FINDING, tags: [' b ', 'a', 'a', ''] }, AT)
    notes = applyNote(notes, { do: 'comment', subject: FINDING, comment: ' seen it ' }, AT)
    expect(markOf(notes, FINDING)).toEqual({
      ...FINDING,
      star: true,
      tags: ['a', 'b'],
      comment: 'seen it',
    })
    expect(notes.log.map(({ did }) => did)).toHaveLength(3)
    for (const action of [
      { do: 'star', subject: FINDING, star: false },
      { do: 'tag', subject: FINDING, tags: [] },
      { do: 'comment', subject: FINDING, comment: '' },
    ] as const)
      notes = applyNote(notes, action, AT)
    expect(notes.marks).toEqual([])
  })

  it('acknowledge a finding only with a reason', () => {
    const none = applyNote(NO_NOTES, { do: 'acknowledge', finding: 'x', reason: '  ' }, AT)
    expect(none).toBe(NO_NOTES)
    const one = applyNote(NO_NOTES, { do: 'acknowledge', finding: 'x', reason: 'our own test' }, AT)
    expect(reasonFor(one.acknowledged, 'x')).toBe('our own test')
    expect(reasonFor(applyNote(one, { do: 'withdraw', finding: 'x' }, AT).acknowledged, 'x')).toBe(
      null,
    )
  })

  it('come back from a saved case as they were', () => {
    fc.assert(
      fc.property(fc.array(actions, { maxLength: 12 }), (all) => {
        const notes = all.reduce((before, action) => applyNote(before, action, AT), NO_NOTES)
        expect(readNotes(JSON.parse(JSON.stringify(notes)))).toEqual(notes)
      }),
    )
  })

  it('are read from anything at all without an error', () => {
    const keys = fc.constantFrom('marks', 'acknowledged', 'scanners', 'story', 'log', 'kind', 'key')
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(keys, fc.anything())), (stored) => {
        const notes = readNotes(stored)
        expect(readNotes(notes)).toEqual(notes)
      }),
    )
  })
})

describe('steps', () => {
  it('can each be undone and done again, and the log tells of all', () => {
    fc.assert(
      fc.property(fc.array(actions, { maxLength: 8 }), (all) => {
        const store = createNoteStore(() => AT)
        const states = [unlogged(store.notes.value)]
        for (const action of all) {
          const before = store.notes.value
          store.act(action)
          if (store.notes.value !== before) states.push(unlogged(store.notes.value))
        }
        const lines = store.notes.value.log.length
        for (const state of [...states].reverse().slice(1)) {
          store.undo()
          expect(unlogged(store.notes.value)).toEqual(state)
        }
        expect(store.canUndo.value).toBe(false)
        for (const state of states.slice(1)) {
          store.redo()
          expect(unlogged(store.notes.value)).toEqual(state)
        }
        expect(store.canRedo.value).toBe(false)
        expect(store.notes.value.log.length).toBe(lines + 2 * (states.length - 1))
      }),
    )
  })
})

describe('a story', () => {
  it('leads from its references to what they name', () => {
    expect(storyParts('First [[finding:PL-04-1]], then [[event:3:120]].')).toEqual([
      { text: 'First ', to: null },
      { text: '[[finding:PL-04-1]]', to: { kind: 'finding', key: 'PL-04-1' } },
      { text: ', then ', to: null },
      { text: '[[event:3:120]]', to: { kind: 'event', key: '3:120' } },
      { text: '.', to: null },
    ])
  })

  it('is the same text when its parts are joined', () => {
    const pieces = fc.constantFrom('[[', 'finding:', 'event:', ']]', 'x', '\n', '[')
    fc.assert(
      fc.property(fc.array(pieces), (some) => {
        const story = some.join('')
        expect(
          storyParts(story)
            .map(({ text }) => text)
            .join(''),
        ).toBe(story)
      }),
    )
  })
})
