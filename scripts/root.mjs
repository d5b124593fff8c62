import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)

/** Absolute path of a file of the project. */
export function atRoot(path) {
  return fileURLToPath(new URL(path, root))
}
