import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Collector } from '../../../src/model/evidence.js'
import { recogniseCollector } from '../../../workers/intake/collector.js'
import { normalisePath, readingPriority, shapeOf } from '../../../workers/intake/layout.js'

describe('normalising a path', () => {
  it.each<[Collector, string, string, string]>([
    [
      'kape',
      'C\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210303.log',
      'C:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log',
      '',
    ],
    ['kape', 'TargetOutput/C/inetpub/wwwroot/a.aspx', 'C:/inetpub/wwwroot/a.aspx', ''],
    ['kape', 'SRV1/C/Windows/x', 'C:/Windows/x', 'SRV1'],
    ['kape', 'VSS3/C/Windows/x', 'C:/Windows/x', ''],
    [
      'kape',
      'C/Windows/System32/winevt/Logs/a%4Operational.evtx',
      'C:/Windows/System32/winevt/Logs/a%4Operational.evtx',
      '',
    ],
    ['velociraptor', 'uploads/auto/C%3A/Program Files/x%2541.log', 'C:/Program Files/x%41.log', ''],
    ['velociraptor', 'uploads/ntfs/%5C%5C.%5CC%3A/$MFT', 'C:/$MFT', ''],
    ['velociraptor', 'results/Custom.Logs%2FUploads.json', 'results/Custom.Logs/Uploads.json', ''],
    [
      'velociraptor',
      'Collection-SRV1-2021-03-12T10_11_12Z/uploads/auto/D%3A/x/y',
      'D:/x/y',
      'SRV1',
    ],
    ['unknown', './logs//W3SVC1/a.log', 'logs/W3SVC1/a.log', ''],
    ['unknown', 'c:\\inetpub\\x', 'C:/inetpub/x', ''],
    ['unknown', '\\\\SRV1\\C$\\inetpub\\x', 'C:/inetpub/x', 'SRV1'],
    ['unknown', '\\\\?\\D:\\x', 'D:/x', ''],
    ['unknown', '..\\..\\x', '../../x', ''],
    ['velociraptor', 'uploads/auto/bad%ZZ/x', 'bad%ZZ/x', ''],
  ])('%s %s', (collector, raw, path, machine) => {
    expect(normalisePath(raw, collector)).toEqual({ path, machine })
  })

  const part = fc.oneof(
    fc.constantFrom(
      'C',
      'C:',
      'd$',
      '..',
      '.',
      '?',
      '',
      'uploads',
      'auto',
      'SRV1',
      'VSS1',
      '%3A',
      '%5C',
      '%25',
      '\u202e',
      '\u0000',
    ),
    fc.string({ maxLength: 6 }),
  )
  const rawPath = fc
    .array(fc.tuple(part, fc.constantFrom('/', '\\')), { maxLength: 9 })
    .map((parts) => parts.flat().join(''))
  const collectors = fc.constantFrom<Collector[]>('kape', 'velociraptor', 'cylr', 'unknown')

  it('never throws, and a normal path stays as it is', () => {
    fc.assert(
      fc.property(rawPath, collectors, (raw, collector) => {
        const { path } = normalisePath(raw, collector)
        expect(normalisePath(path, 'unknown').path).toBe(path)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('recognising by inner shape', () => {
  const exchange = 'Program Files/Microsoft/Exchange Server/V15'
  const files = [
    [`${exchange}/Logging/HttpProxy/Ecp/HttpProxy_2021030312-1.LOG`, 'httpproxy-ecp', 0],
    [`${exchange}/Logging/ECP/Server/ECPServer20210303-1.LOG`, 'ecp-server', 1],
    ['inetpub/logs/LogFiles/W3SVC2/u_ex210303_x.log', 'iis', 2],
    ['inetpub/wwwroot/aspnet_client/x.aspx', 'web-root', 3],
    [`${exchange}/FrontEnd/HttpProxy/owa/auth/x.aspx`, 'web-root', 3],
    [`${exchange}/FrontEnd/HttpProxy/ecp/auth/trace.log`, 'web-root', 3],
    [`${exchange}/ClientAccess/exchweb/ews/x.aspx`, 'web-root', 3],
    [`${exchange}/Logging/HttpProxy/Autodiscover/HttpProxy_2021030312-1.LOG`, 'httpproxy-other', 4],
    ['Windows/System32/winevt/Logs/Security.evtx', 'event-log', 6],
  ] as const

  it.each(files)('%s is %s', (path, shape, priority) => {
    expect(shapeOf(`C:/${path}`)).toBe(shape)
    expect(readingPriority(`C:/${path}`)).toBe(priority)
  })

  it('moving everything to E:\\Mail changes nothing, nor does another case of letters', () => {
    for (const [path, shape] of files) {
      const inner = path.replace(`${exchange}/`, '')
      const raw = `E:\\Mail\\${inner.replaceAll('/', '\\')}`
      expect(shapeOf(normalisePath(raw, 'unknown').path), raw).toBe(shape)
      expect(shapeOf(normalisePath(raw.toUpperCase(), 'unknown').path), raw).toBe(shape)
    }
  })

  it('a folder dropped from inside is still known', () => {
    expect(shapeOf('W3SVC1/u_ex210303.log')).toBe('iis')
    expect(shapeOf('HttpProxy/Ecp/HttpProxy_2021030312-1.LOG')).toBe('httpproxy-ecp')
    expect(shapeOf('u_ex210303.log')).toBe('iis')
  })
})

describe('recognising the collector', () => {
  it.each([
    ['TargetOutput.zip', ['C/Windows/x'], 'kape', ''],
    ['x.zip', ['2021-03-12T101112_CopyLog.csv', 'C/Windows/x'], 'kape', ''],
    ['x.zip', ['_kape.cli', 'logs/a.log'], 'kape', ''],
    ['x.zip', ['C\\inetpub\\a.log', 'D\\b.log', 'readme.txt'], 'kape', ''],
    [
      'Collection-SRV1.corp.local-2021-03-12T10_11_12Z.zip',
      ['data.zip', 'metadata.json'],
      'velociraptor',
      'SRV1.corp.local',
    ],
    ['x.zip', ['client_info.json', 'uploads/auto/C%3A/a'], 'velociraptor', ''],
    ['SRV1.zip', ['C/Windows/System32/config/SYSTEM', 'CyLR_Collection_Log_1.log'], 'cylr', 'SRV1'],
    ['SRV1.zip', ['logs/W3SVC1/a.log'], 'unknown', ''],
    ['x.zip', [], 'unknown', ''],
  ])('%s %j is %s', (name, paths, collector, packageHost) => {
    expect(recogniseCollector(name, paths)).toEqual({ collector, packageHost })
  })
})
