/**
 * `npm run triage -- EVIDENCE… --out DIR`: opens the built page headless, feeds it the evidence and
 * writes case.json and timeline.png. Several paths make one case; `--each` makes one case and folder
 * per path. `--password TEXT` (as often as needed) and `--password-file FILE` (one a line) open what is
 * encrypted; what none opens stays unread and is named so. `--limits 10` reads with ten times the limits.
 * `--acknowledge FILE.json` sets aside what was judged innocent, as `judgements` of a case.json hold it:
 * `{"acknowledged": [{"finding", "reason"}], "scanners": [{"address", "reason"}]}`.
 * `--campaign ID` judges by the days and rules of one campaign (`any`: of any flaw, over the logs' days).
 * Exit codes: 0 nothing found and the logs cover it, 1 exploited, backdoored or used, 2 targeted only,
 * 3 cannot tell, 4 could not run.
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pathToFileURL } from 'node:url'
import { ensurePackages } from './setup.mjs'
import { findBrowser } from './browsers.mjs'
import { atRoot } from './root.mjs'

const COULD_NOT_RUN = 4
/** Those of src/model/campaigns.ts. */
const CAMPAIGNS = ['all', 'march-2021', 'proxyshell', 'proxynotshell', 'owassrf', 'any']
const USAGE =
  'Usage: npm run triage -- EVIDENCE… --out DIR [--each] [--workers N]' +
  ' [--password TEXT]… [--password-file FILE] [--limits 1|10|100]' +
  ` [--campaign ${CAMPAIGNS.join('|')}] [--acknowledge FILE.json]`

/** Keeps the browser itself quiet: nothing but the page is to run. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--disable-domain-reliability',
  '--no-first-run',
  '--no-pings',
  '--disable-features=OptimizationHints,MediaRouter,Translate',
  '--disable-quic',
]

class CannotRun extends Error {}

/** Runs triage on each group of paths; returns the exit code. */
export async function triage({
  groups,
  out,
  workers,
  passwords = [],
  raise = 1,
  campaign = 'all',
  judgements = {},
}) {
  ensurePackages()
  const page = atRoot('dist/index.html')
  if (!existsSync(page)) {
    const { buildPage } = await import('./build.mjs')
    await buildPage()
  }
  const executablePath = findBrowser('chromium')
  if (!executablePath)
    throw new CannotRun('No Chromium on this system (Debian: apt install chromium).')
  const { chromium } = await import('playwright-core')
  const sandboxed = process.getuid?.() !== 0
  const browser = await chromium.launch({
    executablePath,
    args: sandboxed ? QUIET : [...QUIET, '--no-sandbox'],
  })
  try {
    const codes = []
    const how = { workers, passwords, raise, campaign, judgements }
    for (const group of groups) codes.push(await triageOne(browser, page, group, how))
    for (const [index, { caseJson, png }] of codes.entries()) {
      const folder = groups.length === 1 ? out : join(out, folderName(groups[index], index))
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'case.json'), caseJson)
      await writeFile(join(folder, 'timeline.png'), png)
    }
    return codes
  } finally {
    await browser.close()
  }
}

async function triageOne(browser, page, paths, how) {
  const { workers, passwords, raise, campaign, judgements } = how
  const context = await browser.newContext()
  const tab = await context.newPage()
  const fragment = `#headless${workers ? `&workers=${workers}` : ''}`
  await tab.goto(pathToFileURL(page).href + fragment)
  const frame = await (await tab.waitForSelector('#app')).contentFrame()
  await frame.waitForFunction(() => 'afterpatch' in globalThis)
  const files = []
  for (const path of paths) {
    if ((await stat(path)).isDirectory()) await frame.setInputFiles('#headless-folder', path)
    else files.push(path)
  }
  if (files.length > 0) await frame.setInputFiles('#headless-files', files)
  // Not in the address, which a browser writes down.
  const result = await frame.evaluate(
    ([known, times, wanted, decided]) => globalThis.afterpatch.run(known, times, wanted, decided),
    [passwords, raise, campaign, judgements],
  )
  await context.close()
  if (result.failed) throw new CannotRun(result.failed)
  return {
    exitCode: result.exitCode,
    sentence: result.sentence,
    caseJson: result.caseJson,
    png: Buffer.from(result.png, 'base64'),
  }
}

function folderName(paths, index) {
  return `${String(index + 1).padStart(2, '0')}-${basename(paths[0]).replace(/[^A-Za-z0-9._-]+/g, '-')}`
}

/** The worst of several: exploited before targeted before cannot tell before nothing found. */
function worst(codes) {
  return [1, 2, 3, 0].find((code) => codes.includes(code)) ?? 0
}

/** One a line; blanks belong to a password. */
async function passwordsIn(path) {
  if (path === undefined) return []
  if (!existsSync(path)) throw new CannotRun(`${path} does not exist.`)
  const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
  return text.split(/\r?\n/).filter((line) => line !== '')
}

/** What the page then reads with more care. */
async function judgementsIn(path) {
  if (path === undefined) return {}
  if (!existsSync(path)) throw new CannotRun(`${path} does not exist.`)
  try {
    return JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new CannotRun(`${path} is no JSON: ${error.message}`)
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      each: { type: 'boolean', default: false },
      workers: { type: 'string' },
      password: { type: 'string', multiple: true, default: [] },
      'password-file': { type: 'string' },
      limits: { type: 'string', default: '1' },
      campaign: { type: 'string', default: 'all' },
      acknowledge: { type: 'string' },
    },
  })
  if (positionals.length === 0 || !values.out) throw new CannotRun(USAGE)
  if (!['1', '10', '100'].includes(values.limits)) throw new CannotRun(USAGE)
  if (!CAMPAIGNS.includes(values.campaign)) throw new CannotRun(USAGE)
  if (values.workers && !/^[1-9]\d?$/.test(values.workers)) throw new CannotRun(USAGE)
  const paths = positionals.map((path) => resolve(path))
  for (const path of paths) if (!existsSync(path)) throw new CannotRun(`${path} does not exist.`)
  const groups = values.each ? paths.map((path) => [path]) : [paths]
  const passwords = [...values.password, ...(await passwordsIn(values['password-file']))]
  const results = await triage({
    groups,
    out: resolve(values.out),
    workers: values.workers,
    passwords,
    raise: Number(values.limits),
    campaign: values.campaign,
    judgements: await judgementsIn(values.acknowledge),
  })
  for (const { sentence } of results) console.log(sentence)
  return worst(results.map(({ exitCode }) => exitCode))
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    process.exitCode = await main()
  } catch (error) {
    console.error(error instanceof CannotRun ? error.message : error)
    process.exitCode = COULD_NOT_RUN
  }
}
