/** What a mark is put on. `event`: `entry:offset`; the others by id, address or path. */
export const SUBJECT_KINDS = ['finding', 'event', 'actor', 'file'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

export interface Subject {
  readonly kind: SubjectKind
  readonly key: string
}

/** What an analyst noted of one thing. */
export interface Mark extends Subject {
  readonly star: boolean
  readonly tags: readonly string[]
  readonly comment: string
}

/** A finding that its reader knows to be innocent, or an address that was allowed to scan. */
export interface Reasoned {
  /** Id of the finding, or the address. */
  readonly key: string
  readonly reason: string
}

/** One line of the analyst's own log. */
export interface LogLine {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly did: string
}

/** Everything that people add to a case; evidence never writes here. */
export interface Notes {
  readonly marks: readonly Mark[]
  readonly acknowledged: readonly Reasoned[]
  readonly scanners: readonly Reasoned[]
  /** Prose; `[[finding:ID]]` and `[[event:ENTRY:OFFSET]]` in it lead to what they name. */
  readonly story: string
  readonly log: readonly LogLine[]
}

export const NO_NOTES: Notes = { marks: [], acknowledged: [], scanners: [], story: '', log: [] }

export type NoteAction =
  | { readonly do: 'star'; readonly subject: Subject; readonly star: boolean }
  | { readonly do: 'tag'; readonly subject: Subject; readonly tags: readonly string[] }
  | { readonly do: 'comment'; readonly subject: Subject; readonly comment: string }
  | { readonly do: 'acknowledge'; readonly finding: string; readonly reason: string }
  | { readonly do: 'withdraw'; readonly finding: string }
  | { readonly do: 'allow'; readonly address: string; readonly reason: string }
  | { readonly do: 'disallow'; readonly address: string }
  | { readonly do: 'tell'; readonly story: string }

/** Letters of one comment, reason or tag, and of a story; longer ones are cut. */
export const MOST_TEXT = 2_000
export const MOST_STORY = 200_000
const MOST_TAG = 40
/** Things noted, and lines of the log; a hand makes fewer. */
const MOST_MARKS = 20_000

/** The notes after an action, its line in the log included. `at` is ISO 8601, UTC. */
export function applyNote(notes: Notes, action: NoteAction, at: string): Notes {
  const changed = change(notes, action)
  if (changed === notes) return notes
  const log = [...notes.log, { at, did: told(action) }].slice(-MOST_MARKS)
  return { ...changed, log }
}

function change(notes: Notes, action: NoteAction): Notes {
  switch (action.do) {
    case 'star':
      return mark(notes, action.subject, { star: action.star })
    case 'tag':
      return mark(notes, action.subject, { tags: cleanTags(action.tags) })
    case 'comment':
      return mark(notes, action.subject, { comment: action.comment.slice(0, MOST_TEXT).trim() })
    case 'acknowledge':
      return reasoned(notes, 'acknowledged', action.finding, action.reason)
    case 'withdraw':
      return without(notes, 'acknowledged', action.finding)
    case 'allow':
      return reasoned(notes, 'scanners', action.address, action.reason)
    case 'disallow':
      return without(notes, 'scanners', action.address)
    case 'tell': {
      const story = action.story.slice(0, MOST_STORY)
      return story === notes.story ? notes : { ...notes, story }
    }
  }
}

export function markOf(notes: Notes, { kind, key }: Subject): Mark {
  const known = notes.marks.find((one) => one.kind === kind && one.key === key)
  return known ?? { kind, key, star: false, tags: [], comment: '' }
}

export function reasonFor(list: readonly Reasoned[], key: string): string | null {
  return list.find((one) => one.key === key)?.reason ?? null
}

function mark(notes: Notes, subject: Subject, made: Partial<Mark>): Notes {
  const before = markOf(notes, subject)
  const after = { ...before, ...made }
  if (JSON.stringify(after) === JSON.stringify(before)) return notes
  const others = notes.marks.filter((one) => one.kind !== subject.kind || one.key !== subject.key)
  const empty = !after.star && after.tags.length === 0 && after.comment === ''
  const marks = empty ? others : [...others, after].sort(bySubject).slice(0, MOST_MARKS)
  return { ...notes, marks }
}

/** A reason is asked for: without one nothing changes. */
function reasoned(
  notes: Notes,
  list: 'acknowledged' | 'scanners',
  key: string,
  given: string,
): Notes {
  const reason = given.slice(0, MOST_TEXT).trim()
  if (key === '' || reason === '' || reasonFor(notes[list], key) === reason) return notes
  const others = notes[list].filter((one) => one.key !== key)
  return { ...notes, [list]: [...others, { key, reason }].sort(byKey).slice(0, MOST_MARKS) }
}

function without(notes: Notes, list: 'acknowledged' | 'scanners', key: string): Notes {
  const left = notes[list].filter((one) => one.key !== key)
  return left.length === notes[list].length ? notes : { ...notes, [list]: left }
}

function cleanTags(tags: readonly string[]): string[] {
  const clean = tags.map((tag) => tag.trim().slice(0, MOST_TAG)).filter((tag) => tag !== '')
  return [...new Set(clean)].sort()
}

function told(action: NoteAction): string {
  const of = 'subject' in action ? `${action.subject.kind} ${action.subject.key}` : ''
  switch (action.do) {
    case 'star':
      return action.star ? `starred ${of}` : `took the star off ${of}`
    case 'tag':
      return `tagged ${of}: ${cleanTags(action.tags).join(', ') || 'no tag'}`
    case 'comment':
      return action.comment.trim() === '' ? `removed the comment on ${of}` : `commented on ${of}`
    case 'acknowledge':
      return `acknowledged finding ${action.finding}: ${action.reason.trim()}`
    case 'withdraw':
      return `no longer acknowledges finding ${action.finding}`
    case 'allow':
      return `marked ${action.address} as an authorised scanner: ${action.reason.trim()}`
    case 'disallow':
      return `no longer takes ${action.address} for an authorised scanner`
    case 'tell':
      return 'changed the story'
  }
}

/** Notes out of a saved case, which anybody can have written: what has another shape is left out. */
export function readNotes(stored: unknown): Notes {
  const from = isObject(stored) ? stored : {}
  const marks = list(from.marks).flatMap((one): Mark[] => {
    const { kind, key, star, comment } = one
    if (!SUBJECT_KINDS.some((known) => known === kind) || typeof key !== 'string') return []
    const tags = Array.isArray(one.tags) ? one.tags.filter((tag) => typeof tag === 'string') : []
    return [
      {
        kind: kind as SubjectKind,
        key: key.slice(0, MOST_TEXT),
        star: star === true,
        tags: cleanTags(tags),
        comment: text(comment, MOST_TEXT),
      },
    ]
  })
  return {
    marks: marks.sort(bySubject),
    acknowledged: reasons(from.acknowledged),
    scanners: reasons(from.scanners),
    story: text(from.story, MOST_STORY),
    log: list(from.log).map(({ at, did }) => ({ at: text(at, 30), did: text(did, MOST_TEXT) })),
  }
}

function reasons(stored: unknown): Reasoned[] {
  return list(stored)
    .map(({ key, reason }) => ({ key: text(key, MOST_TEXT), reason: text(reason, MOST_TEXT) }))
    .filter(({ key, reason }) => key !== '' && reason !== '')
    .sort(byKey)
}

function list(stored: unknown): Record<string, unknown>[] {
  return Array.isArray(stored) ? stored.slice(0, MOST_MARKS).filter(isObject) : []
}

function text(stored: unknown, most: number): string {
  return typeof stored === 'string' ? stored.slice(0, most) : ''
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function bySubject(a: Subject, b: Subject): number {
  return compare(`${a.kind} ${a.key}`, `${b.kind} ${b.key}`)
}

function byKey(a: Reasoned, b: Reasoned): number {
  return compare(a.key, b.key)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A piece of a story: prose, or what it points to. */
export type StoryPart =
  | { readonly text: string; readonly to: null }
  | {
      readonly text: string
      readonly to: { readonly kind: 'finding' | 'event'; readonly key: string }
    }

const REFERENCE = /\[\[(finding|event):([^[\]\n]{1,200})\]\]/g

/** A story cut at its references. Joined again, the texts are the story. */
export function storyParts(story: string): StoryPart[] {
  const parts: StoryPart[] = []
  let end = 0
  for (const match of story.matchAll(REFERENCE)) {
    if (match.index > end) parts.push({ text: story.slice(end, match.index), to: null })
    const [whole, kind, key = ''] = match
    parts.push({ text: whole, to: { kind: kind === 'event' ? 'event' : 'finding', key } })
    end = match.index + whole.length
  }
  if (end < story.length) parts.push({ text: story.slice(end), to: null })
  return parts
}
