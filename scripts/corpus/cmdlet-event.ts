import type { CmdletCall } from './log-rows.js'
import type { Scene } from './scene.js'
import type { Planted } from './package.js'

const VALUES = 27

/** Who ran a cmdlet, as Exchange's own event tells it. */
export interface Caller {
  readonly name: string
  readonly sid: string
}

/** The event that Exchange writes of each cmdlet, with its values unnamed. */
export function addCmdletEvent(
  scene: Scene,
  call: CmdletCall,
  caller: Caller,
  planted: Planted | null = null,
): void {
  const { time, cmdlet, parameters, process } = call
  const told = [cmdlet, parameters, caller.name, caller.sid, caller.sid]
  told.push('Remote-ManagementShell-Unknown', `5668 ${process}`, '85', '', '00:00:00.1')
  while (told.length < VALUES) told.push('')
  const data = told.map((value) => ['', value] as const)
  scene.event('management', { time, provider: 'MSExchange CmdletLogs', id: 1, data }, planted)
}
