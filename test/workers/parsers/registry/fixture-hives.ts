import { fileTimeOf, keyAt, makeHive, mergeKeys, utf16, type MadeKey } from './make-hive.js'

const NT = 'Microsoft\\Windows NT\\CurrentVersion'
const CURRENT = 'Microsoft\\Windows\\CurrentVersion'

function words(...values: readonly (number | bigint | string | Uint8Array)[]): Uint8Array {
  const parts = values.map((value) => {
    if (typeof value === 'string') return Buffer.from(utf16(value))
    if (typeof value === 'bigint') {
      const wide = Buffer.alloc(8)
      wide.writeBigUInt64LE(value)
      return wide
    }
    if (typeof value !== 'number') return Buffer.from(value)
    const word = Buffer.alloc(4)
    word.writeUInt32LE(value)
    return word
  })
  return new Uint8Array(Buffer.concat(parts))
}

function short(value: number): Uint8Array {
  return new Uint8Array([value & 0xff, value >> 8])
}

export const SHIM_TIME = '2021-02-28T03:14:15Z'
export const SHIM_PATHS = ['C:\\Windows\\Temp\\procdump64.exe', 'C:\\inetpub\\s.exe'] as const

/** An entry of Windows 8, 8.1 or 10: `before` and `after` stand around its time. */
function entry(sign: string, path: string, before: Uint8Array, after: Uint8Array): Uint8Array {
  const name = utf16(path)
  const time = words(fileTimeOf(SHIM_TIME))
  const body = words(short(name.length), name, before, time, after)
  return words(Buffer.from(sign, 'latin1'), 0, body.length, body)
}

/** Shimcache of each Windows, with the two paths in it; the first was run where the format says so. */
export const SHIMCACHES: readonly (readonly [format: string, data: Uint8Array])[] = [
  [
    'Windows 10 or Server 2016 and later',
    entries(0x34, (path, flag) => entry('10ts', path, words(), words(8, 0, flag > 0 ? 1 : 0))),
  ],
  [
    'Windows 8.1 or Server 2012 R2',
    entries(0x80, (path, flag) => entry('10ts', path, words(short(0), flag, 0), words(4, 0))),
  ],
  // Published descriptions differ on whether a package's length stands before the flags.
  [
    'Windows 8 or Server 2012',
    entries(0x80, (path, flag) => entry('00ts', path, words(flag, 0), words(0))),
  ],
  [
    'Windows 8 or Server 2012',
    entries(0x80, (path, flag) => entry('00ts', path, words(short(0), flag, 0), words(0))),
  ],
  ['Windows 7 or Server 2008 R2', table(0xbadc0fee, 128, true, (flag) => words(flag, 0, 0n, 0n))],
  ['Windows 7 or Server 2008 R2', table(0xbadc0fee, 128, false, (flag) => words(flag, 0, 0, 0))],
  ['Windows Vista or Server 2008', table(0xbadc0ffe, 8, true, () => words(0n))],
]

function entries(header: number, made: (path: string, flag: number) => Uint8Array): Uint8Array {
  const files = SHIM_PATHS.map((path, index) => made(path, index === 0 ? 2 : 0))
  return words(header, new Uint8Array(header - 4), ...files)
}

function table(
  magic: number,
  header: number,
  wide: boolean,
  tail: (flag: number) => Uint8Array,
): Uint8Array {
  const names = SHIM_PATHS.map((path) => utf16(`\\??\\${path}\0`))
  const made = (at: number) =>
    names.map((name, index) => {
      const before = names.slice(0, index).reduce((sum, { length }) => sum + length, at)
      const place = wide ? words(0, BigInt(before)) : words(before)
      const sizes = words(short(name.length - 2), short(name.length))
      return words(sizes, place, fileTimeOf(SHIM_TIME), tail(index === 0 ? 2 : 0))
    })
  const start = header + words(...made(0)).length
  return words(magic, SHIM_PATHS.length, new Uint8Array(header - 8), ...made(start), ...names)
}

function service(name: string, values: MadeKey['values'], time?: string): MadeKey {
  const key = { values: values ?? {}, ...(time && { time }) }
  return keyAt(`ControlSet001\\Services\\${name}`, key)
}

