import type { Entry } from '../../src/model/evidence.js'
import { ecpServer } from './ecp-server.js'
import { httpProxy } from './http-proxy.js'
import { iisW3c } from './iis-w3c.js'
import type { Parser } from './parser.js'
import { webFile } from './web-file.js'

/** THE list: every format that is read. web-file first, so that no page can pass itself off as a log. */
export const PARSERS: readonly Parser[] = [webFile, iisW3c, httpProxy, ecpServer]

/** The first parser that knows the entry by its head, null where none does. */
export function recognise(head: Uint8Array, entry: Entry): Parser | null {
  return PARSERS.find((parser) => parser.sniff(head, entry)) ?? null
}
