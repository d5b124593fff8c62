/**
 * A large, deterministic set of logs for the bench: members of IIS and HttpProxy in a zip, eight where
 * not said otherwise. Not a demo and not evidence: traffic from templates and counters, with few hits
 * a million lines.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { DAY_SECONDS, isHit, memberAt, plain, probeLine } from './log-lines.mjs'

const MEMBERS = 8
/** Members of the server's front end, which IIS logs: those that may hold its own monitoring. */
const holdsProbes = (index) => index % 4 < 2
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

/**
 * Writes whole lines until `size` is reached; the last line may go beyond it. Behind each of them come
 * `probes` lines of Exchange's own monitoring, which count beside that size.
 */
async function writeMember(folder, index, size, probes) {
  const { path, header, line } = memberAt(index)
  const full = join(folder, path)
  await mkdir(dirname(full), { recursive: true })
  const file = await open(full, 'w')
  const first = index * 10_000_000
  const total = Math.ceil(size / line(0, first).length)
  let text = header
  let written = 0
  let ordinary = header.length
  let counter = first
  let hits = 0
  while (ordinary < size) {
    const until = counter + LINES_PER_WRITE
    for (; counter < until && ordinary < size; counter++) {
      const part = Math.floor(((counter - first) / total) * (DAY_SECONDS - 1))
      const second = Math.min(part, DAY_SECONDS - 1)
      const one = line(second, counter)
      ordinary += one.length
      text += one
      for (let probe = 0; probe < probes; probe++) text += probeLine(index, second, probe)
      if (isHit(counter)) hits++
    }
    const buffer = Buffer.from(text, 'utf8')
    await file.write(buffer)
    written += buffer.length
    text = ''
  }
  await file.close()
  const lines = (counter - first) * (1 + probes)
  return { path, bytes: written, lines, hits }
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
 * @param {{ members?: number, probes?: number }} [how] `probes`: lines of Exchange's own monitoring
 *   behind each line of a front end's log, beside `totalBytes`
 * @returns {Promise<{ zip: string, literals: string, folder: string, bytes: number,
 *   members: { path: string, bytes: number, lines: number, hits: number }[] }>}
 *   paths of the zip, of a file of literals to search for (one a line) and of the unpacked members
 */
export async function writeBenchSet(dir, totalBytes = 500e6, how = {}) {
  const { members: count = MEMBERS, probes = 0 } = how
  const kind = `${count === MEMBERS ? '' : `-in-${count}`}${probes === 0 ? '' : `-probes-${probes}`}`
  const folder = resolve(dir, `logs-${totalBytes}${kind}`)
  const manifest = join(folder, 'set.json')
  if (existsSync(manifest)) return JSON.parse(await readFile(manifest, 'utf8'))
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const members = []
  for (let index = 0; index < count; index++) {
    const size = Math.ceil(totalBytes / count)
    members.push(await writeMember(folder, index, size, holdsProbes(index) ? probes : 0))
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