export function systemHive(shimcache: Uint8Array = SHIMCACHES[0]![1]): Uint8Array {
  const control = 'ControlSet001\\Control'
  return makeHive(
    mergeKeys([
      { name: 'Select', values: { Current: 1, Default: 1 } },
      keyAt(`${control}\\ComputerName\\ComputerName`, { values: { ComputerName: 'EX01' } }),
      keyAt(`${control}\\TimeZoneInformation`, {
        values: {
          TimeZoneKeyName: 'W. Europe Standard Time\0left over',
          Bias: -60,
          ActiveTimeBias: -120,
        },
      }),
      keyAt(`${control}\\SecurityProviders\\WDigest`, { values: { UseLogonCredential: 1 } }),
      keyAt(`${control}\\Session Manager\\AppCompatCache`, {
        values: { AppCompatCache: shimcache },
      }),
      keyAt(`${control}\\Windows`, { values: { ShutdownTime: words(fileTimeOf(SHIM_TIME)) } }),
      service(
        'evil',
        { ImagePath: 'C:\\Windows\\Temp\\e.exe -k', Start: 2, Type: 16, ObjectName: 'LocalSystem' },
        '2021-03-03T04:05:06.789Z',
      ),
      service('inside', { ImagePath: 'svchost.exe -k netsvcs', Start: 3, Type: 32 }),
      keyAt('ControlSet001\\Services\\inside\\Parameters', {
        values: { ServiceDll: 'C:\\Windows\\Temp\\x.dll' },
      }),
      keyAt('ControlSet001\\Services\\LanmanServer\\Shares', {
        values: { temp: { type: 7, data: utf16('Path=C:\\temp\0Type=0\0\0') } },
      }),
      { ...keyAt('ControlSet001\\Services', { keys: [] }) },
      keyAt('ControlSet002\\Services\\old', {
        values: { ImagePath: 'old.sys', Type: 1, Start: 4 },
      }),
      keyAt('ControlSet001\\Services', {
        keys: [{ name: 'gone', deleted: true, values: { ImagePath: 'g.exe', Start: 2, Type: 16 } }],
      }),
    ]),
    { name: '\\SystemRoot\\System32\\Config\\SYSTEM' },
  )
}

export function softwareHive(): Uint8Array {
  const tasks = `${NT}\\Schedule\\TaskCache`
  const id = '{11111111-2222-3333-4444-555555555555}'
  const exec = (...texts: readonly string[]) =>
    texts.map((text) => words(utf16(text).length, utf16(text)))
  return makeHive(
    mergeKeys([
      keyAt('Microsoft\\ExchangeServer\\v15\\Setup', {
        time: '2020-12-15T08:00:00Z',
        values: {
          MsiInstallPath: 'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\',
          MsiProductMajor: 15,
          MsiProductMinor: 1,
          MsiBuildMajor: 2176,
          MsiBuildMinor: 2,
        },
      }),
      keyAt(NT, {
        values: {
          ProductName: 'Windows Server 2016 Standard',
          CurrentBuildNumber: '14393',
          UBR: 4169,
          InstallDate: 1_577_836_800,
        },
      }),
      keyAt(`${CURRENT}\\Run`, { values: { updater: 'C:\\ProgramData\\u.exe' } }),
      keyAt(`Wow6432Node\\${CURRENT}\\RunOnce`, { values: { once: 'cmd.exe /c o.bat' } }),
      keyAt(`${CURRENT}\\Uninstall\\KB5000871`, {
        values: {
          DisplayName: 'Security Update for Exchange Server 2016 Cumulative Update 19 (KB5000871)',
          InstallDate: '20210310',
        },
      }),
      keyAt('MSERTBootstrap\\PatchState', { values: { Timestamp: '03/20/2021 04:05:06' } }),
      keyAt(`${NT}\\Image File Execution Options\\sethc.exe`, {
        values: { Debugger: 'C:\\Windows\\System32\\cmd.exe' },
      }),
      keyAt('Microsoft\\Windows Defender\\Exclusions\\Paths', { values: { 'C:\\inetpub': 0 } }),
      keyAt(`${tasks}\\Tree\\Microsoft\\Windows\\Seen`, {
        values: { Id: id, SD: new Uint8Array(8) },
      }),
      keyAt(`${tasks}\\Tree\\Unseen`, { values: { Id: id } }),
      keyAt(`${tasks}\\Tasks\\${id}`, {
        values: {
          Path: '\\Unseen',
          Actions: words(
            ...[short(3), ...exec('LocalSystem'), short(0x6666)],
            ...[...exec('', 'powershell.exe', '-File C:\\t.ps1', ''), short(0)],
          ),
          DynamicInfo: words(
            3,
            fileTimeOf('2021-03-03T05:00:00Z'),
            fileTimeOf('2021-03-04T05:00:00Z'),
            0,
            0,
            fileTimeOf('2021-03-04T05:00:09Z'),
          ),
        },
      }),
    ]),
    { name: 'emRoot\\System32\\Config\\SOFTWARE' },
  )
}

export function amcacheHive(): Uint8Array {
  const sha1 = 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709'
  return makeHive(
    mergeKeys([
      keyAt('Root\\InventoryApplicationFile\\s.exe|1', {
        time: '2021-03-03T06:00:00Z',
        values: {
          LowerCaseLongPath: 'c:\\inetpub\\s.exe',
          FileId: `0000${sha1}`,
          LinkDate: '02/27/2021 11:00:00',
          Size: { type: 11, data: words(4_096n) },
        },
      }),
      keyAt('Root\\File\\volume\\10000', {
        values: { '15': 'C:\\old\\o.exe', '101': `0000${sha1}`, f: 1_614_000_000 },
      }),
    ]),
    { name: 'Programs\\Amcache.hve' },
  )
}
