import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { familyAt, familyIndex, type FamilyId } from '../../../src/model/families.js'
import { levelRank, RUNGS } from '../../../src/model/finding.js'
import { DETECTIONS } from '../../../workers/detections/index.js'
import { percentDecode } from '../../../workers/log-record.js'
import { isStrange } from '../../../workers/web-path.js'
import { logRecord, mapTexts, readFixtures, textsOf, type RawRecord } from './fixtures.js'

describe.each(DETECTIONS.map((detection) => [detection.id, detection] as const))(
  '%s',
  (id, detection) => {
    const { hits, nearMisses } = readFixtures(id)

    it('states its sources, its innocent causes, and has a hit and a near miss', () => {
      expect(detection.references.filter((reference) => reference.length > 20)).not.toEqual([])
      expect(detection.falsePositives.filter((note) => note.length > 20)).not.toEqual([])
      expect(detection.technique).toMatch(/^T\d{4}(?:\.\d{3})?$/)
      expect(hits.length).toBeGreaterThan(0)
      expect(nearMisses.length).toBeGreaterThan(0)
    })

    it('reaches the level it names and no rung beyond its question', () => {
      const levels = detection.outcomes.map((outcome) => levelRank(outcome.level))
      expect(Math.max(...levels)).toBe(levelRank(detection.level))
      const rungs = detection.outcomes.map(({ rung }) => (rung ? RUNGS.indexOf(rung) : -1))
      expect(Math.max(...rungs)).toBeLessThanOrEqual(RUNGS.indexOf(detection.question))
    })

    it.each(hits.map((hit, index) => [index, hit] as const))('hit %i', (_, hit) => {
      expect(detection.match(logRecord(hit.record))).toBe(hit.outcome)
    })

    it('has a hit for each of its outcomes', () => {
      const seen = new Set(hits.map((hit) => hit.outcome))
      expect([...seen].sort()).toEqual(detection.outcomes.map((_, index) => index))
    })

    it.each(nearMisses.map((record, index) => [index, record] as const))(
      'near miss %i',
      (_, record) => {
        expect(detection.match(logRecord(record))).toBe(-1)
      },
    )

    it('still fires, with a literal in one field, when letters are encoded or change case', () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...hits),
          fc.infiniteStream(fc.nat({ max: 9 })),
          (hit, choices) => {
            const disguised = mapTexts(hit.record, (text, name) =>
              disguise(text, choices, encodable(hit.record, name), isSent(hit.record.family)),
            )
            expect(detection.match(logRecord(disguised))).toBe(hit.outcome)
            if (detection.events || detection.rows || detection.lookedAt) return
            if (detection.strangePages) {
              expect(isStrange(disguised.stem)).toBe(true)
              return
            }
            const normal = textsOf(disguised).flatMap(normalForms)
            const found = detection.literals.some((literal) =>
              normal.some((text) => text.includes(literal.toLowerCase())),
            )
            expect(found).toBe(true)
          },
        ),
        { numRuns: 60 },
      )
    })
  },
)

/** What the prefilter runs over: each field in lower case, `+` as a blank, decoded once. */
function normalForms(text: string): string[] {
  return [text, percentDecode(text)].map((form) => form.toLowerCase().replaceAll('+', ' '))
}

/** Nobody percent-encodes a path on disk, and the server itself writes the other logs. */
function isSent(family: FamilyId): boolean {
  const { group } = familyAt(familyIndex(family))
  const written = ['cmdlet-infra', 'admin-audit', 'oab-generator'].includes(family)
  return ['iis', 'httpproxy', 'ecp', 'exchange'].includes(group) && !written
}

/** The server itself writes these columns too. */
function encodable(record: RawRecord, name: string): boolean {
  return (
    isSent(record.family) &&
    !['AuthenticatedUser', 'IsAuthenticated', 'ErrorCode', 'event'].includes(name)
  )
}

/** Its case is part of what it says. */
const BASE64 = /([A-Za-z0-9+/]{60,}={0,2})/

function disguise(
  text: string,
  choices: IterableIterator<number>,
  encode: boolean,
  swap: boolean,
): string {
  // What is encoded already would be encoded twice, and servers decode once.
  const alreadyEncoded = /%[0-9a-f]{2}/i.test(text)
  return text
    .split(BASE64)
    .map((part, index) => (index % 2 === 1 ? part : changeAll(part)))
    .join('')

  function changeAll(part: string): string {
    return Array.from(part)
      .map((character) => change(character, choices, encode && !alreadyEncoded, swap))
      .join('')
  }
}

function change(
  character: string,
  choices: IterableIterator<number>,
  encode: boolean,
  swap: boolean,
): string {
  const choice = Number(choices.next().value)
  if (/[a-z]/i.test(character)) {
    if (choice === 0 && encode) return `%${character.charCodeAt(0).toString(16)}`
    if (choice < 4) return character.toUpperCase()
    return choice < 7 ? character.toLowerCase() : character
  }
  if (character === ' ' && encode) return choice < 5 ? '+' : ' '
  return character === '+' && swap && choice < 5 ? ' ' : character
}
