/**
 * `npm test`: sets up, then type checks, lint, format, knip, build, unit, property and real-browser
 * tests. The last line sums all runners; a runner that crashes counts as failed.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePackages } from './setup.mjs'
import { ensureBrowser } from './browsers.mjs'
import { atRoot } from './root.mjs'

ensurePackages()

const totals = { passed: 0, failed: 0, skipped: 0 }
const bin = (name) => atRoot(`node_modules/.bin/${name}`)

/** Checks that look at the sources alone, as many at once as there are processors. */
async function checks(list) {
  const waiting = [...list]
  const runner = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) await check(...one)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, runner))
}

function check(title, command, args) {
  const started = Date.now()
  const child = spawn(command, args, { cwd: atRoot('.'), stdio: ['ignore', 'pipe', 'pipe'] })
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(part))
  return new Promise((resolve) => {
    const done = (passed) => {
      totals[passed ? 'passed' : 'failed']++
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      process.stdout.write(Buffer.concat(said))
      console.log(`${passed ? 'ok    ' : 'FAILED'} ${title} (${seconds} s)`)
      resolve()
    }
    child.on('error', (error) => {
      said.push(Buffer.from(`${error.message}\n`))
      done(false)
    })
    child.on('close', (status) => {
      done(status === 0)
    })
  })
}

async function vitest(title, args) {
  const folder = mkdtempSync(join(tmpdir(), 'afterpatch-test-'))
  const report = join(folder, 'report.json')
  console.log(`\n${title}`)
  const runner = spawn(
    bin('vitest'),
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
    { cwd: atRoot('.'), stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const status = await new Promise((resolve) => {
    runner.on('error', () => {
      resolve(-1)
    })
    runner.on('close', resolve)
  })
  try {
    const counts = JSON.parse(readFileSync(report, 'utf8'))
    totals.passed += counts.numPassedTests
    totals.failed += counts.numFailedTests
    totals.skipped += counts.numPendingTests + counts.numTodoTests
    // A file that does not even load has no failed test of its own.
    if (status !== 0 && counts.numFailedTests === 0) totals.failed++
    listSkipped(counts)
  } catch {
    console.log(`FAILED ${title}: the runner gave no report (exit ${String(status)})`)
    totals.failed++
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function listSkipped(counts) {
  const skipped = counts.testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === 'pending' || test.status === 'skipped')
  for (const test of skipped) console.log(`skipped: ${test.fullName}`)
}

for (const browser of ['chromium', 'firefox']) if (!ensureBrowser(browser)) totals.failed++

await check('build', process.execPath, [atRoot('scripts/build.mjs')])
// Side by side: the checks wait for one slow tool, the tests load files one by one.
await Promise.all([
  checks([
    ['lint', bin('eslint'), ['.', '--max-warnings=0']],
    ...['model', 'page', 'worker', 'node'].map((part) => [
      `types: ${part}`,
      bin('tsc'),
      ['-p', `tsconfig.${part}.json`],
    ]),
    [
      'types: kernels compile',
      process.execPath,
      ['-e', "import('./scripts/kernels.mjs').then(k => k.compileKernels())"],
    ],
    ['format', bin('prettier'), ['--check', '--log-level=warn', '.']],
    ['unused code', bin('knip'), []],
  ]),
  vitest('Unit and property tests', ['--project=unit']),
])
// Both wait for browsers most of the time.
await Promise.all([
  vitest('The page in real browsers', ['--project=browser']),
  vitest('What leaves the page, in real browsers', ['--project=privacy']),
])

console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
process.exit(totals.failed === 0 ? 0 : 1)
