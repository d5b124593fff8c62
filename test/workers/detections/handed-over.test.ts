import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { atRoot } from '../../../scripts/root.mjs'
import { plain } from '../../../src/model/plain.js'
import { DETECTIONS } from '../../../workers/detections/index.js'
import { EventSink } from '../../../workers/event-sink.js'
import { recognise } from '../../../workers/parsers/index.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'
import { entryOf, MemoryInput } from '../parsers/memory-input.js'
import { fileTable, folders } from '../parsers/ntfs/build-mft.js'
import { CREATE, journal } from '../parsers/ntfs/build-usn.js'
import { bytesOf } from '../parsers/read-all.js'

const kernels = await loadKernels()

interface Read {
  /** `id outcome` of each hit. */
  readonly hits: readonly string[]
  readonly folders: Blob | null
}

/** A file through its parser to the detections; no line is a candidate by a literal. */
async function read(path: string, bytes: Uint8Array, known: Blob | null = null): Promise<Read> {
  const entry = entryOf(path, bytes.length)
  const parser = recognise(bytes.subarray(0, 4096), entry)
  const hits: string[] = []
  const sink = new EventSink(
    0,
    0,
    ({ hits: found }) => {
      for (let at = 0; at < found.length; at += 3) {
        const { id = '' } = DETECTIONS[found[at + 1] ?? -1] ?? {}
        hits.push(`${id} ${String(found[at + 2])}`)
      }
      return Promise.resolve()
    },
    DETECTIONS,
    kernels,
  )
  await parser?.parse(new MemoryInput(bytes, { path, entry, folders: known }), sink)
  const totals = await sink.finish()
  return { hits: hits.sort(), folders: totals.folders }
}

const textOf = async (path: string, text: string): Promise<readonly string[]> =>
  (await read(path, bytesOf(plain(text)))).hits

const fixture = (name: string): Uint8Array =>
  readFileSync(atRoot(`test/fixtures/parsers/exchange-log/${name}`))

it('what a configuration says of keys and of virtual directories', async () => {
  const config = `<?xml version="1.0"?><configuration><system.web><machineKey validationKey="CB2721AB¦DAF8E9DC516D621D¦8B8BF13A2C9E8689¦A25303BF" /></system.web>
<system.applicationHost><sites><site name="Default Web Site"><application path="/owa">
<virtualDirectory path="/auth/x" physicalPath="C:\\ProgramData\\COM1\\x" /><virtualDirectory path="/y" physicalPath="C:\\ProgramData\\y" />
<virtualDirectory path="/z" physicalPath="C:\\Users\\Public" /><virtualDirectory path="/w" physicalPath="D:\\www" />
<virtualDirectory path="/" physicalPath="%SystemDrive%\\inetpub\\wwwroot" /></application></site></sites></system.applicationHost></configuration>`
  expect(await textOf('C/Windows/applicationHost.config', config)).toEqual([
    ...['PS-12 0', 'PS-12 1', 'PS-12 2', 'PS-12 3', 'V-02 0'],
  ])
})

it('what ASP.NET compiled, when somebody asked for it', async () => {
  const note = (page: string): string =>
    `<?xml version="1.0" encoding="utf-8"?><preserve resultType="3" virtualPath="${page}" hash="1" filehash="2" flags="110000" assembly="App_Web_a" type="ASP.x"><filedeps><filedep name="${page}" /></filedeps></preserve>`
  const folder = 'C/Windows/Microsoft.NET/Framework64/v4.0.30319/Temporary ASP.NET Files/root/0a/0b'
  const compiled = (page: string): Promise<readonly string[]> =>
    textOf(`${folder}/x.aspx.cdcab7d2.compiled`, note(page))
  expect(await compiled('/aspnet_client/x.aspx')).toEqual(['WF-03 0'])
  expect(await compiled('/owa/auth/x.aspx')).toEqual(['WF-03 1'])
  expect(await compiled('/owa/auth/logon.aspx')).toEqual([])
})

it('records of the address book and of remote PowerShell', async () => {
  const { hits } = await read('C/OABGeneratorLog/OABGenerator.LOG', fixture('oab-generator.log'))
  expect(hits).toEqual(['PL-08 0'])
  const http = await read('C/CmdletInfra/Http/Rps_Http.LOG', fixture('rps-http.log'))
  expect(http.hits).toEqual(['OW-03 0'])
})

it('requests by path, site and agent, without any literal', async () => {
  const row = (rest: string): string => `2021-03-03 04:00:00 10.0.0.1 ${rest} 0 0 15`
  const log = [
    '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken',
    row('POST /powershell - 444 - fe80::1 Mozilla/5.0 200'),
    row('POST /powershell - 444 - fe80::1 Microsoft+WinRM+Client 200'),
    row('POST /ecp/x.js t=16 444 TOWN\\MAIL01$ fe80::1 Mozilla/5.0 200'),
    row('GET /rpc/ - 443 - 203.0.113.41 Mozilla/5.0 200'),
    row('GET /owa/ - 443 - 203.0.113.41 ant¦Sword/v2.1 302'),
    row('POST /EWS/Exchange.asmx - 443 TOWN\\anna 203.0.113.41 Mail¦Sniper 200'),
    row('GET /owa/ - 443 - 203.0.113.42 Mozilla/5.0 302'),
  ].join('\r\n')
  expect(await textOf('C/inetpub/logs/LogFiles/u_ex210303.log', log)).toEqual([
    ...['CR-04 0', 'OW-04 0', 'PL-17 0', 'PL-18 0', 'WS-09 1'],
  ])
})

it('files by name, in the file table and in the journal', async () => {
  const named = (record: number, text: string, parent: number) => ({
    record,
    names: [{ text, parent }],
  })
  const table = fileTable([
    ...folders('inetpub/wwwroot/aspnet_client', 30),
    ...folders('ProgramData', 40),
    named(50, 'staged.zip', 40),
    named(51, 'discover.aspx', 32),
    named(52, 'readme.txt', 40),
  ])
  const { hits, folders: known } = await read('C:/$MFT', table)
  expect(hits).toEqual(['PL-21 1', 'WS-04 2', 'WS-PLACE 0'])
  const changes = journal([
    { file: 51, name: 'discover.aspx', parent: 32, reason: CREATE },
    { file: 53, name: 'pst.7z', parent: 40, reason: CREATE },
    { file: 54, name: 'readme.txt', parent: 40, reason: CREATE },
  ])
  expect((await read('C:/$Extend/$J', changes, known)).hits).toEqual([
    ...['PL-21 1', 'WF-04 0', 'WS-04 2'],
  ])
})

it('files by name, in a listing of another tool', async () => {
  const line = (name: string): string =>
    `0|${name}|51|r/rrwxrwxrwx|0|0|90|1614754800|1614754800|1614754800|1614754800`
  const lines = [line('C:/inetpub/wwwroot/aspnet_client/x.aspx (deleted)'), line('C:/pagefile.sys')]
  expect(await textOf('C/bodyfile.txt', lines.join('\n'))).toEqual(['WF-01R 0'])
})
