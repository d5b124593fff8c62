import type { Drop } from '../case/session.js'

/** Files of an input as one drop; for a folder, paths are relative to it. */
export function dropOf(files: readonly File[]): Drop {
  const folder = files[0]?.webkitRelativePath.split('/')[0] ?? ''
  const cut = folder === '' ? 0 : folder.length + 1
  return {
    folder,
    files: files.map((file) => ({ path: file.webkitRelativePath.slice(cut) || file.name, file })),
  }
}
