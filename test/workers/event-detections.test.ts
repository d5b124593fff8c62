import { expect, test } from 'vitest'
import { familyIndex } from '../../src/model/families.js'
import { EventDetections } from '../../workers/event-detections.js'

const SECURITY = familyIndex('evtx-security')
const SYSTEM = familyIndex('evtx-system')

test('an event is shown to those alone that ask for its family and id', () => {
  const events = new EventDetections([
    { events: [{ family: 'evtx-security', ids: [4688, 4697] }] },
    {},
    { events: [{ family: 'evtx-security' }] },
    {
      events: [
        { family: 'evtx-system', ids: [7045] },
        { family: 'evtx-security', ids: [4688] },
      ],
    },
  ])
  expect(events.of(SECURITY, 4688)).toEqual([0, 2, 3])
  expect(events.of(SECURITY, 4624)).toEqual([2])
  expect(events.of(SYSTEM, 7045)).toEqual([3])
  expect(events.of(SYSTEM, 7036)).toEqual([])
})
