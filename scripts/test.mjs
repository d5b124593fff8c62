/**
 * `npm test`: sets up, then type checks, lint, format, knip, build, unit, property and real-browser
 * tests. The last line sums all runners; a runner that crashes counts as failed.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePackages } from './setup.mjs'
import { ensureBrowser } from './browsers.mjs'
import { atRoot } from './root.mjs'

ensurePackages()

const totals = { passed: 0, failed: 0, skipped: 0 }
const bin = (name) => atRoot(`node_modules/.bin/${name}`)

function check(title, command, args) {
  const started = Date.now()
  const { status, error } = spawnSync(command, args, {
    cwd: atRoot('.'),
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const passed = status === 0 && !error
  totals[passed ? 'passed' : 'failed']++
  console.log(
    `${passed ? 'ok    ' : 'FAILED'} ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
  )
  return passed
}

function vitest(title, args) {
  const folder = mkdtempSync(join(tmpdir(), 'afterpatch-test-'))
  const report = join(folder, 'report.json')
  console.log(`\n${title}`)
  const { status } = spawnSync(
    bin('vitest'),
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
    { cwd: atRoot('.'), stdio: ['ignore', 'inherit', 'inherit'] },
  )
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

for (const part of ['model', 'page', 'worker', 'node']) {
  check(`types: ${part}`, bin('tsc'), ['-p', `tsconfig.${part}.json`])
}
check('types: kernels compile', process.execPath, [
  '-e',
  "import('./scripts/kernels.mjs').then(k => k.compileKernels())",
])
check('lint', bin('eslint'), ['.', '--max-warnings=0'])
check('format', bin('prettier'), ['--check', '--log-level=warn', '.'])
check('unused code', bin('knip'), [])
check('build', process.execPath, [atRoot('scripts/build.mjs')])
vitest('Unit and property tests', ['--project=unit'])
vitest('Tests in real browsers', ['--project=browser'])

console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
process.exit(totals.failed === 0 ? 0 : 1)
