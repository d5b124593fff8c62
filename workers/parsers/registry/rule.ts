import type { KeyFacts } from './key-facts.js'
import type { KeyRows } from './key-rows.js'

/** A key that matters, and what is told of it. */
export interface KeyRule {
  /** Below the hive's root; `*` is any one name, `**` at the end any names. */
  readonly path: string
  /** Plain words. */
  readonly action: string
  /** Values that are shown; a key with none of them gives no row. Left out, each value is a row. */
  readonly shown?: readonly string[]
  /** The value among them that names a program. */
  readonly program?: string
  /** Tells in a way of its own. */
  readonly tell?: (key: KeyFacts, rows: KeyRows) => void
}

interface RuleNode {
  readonly literal: Map<string, RuleNode>
  any: RuleNode | null
  rule: KeyRule | null
}

/** Where a path has led among the rules; the more exact one comes first. Empty: no rule can follow. */
export type RulePlace = readonly RuleNode[]

export const NOWHERE: RulePlace = []
const CONTROL_SET = /^controlset\d{3}$/

/**
 * Finds rules by path, a name at a time. `ControlSet` stands for ControlSet001 and so on. Names of
 * 32-bit programs' keys (Wow6432Node) and of a user's own (Software) lead to the same rules as the
 * machine's.
 */
export class RuleBook {
  private readonly top = newNode()

  constructor(rules: readonly KeyRule[]) {
    for (const rule of rules) this.enter(rule)
    this.top.literal.set('wow6432node', this.top)
    this.top.literal.set('software', this.top)
  }

  /** Of a hive's root. */
  get root(): RulePlace {
    return [this.top]
  }

  below(place: RulePlace, name: string): RulePlace {
    if (place.length === 0) return NOWHERE
    const lower = name.toLowerCase()
    const key = CONTROL_SET.test(lower) ? 'controlset' : lower
    const next: RuleNode[] = []
    for (const { literal } of place) {
      const node = literal.get(key)
      if (node) next.push(node)
    }
    for (const { any } of place) if (any) next.push(any)
    return next.length === 0 ? NOWHERE : next
  }

  rule(place: RulePlace): KeyRule | null {
    return place.find(({ rule }) => rule)?.rule ?? null
  }

  private enter(rule: KeyRule): void {
    let node = this.top
    for (const name of rule.path.split('\\')) {
      if (name === '**') {
        node.any = newNode()
        node = node.any
        node.any = node
      } else if (name === '*') node = node.any ??= newNode()
      else {
        const key = name.toLowerCase()
        const next = node.literal.get(key) ?? newNode()
        node.literal.set(key, next)
        node = next
      }
    }
    node.rule = rule
  }
}

function newNode(): RuleNode {
  return { literal: new Map(), any: null, rule: null }
}
