import JSZip from 'jszip'
import { generateDemo } from '../../workers/demo/generate.js'
import { DEMO_MARKER_PATH } from '../../src/model/version.js'

/** Days of the demo in which it was attacked, and the day of the patch. */
const DAYS = /(?:21|2021)-?(?:0227|0228|0301|0310|0311|0312|0316|0317)/
const SHELL = /aspnet_client/

export type Files = ReadonlyMap<string, Uint8Array>

let whole: Files | null = null

/** A few days of the demo's server without its marker, under another name if one is given. */
export function smallServer(name = 'MX01'): Files {
  whole ??= new Map(
    generateDemo({ attacked: true })
      .files.filter(
        ({ path }) => path !== DEMO_MARKER_PATH && (DAYS.test(path) || SHELL.test(path)),
      )
      .filter(({ path }) => path.startsWith('C/'))
      .map(({ path, bytes }) => [path, bytes] as const),
  )
  if (name === 'MX01') return whole
  return new Map(
    [...whole].map(([path, bytes]) => [
      path,
      Buffer.from(Buffer.from(bytes).toString('utf8').replaceAll('MX01', name)),
    ]),
  )
}

export async function asZip(files: Files): Promise<Uint8Array> {
  const zip = new JSZip()
  for (const [path, bytes] of files) zip.file(path, bytes)
  return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' })
}
