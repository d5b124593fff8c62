import type { LineBlock } from '../parser.js'
import type { HealthFacts } from './health-facts.js'
import { linesOf } from './table.js'

const ITEM = /^\s*([A-Za-z][\w .()/-]{0,80}?)\s*: (.*)$/
const TITLE = /^System Information Report for (\S{1,64}) on (.{8,40})$/i

/** Reads the text report: `Name: value` in indented lines, lists under some of them. */
export function readHealthText(block: LineBlock, facts: HealthFacts): void {
  for (const { text, offset, size } of linesOf(block)) {
    const title = TITLE.exec(text)
    if (title) {
      facts.fact('Server Name', title[1] ?? '', offset, size)
      facts.fact('Generation Time', title[2] ?? '', offset, size)
      continue
    }
    const item = text.length < 8_192 ? ITEM.exec(text) : null
    if (item) facts.fact(item[1] ?? '', item[2] ?? '', offset, size)
    else facts.free(text.slice(0, 8_192), offset, size)
  }
}
