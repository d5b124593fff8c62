/** Archives that are large by number or by size rather than by what is in them. Made once. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DAY_SECONDS, isHit, memberAt } from '../log-lines.mjs'
import { hole, writeStored } from './zip-writer.mjs'

/** Bytes of real lines on either side of a hole: enough for one that a detection looks for. */
const LINES_BYTES = 2e6

/**
 * Many small files in folders, as a collector finds them below the users' profiles.
 * @returns {Promise<{ path: string, size: number, directoryAt: number, count: number }>}
 */
export async function manyEntries(folder, count) {
  return once(folder, `entries-${count}.zip`, (path) => writeStored(path, smallFiles(count)))
}

function* smallFiles(count) {
  for (let index = 0; index < count; index++) {
    const user = `user${String(index % 97).padStart(3, '0')}`
    const name = `C/Users/${user}/AppData/Local/Cache/${index >> 8}/entry-${index}.dat`
    yield { name, parts: [Buffer.from(`${index} ${user}\r\n`)] }
  }
}

/**
 * A stored Zip64 archive of two logs that are holes but for their first and last lines, as logs of a
 * machine that crashed have them, and of one small log behind. `size` bytes about; few of them are on
 * the disk.
 * @returns {Promise<{ path: string, size: number, directoryAt: number, count: number }>}
 */
export async function sparseArchive(folder, size) {
  return once(folder, `sparse-${size}.zip`, (path) => writeStored(path, sparseLogs(size)))
}

/**
 * The same archive without its directory.
 * @returns {Promise<{ path: string, size: number }>}
 */
export async function withoutDirectory(folder, size) {
  return once(folder, `sparse-${size}-cut.zip`, async (path) => {
    const { directoryAt } = await writeStored(path, sparseLogs(size))
    await truncate(path, directoryAt)
    return { size: directoryAt }
  })
}

function* sparseLogs(size) {
  for (const index of [0, 1, 4]) {
    const member = memberAt(index)
    const lines = Buffer.from(member.header + someLines(member, 0))
    const rest = [
      hole(Math.floor(size / 2)),
      Buffer.from(`\r\n${someLines(member, DAY_SECONDS / 2)}`),
    ]
    yield { name: member.path, parts: index < 4 ? [lines, ...rest] : [lines] }
  }
}

/** Lines from a second of the day on, one of them a hit. */
function someLines({ line }, second) {
  let text = ''
  let hits = 0
  for (let counter = 0; text.length < LINES_BYTES; counter++) {
    text += line(Math.min(DAY_SECONDS - 1, second + counter), counter)
    if (isHit(counter)) hits++
  }
  if (hits === 0) throw new Error('too few lines for a hit')
  return text
}

/** Makes a file unless it is there; gives what `make` gave when it was made, and its path. */
async function once(folder, name, make) {
  await mkdir(folder, { recursive: true })
  const path = join(folder, name)
  const told = `${path}.json`
  if (existsSync(told)) return JSON.parse(await readFile(told, 'utf8'))
  const made = { path, ...(await make(path)) }
  await writeFile(`${told}.part`, JSON.stringify(made))
  await rename(`${told}.part`, told)
  return made
}
