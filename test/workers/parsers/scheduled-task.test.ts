import { describe, expect, it } from 'vitest'
import { recognise } from '../../../workers/parsers/index.js'
import { scheduledTask } from '../../../workers/parsers/scheduled-task.js'
import { entryOf } from './memory-input.js'
import { bytesOf, readAll, type ReadLog } from './read-all.js'

const PATH = 'C:/Windows/System32/Tasks/Winnet'
const MODIFIED = Date.UTC(2021, 2, 5) * 1000

interface Parts {
  readonly info?: string
  readonly settings?: string
  readonly actions?: string
  readonly triggers?: string
}

function task({ info = '', settings = '', actions = '', triggers = '' }: Parts): string {
  return `<?xml version="1.0" encoding="UTF-16"?>\r\n<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">\r\n  <RegistrationInfo>${info}</RegistrationInfo>\r\n  <Triggers>${triggers}</Triggers>\r\n  <Principals>\r\n    <Principal id="Author">\r\n      <UserId>S-1-5-18</UserId>\r\n      <RunLevel>HighestAvailable</RunLevel>\r\n    </Principal>\r\n  </Principals>\r\n  <Settings>${settings}</Settings>\r\n  <Actions Context="Author">${actions}</Actions>\r\n</Task>`
}

const RUN =
  '<Exec><Command>powershell</Command><Arguments>-w hidden -c &quot;x&quot;</Arguments></Exec>'

function read(text: string): Promise<ReadLog> {
  return readAll(scheduledTask, bytesOf(text), { path: PATH, entry: { modified: MODIFIED } })
}

describe('scheduled task', () => {
  it('is known by its namespace, and no page is one', () => {
    const bytes = bytesOf(task({}))
    const knows = (path: string): string | undefined =>
      recognise(bytes, entryOf(path, bytes.length))?.id
    expect(knows(PATH)).toBe('scheduled-task')
    expect(knows('C/inetpub/wwwroot/aspnet_client/x.aspx')).toBe('web-file')
    expect(recognise(bytesOf('<Task/>'), entryOf(PATH, 7))).toBeNull()
  })

  it('tells who registered it when, as whom it runs, what and when', async () => {
    const log = await read(
      task({
        info: '<Date>2021-03-03T06:49:53.1234567</Date><Author>HARBOR\\adm</Author><URI>\\Winnet</URI>',
        settings: '<Hidden>true</Hidden><Enabled>false</Enabled>',
        actions: RUN,
        triggers:
          '<TimeTrigger><Repetition><Interval>PT45M</Interval></Repetition><StartBoundary>2021-03-03T07:00:00</StartBoundary><Enabled>true</Enabled></TimeTrigger><BootTrigger/>',
      }),
    )
    expect(log.rows).toMatchObject([
      {
        time: '2021-03-03T06:49:53.1234567Z',
        family: 'scheduled-tasks',
        action: 'Hidden scheduled task registered by HARBOR\\adm, disabled',
        target: '\\Winnet',
        user: 'S-1-5-18 (SYSTEM), highest rights',
        agent: 'powershell -w hidden -c "x"',
      },
      { action: 'Scheduled task runs once, every PT45M, from 2021-03-03T07:00:00' },
      { action: 'Scheduled task runs at boot' },
    ])
    expect(log.warnings).toEqual([expect.stringContaining('local time')])
  })

  it('counts a date’s own zone, and warns of none then', async () => {
    const log = await read(task({ info: '<Date>2021-03-03T06:49:53-05:00</Date>', actions: RUN }))
    expect(log.rows).toMatchObject([{ time: '2021-03-03T11:49:53Z' }])
    expect(log.warnings).toEqual([])
  })

  it('without a date has the file’s own time and name; a COM class and no action at all are told', async () => {
    const com = '<ComHandler><ClassId>{A}</ClassId><Data>d</Data></ComHandler>'
    const log = await read(task({ actions: com }))
    expect(log.rows).toMatchObject([
      {
        time: '2021-03-05T00:00:00Z',
        action: 'Scheduled task',
        target: '\\Winnet',
        agent: 'COM class {A} d',
      },
    ])
    expect((await read(task({}))).rows).toMatchObject([{ agent: '' }])
  })

  it('exported with others is a task of its own', async () => {
    const one = task({ actions: RUN }).replace(/^.*\r\n/, '')
    const log = await read(`<?xml version="1.0"?><Tasks>${one}${one}</Tasks>`)
    expect(log.rows).toHaveLength(2)
  })

  it('cut off or damaged is told as far as it goes', async () => {
    const text = task({ info: '<Date>2021-03-03T06:49:53Z</Date>', actions: RUN })
    const log = await read(text.slice(0, text.indexOf('</Arguments>')))
    expect(log.rows).toMatchObject([{ agent: 'powershell -w hidden -c "x"' }])
    expect(log.warnings).toEqual([expect.stringContaining('ends inside an element')])
  })
})
