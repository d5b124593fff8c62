import type { LogRecord } from '../detection.js'
import { normalForms } from './text.js'

/** Request paths without query: as logged, and percent-decoded where that differs. */
export function paths(record: LogRecord): string[] {
  return record.urls.map((url) => url.split('?', 1)[0] ?? '')
}

/** A POST that reached the site which clients talk to. */
export function isFrontEndPost(record: LogRecord): boolean {
  return record.group === 'iis' && record.family !== 'iis-back' && record.method === 'POST'
}

/** Several detections ask the same of a record in a row. */
let last: { readonly record: LogRecord | null; readonly agents: readonly string[] } = {
  record: null,
  agents: [],
}

/** The agent in the forms that lists of agents are compared with. */
export function agents(record: LogRecord): readonly string[] {
  if (last.record !== record) {
    const forms = normalForms(record.agent).map((agent) => agent.replace(/[\s,]+/g, ' ').trim())
    last = { record, agents: forms }
  }
  return last.agents
}

/** Web crawlers' names, as they stand in no blank of their own. */
export const BAIDUSPIDER = 'baidu.com/search/spider.html'
export const GOOGLEBOT = 'googlebot/2.1 ( http://www.googlebot.com/bot.html)'
export const GOOGLEBOT_LITERAL = 'www.googlebot.com/bot.html'
