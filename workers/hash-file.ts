import type { Kernels } from './kernels.js'

/** Slice read at once; large enough that the disk, not the calls, is the limit. */
const SLICE = 4 << 20

/** SHA-256 of a whole file, read front to back. */
export async function hashFile(
  file: Blob,
  kernels: Kernels,
  onProgress: (offset: number) => void,
): Promise<string> {
  kernels.sha256Start()
  for (let offset = 0; offset < file.size; offset += SLICE) {
    kernels.sha256Update(new Uint8Array(await file.slice(offset, offset + SLICE).arrayBuffer()))
    onProgress(offset)
  }
  return kernels.sha256Digest()
}
