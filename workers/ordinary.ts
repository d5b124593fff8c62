import type { EventColumns } from '../src/model/event-table.js'
import { FAMILIES } from '../src/model/families.js'
import { Answers } from './answers.js'
import { isExecutable } from './detections/shared/executable.js'
import type { Ordinary } from './folding.js'

const NO = 0
const YES = 1
const FIRST_ERROR = 400

/** 1 for families whose status is an event's id, and whose rows of one target tell different things. */
const EVENTS = Uint8Array.from(FAMILIES, ({ group }) => (group === 'evtx' ? 1 : 0))

/** What an entry's own string indices stand for. */
export interface Texts {
  text(index: number): string
}

/**
 * Rows that may be folded when a case has more rows than memory: requests that were answered without
 * an error, for no script, by no POST and by nobody signed in. The first and the last of a client and
 * path keep their times, as a folded row begins with the one and ends with the other.
 */
export class OrdinaryRows implements Ordinary {
  private readonly posts: Answers
  private readonly scripts: Answers

  constructor(texts: Texts) {
    this.posts = new Answers((index) => (texts.text(index).toUpperCase() === 'POST' ? YES : NO))
    this.scripts = new Answers((index) => (isScript(texts.text(index)) ? YES : NO))
  }

  folds(columns: EventColumns, row: number): boolean {
    return (
      EVENTS[columns.family[row] as number] === 0 &&
      (columns.status[row] as number) < FIRST_ERROR &&
      columns.status[row] !== 0 &&
      columns.user[row] === 0 &&
      this.posts.of(columns.action[row] as number) === NO &&
      this.scripts.of(columns.target[row] as number) === NO
    )
  }
}

/** A script anywhere in the path: what follows one is its own affair. */
function isScript(path: string): boolean {
  return path
    .toLowerCase()
    .split('/')
    .some((part) => isExecutable(part))
}
