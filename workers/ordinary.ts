import type { EventColumns } from '../src/model/event-table.js'
import { isExecutable } from './detections/shared/executable.js'
import type { Ordinary } from './folding.js'

const UNKNOWN = 0
const NO = 1
const YES = 2
const FIRST_ERROR = 400

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
    this.posts = new Answers((index) => texts.text(index).toUpperCase() === 'POST')
    this.scripts = new Answers((index) => isScript(texts.text(index)))
  }

  folds(columns: EventColumns, row: number): boolean {
    return (
      (columns.status[row] as number) < FIRST_ERROR &&
      columns.status[row] !== 0 &&
      columns.user[row] === 0 &&
      !this.posts.of(columns.action[row] as number) &&
      !this.scripts.of(columns.target[row] as number)
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

/** Answers to a question about interned strings, asked of each string once. */
class Answers {
  private known = new Uint8Array(1_024)

  constructor(private readonly ask: (index: number) => boolean) {}

  of(index: number): boolean {
    if (index >= this.known.length) {
      const bigger = new Uint8Array(Math.max(this.known.length * 2, index + 1))
      bigger.set(this.known)
      this.known = bigger
    }
    if (this.known[index] === UNKNOWN) this.known[index] = this.ask(index) ? YES : NO
    return this.known[index] === YES
  }
}
