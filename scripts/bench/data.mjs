/**
 * A large, deterministic set of logs for the bench: eight members of IIS and HttpProxy in a zip.
 * Not a demo and not evidence: traffic from templates and counters, with few hits a million lines.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { DAY_SECONDS, isHit, memberAt, plain } from './log-lines.mjs'

const MEMBERS = 8
const LINES_PER_WRITE = 20_000
/** What a search tool is given to look for on the same bytes: literals of the page's own kind. */
const LITERALS = [
  'Server¦Info~a]@',
  'X-BE¦Resource-Cookie',
  'X-Anon¦Resource-Backend',
  'proxy¦Logon.ecp',
  'schema=Reset¦OABVirtualDirectory',
  'Set-Oab¦VirtualDirectory',
  'Set-Owa¦VirtualDirectory',
  'python-¦requests/2.25.1',
  'Exchange¦ServicesClient/0.0.0.0',
  'ant¦Sword/v2.1',
  '/ecp/y.¦js',
  '/ecp/x.¦js',
  '/ecp/default.¦flt',
  '/ecp/main.¦css',
  '/owa/auth/w.¦js',
  '/owa/auth/Current/¦themes/resources/',
  'aspnet_client/sys¦tem_web/',
  'Duck¦DuckBot/1.0',
  'facebook¦externalhit/1.1',
  'Baidu¦spider/2.0',
  'Page¦_Load',
  'run¦at="ser¦ver"',
].map(plain)

/** Writes whole lines until `size` is reached; the last line may go beyond it. */
async function writeMember(folder, index, size) {
  const { path, header, line } = memberAt(index)
  const full = join(folder, path)
  await mkdir(dirname(full), { recursive: true })
  const file = await open(full, 'w')
  const first = index * 10_000_000
  const total = Math.ceil(size / line(0, first).length)
  let text = header
  let bytes = 0
  let counter = first
  let hits = 0
  while (bytes + text.length < size) {
    const until = counter + LINES_PER_WRITE
    for (; counter < until && bytes + text.length < size; counter++) {
      const second = Math.floor(((counter - first) / total) * (DAY_SECONDS - 1))
      text += line(Math.min(second, DAY_SECONDS - 1), counter)
      if (isHit(counter)) hits++
    }
    const buffer = Buffer.from(text, 'utf8')
    await file.write(buffer)
    bytes += buffer.length
    text = ''
  }
  await file.close()
  return { path, bytes, lines: counter - first, hits }
}

function zipFolder(folder, name) {
  const run = spawnSync('zip', ['-q', '-6', '-r', '-X', name, 'C'], { cwd: folder })
  if (run.error) throw new Error(`the bench needs the command zip: ${run.error.message}`)
  if (run.status !== 0) throw new Error(`zip ended with ${run.status}: ${run.stderr}`)
}

/**
 * Writes the set below `dir`, in a folder named for its size, or finds it there from before.
 * @param {string} dir
 * @param {number} [totalBytes] uncompressed bytes of all members together; each ends on a whole line
 * @returns {Promise<{ zip: string, literals: string, folder: string, bytes: number,
 *   members: { path: string, bytes: number, lines: number, hits: number }[] }>}
 *   paths of the zip, of a file of literals to search for (one a line) and of the unpacked members
 */
export async function writeBenchSet(dir, totalBytes = 500e6) {
  const folder = resolve(dir, `logs-${totalBytes}`)
  const manifest = join(folder, 'set.json')
  if (existsSync(manifest)) return JSON.parse(await readFile(manifest, 'utf8'))
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const members = []
  for (let index = 0; index < MEMBERS; index++) {
    members.push(await writeMember(folder, index, Math.ceil(totalBytes / MEMBERS)))
  }
  zipFolder(folder, 'logs.zip')
  const literals = join(folder, 'literals.txt')
  await writeFile(literals, `${LITERALS.join('\n')}\n`)
  const bytes = members.reduce((sum, member) => sum + member.bytes, 0)
  const set = { zip: join(folder, 'logs.zip'), literals, folder, bytes, members }
  await writeFile(`${manifest}.part`, JSON.stringify(set))
  await rename(`${manifest}.part`, manifest)
  return set
}
