import { installRelative, isBaselinePath } from '../../../src/model/web-baseline.js'
import { isExecutable } from './executable.js'

export type StrangePlace = 'shared' | 'logon' | 'front' | 'back'

/**
 * Where a script lies that Exchange does not ship: `aspnet_client`, beside the logon page, elsewhere in
 * the front end, or in the back end. null for any other path on disk, in any case and with any slash.
 */
export function strangePlace(path: string): StrangePlace | null {
  const normal = path.toLowerCase().replaceAll('\\', '/')
  if (!isExecutable(normal)) return null
  if (/(?:^|\/)aspnet_client\//.test(normal)) return 'shared'
  const relative = installRelative(normal)
  if (relative === '' || isBaselinePath(relative)) return null
  if (/^(?:frontend\/httpproxy|clientaccess)\/(?:owa|ecp)\/auth\//.test(relative)) return 'logon'
  return relative.startsWith('frontend/') ? 'front' : 'back'
}
