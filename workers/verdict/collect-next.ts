import { RUNGS, type Rung } from '../../src/model/finding.js'
import type { CollectNext } from '../../src/model/verdict.js'
import { needsOf } from './needs.js'
import type { Told } from './told.js'

/** Tells who changed what, and reaches back further than any log. */
const WHO_CHANGED_WHAT: CollectNext = {
  what: 'Before anything is deleted: the event log “MSExchange Management”, which says who changed what, and when.',
  command: 'wevtutil epl "MSExchange Management" "E:\\collected\\MSExchange Management.evtx"',
}

/** What runs now, the logs do not tell. WinPmem: github.com/Velocidex/WinPmem. */
const MEMORY: CollectNext = {
  what: 'Before anything is deleted or restarted: an image of the memory, then of the disks. It shows what runs there now.',
  command: 'winpmem_mini_x64_rc2.exe "E:\\collected\\memory.raw"',
}

/**
 * The one thing to collect next: what would change a "cannot tell"; after a break-in what sharpens
 * the answer; null where neither is.
 */
export function collectNext(
  { ladder, door, findings, paths }: Pick<Told, 'ladder' | 'door' | 'findings' | 'paths'>,
  headline: Rung | null,
): CollectNext | null {
  const missing = RUNGS.map((rung) => ladder[rung].collect).find((next) => next !== null)
  if (missing) return missing
  if (headline === null || headline === 'targeted') return null
  const file = findings.some(({ rung }) => rung === 'backdoored')
  const folders = needsOf({ chain: null }).backdoored[0]?.collect
  if (door.backDoor.call === 'present' && !file && folders)
    return {
      what: 'Before anything is deleted: the file of the back door, with the web folders that it lies in.',
      command: folders.command,
    }
  return paths.some((path) => /msexchange management[^/]*\.evtx$/i.test(path))
    ? MEMORY
    : WHO_CHANGED_WHAT
}
