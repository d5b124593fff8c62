import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { recognise } from '../../../workers/parsers/index.js'
import { MemoryInput } from './memory-input.js'
import { readAll } from './read-all.js'

const evidence =
  process.env.AFTERPATCH_EVIDENCE ??
  fileURLToPath(new URL('../../../../shared/data', import.meta.url))

/** A log as a reader of its own sees it: records by column name. */
function cellsOf(text: string): Record<string, string>[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  const header =
    lines
      .find((line) => line.startsWith('#Fields:'))
      ?.slice(8)
      .trim() ?? ''
  const names = header.split(',')
  return lines
    .filter((line) => /^\d/.test(line))
    .map((line) => {
      const cells = line.match(/(?:^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? []
      const values = cells.map((cell, at) =>
        (at === 0 ? cell : cell.slice(1)).replace(/^"(.*)"$/, '$1').replaceAll('""', '"'),
      )
      expect(values).toHaveLength(names.length)
      return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']))
    })
}

const names = existsSync(evidence) ? readdirSync(`${evidence}/exchange-logs`) : []
const logs = names.filter((name) => name.endsWith('.LOG'))

async function read(name: string): Promise<{
  readonly cells: Record<string, string>[]
  readonly log: Awaited<ReturnType<typeof readAll>>
}> {
  const bytes = new Uint8Array(readFileSync(`${evidence}/exchange-logs/${name}`))
  const cells = cellsOf(new TextDecoder().decode(bytes))
  const input = new MemoryInput(bytes)
  const parser = recognise(input.head, input.entry)
  if (!parser) throw new Error(`${name} is not recognised`)
  return { cells, log: await readAll(parser, bytes, { fields: Object.keys(cells[0] ?? {}) }) }
}

const time = (text: string | undefined): string => text ?? ''
const address = (text: string | undefined): string => text?.replace(/%.*/, '') ?? ''

describe.skipIf(!existsSync(evidence))('every sample of Exchange’s logs (needs evidence)', () => {
  it.each(logs.filter((name) => name.includes('HttpProxy')))(
    '%s: every column of every record, and the row made of them',
    async (name) => {
      const { cells, log } = await read(name)
      expect(log.seen.map((record) => record.fields)).toEqual(cells)
      expect(log.rows).toMatchObject(
        cells.map((cell) => ({
          time: time(cell.DateTime),
          client: address(cell.ClientIpAddress),
          user: cell.AuthenticatedUser,
          agent: cell.UserAgent,
          action: cell.Method,
          target: cell.UrlStem,
          status: Number(cell.HttpStatus),
          family: `httpproxy-${cell.Protocol?.toLowerCase() ?? ''}`,
        })),
      )
    },
  )

  it('EWS: who did what in whose mailbox', async () => {
    const { cells, log } = await read('Ews_2023010616-1.LOG')
    expect(log.rows).toMatchObject(
      cells.map((cell) => ({
        time: time(cell.DateTime),
        family: 'ews',
        client: address(cell.ClientIpAddress),
        user: cell.AuthenticatedUser,
        agent: cell.UserAgent,
        action: cell.SoapAction,
        target: cell.ImpersonatedUser,
        status: Number(cell.HttpStatus),
      })),
    )
    expect(log.totals.builds).toMatchObject([{ build: '15.1.2375.7', server: 'SERVER_HOSTNAME' }])
    expect([...log.totals.servers]).toEqual([['SERVER_HOSTNAME', 1]])
  })

  it('remote PowerShell: cmdlet, parameters, account and application', async () => {
    const { cells, log } = await read('Rps_Cmdlet_2023011116-1.LOG')
    expect(log.rows).toMatchObject(
      cells.map((cell) => ({
        time: time(cell.DateTime),
        family: 'cmdlet-infra',
        user: cell.AuthenticatedUser,
        agent: cell.ClientApplication,
        action: cell.Cmdlet,
        target: cell.Parameters,
      })),
    )
    expect(log.rows[0]?.target).toBe('-ResultSize "1"')
    expect(log.totals.builds).toMatchObject([{ build: '15.1.2375.7', server: 'domain-MAIL' }])
  })

  it('message tracking: sender, recipient and what became of the message', async () => {
    const { cells, log } = await read('MSGTRKMS2022091915-1.LOG')
    expect(log.rows).toMatchObject(
      cells.map((cell) => ({
        time: time(cell['date-time']),
        family: 'message-tracking',
        client: address(cell['client-ip']),
        user: cell['sender-address'],
        target: cell['recipient-address'],
      })),
    )
    expect(log.rows.map((row) => row.action)).toEqual([
      'Message found for submission (STOREDRIVER)',
      'Message received (STOREDRIVER)',
    ])
    expect(log.totals.builds).toMatchObject([{ build: '15.1.2375.7' }])
  })
})
