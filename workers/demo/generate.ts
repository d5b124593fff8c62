import { DEMO_MARKER_PATH } from '../../src/model/version.js'
import { addAdmin } from './admin.js'
import { addAttack } from './attack.js'
import { DayLogs } from './day-logs.js'
import { collectorFiles, demoNotice } from './collector.js'
import { addMonitoring } from './monitoring.js'
import { oabDump, WRITTEN } from './oab-dump.js'
import { addPeople } from './people.js'
import { trigger, type Planted } from './planted.js'
import { Random } from './random.js'
import { PROTOCOLS, type Protocol } from './request.js'
import { addBackgroundScanners } from './scanners.js'
import { SHELL_PATH } from './shell-use.js'
import { DAY, END, FIRST_DAY, type Milliseconds } from './server.js'

export interface DemoOptions {
  /** False gives the clean twin: the same server, the same people, no attack. */
  readonly attacked: boolean
}

export interface DemoFile {
  readonly path: string
  readonly bytes: Uint8Array
  readonly lines: number
}

export interface DemoCase {
  readonly attacked: boolean
  readonly files: readonly DemoFile[]
  /** Every row that was planted, where it stands and what it must set off. */
  readonly planted: readonly Planted[]
}

/** Protocols that are rarely used are collected every other day, to keep the package small. */
const EVERY_OTHER_DAY: readonly Protocol[] = ['Oab', 'PowerShell', 'RpcHttp']

/**
 * The demo case: one server's IIS, HttpProxy and control-panel logs from 28 December 2020 to
 * 31 March 2021 in the layout of a KAPE package. Pure: the same options give the same bytes.
 * `onDay` is told the part done, from 0 to 1.
 */
export function generateDemo(
  { attacked }: DemoOptions,
  onDay: (fraction: number) => void = () => undefined,
): DemoCase {
  const encoder = new TextEncoder()
  const files: DemoFile[] = []
  const planted: Planted[] = []
  const add = (path: string, text: string, lines: number) => {
    files.push({ path, bytes: encoder.encode(text), lines })
  }
  add(DEMO_MARKER_PATH, demoNotice(), 0)
  for (let start = FIRST_DAY; start < END; start += DAY) {
    for (const file of dayOf(start, attacked).files(planted)) add(file.path, file.text, file.lines)
    onDay((start + DAY - FIRST_DAY) / (END - FIRST_DAY))
  }
  if (attacked) plantShell(add, planted)
  for (const { path, text } of collectorFiles(files)) add(path, text, 0)
  return { attacked, files, planted }
}

function dayOf(start: Milliseconds, attacked: boolean): DayLogs {
  const seed = (source: string) => new Random(`${String(start / DAY)} ${source}`)
  const day = new DayLogs(start, seed('requests'))
  const odd = (start / DAY) % 2 === 1
  const protocols = odd ? PROTOCOLS.filter((name) => !EVERY_OTHER_DAY.includes(name)) : PROTOCOLS
  addMonitoring(day, seed('monitoring'), protocols)
  addPeople(day, seed('people'), protocols)
  addAdmin(day, seed('admin'))
  addBackgroundScanners(day, seed('scanners'))
  if (attacked) addAttack(day, seed('attack'))
  return day
}

function plantShell(
  add: (path: string, text: string, lines: number) => void,
  planted: Planted[],
): void {
  const text = oabDump()
  add(SHELL_PATH, text, 0)
  const triggers = ['WS-PLACE', 'WS-CONTENT'].map((detection) =>
    trigger(detection, 'critical', 'backdoored', '', SHELL_PATH.replace(/^C/, 'C:')),
  )
  const line = text.trimStart().split('\r\n')[0] as string
  triggers.push(trigger('WS-05', 'high', null, ''))
  planted.push({ path: SHELL_PATH, line, time: WRITTEN, triggers })
}
