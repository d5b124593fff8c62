import JSZip from 'jszip'
import { generateDemo, type DemoCase, type DemoOptions } from './generate.js'

/** Every entry carries the time of the invented collection, so that equal cases give equal bytes. */
const COLLECTED = new Date(Date.UTC(2021, 3, 2, 9, 12, 44))
/** zlib's own default: 69 MB become 8 MB in about three seconds. */
const DEFLATE_LEVEL = 6
/** Part of the progress that generating takes; the rest is compressing. */
const GENERATING = 0.4

/** Name of the package as it is opened in the page and written to disk. */
export function demoZipName({ attacked }: DemoOptions): string {
  return attacked ? 'afterpatch-demo-MX01.zip' : 'afterpatch-demo-MX01-clean.zip'
}

export async function buildDemoZip(
  options: DemoOptions,
  onProgress: (fraction: number) => void,
): Promise<{ bytes: ArrayBuffer; demo: DemoCase }> {
  const demo = generateDemo(options, (fraction) => {
    onProgress(fraction * GENERATING)
  })
  const zip = new JSZip()
  for (const { path, bytes } of demo.files) {
    zip.file(path, bytes, { date: COLLECTED, createFolders: false })
  }
  const bytes = await zip.generateAsync(
    {
      type: 'arraybuffer',
      compression: 'DEFLATE',
      compressionOptions: { level: DEFLATE_LEVEL },
      platform: 'DOS',
      streamFiles: false,
    },
    ({ percent }) => {
      onProgress(GENERATING + (percent / 100) * (1 - GENERATING))
    },
  )
  return { bytes, demo }
}
