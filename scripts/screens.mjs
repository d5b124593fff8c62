/**
 * `npm run screens`: every view of the demo at a desk's and a phone's size, one contact sheet a theme
 * in docs/screens/. Opens dist/index.html as it was built. With `--each FOLDER` every picture is kept
 * in full size as well.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { findBrowser } from './browsers.mjs'
import { atRoot } from './root.mjs'

const SIZES = [
  { name: 'desk', width: 1440, height: 900, shown: 460 },
  { name: 'phone', width: 390, height: 844, shown: 180 },
]
const SHEET_COLUMNS = 3
/** A contact sheet is looked at in a listing of files: larger ones would weigh on every clone. */
const MAX_SHEET_BYTES = 1_500_000

const { values: options } = parseArgs({
  options: { each: { type: 'string' }, file: { type: 'string' }, sizes: { type: 'string' } },
})
/** Other sizes, to look at and not for the sheet: `--sizes 320x640,2560x1440`. */
const others = (options.sizes ?? '')
  .split(',')
  .filter((text) => /^\d+x\d+$/.test(text))
  .map((text) => ({ name: text, width: parseInt(text, 10), height: Number(text.split('x')[1]) }))
const sizes = others.length > 0 ? others : SIZES

async function openCase(page) {
  await page.goto(pathToFileURL(atRoot('dist/index.html')).href)
  const frame = await (await page.waitForSelector('#app')).contentFrame()
  await frame.waitForSelector('#open-demo')
  return frame
}

/** Rows come from a worker after the view stands: a picture is taken when no text says that it waits. */
async function settled(frame) {
  await frame
    .waitForFunction(
      () => !/(Counting|Reading|Looking|Loading|Drawing)[^.]* …/.test(document.body.innerText),
      {
        timeout: 15_000,
      },
    )
    .catch(() => console.warn('still waiting for something; taken as it stands'))
  await frame.evaluate(() => new Promise((done) => setTimeout(done, 400)))
}

async function take(page, shots, view, colorScheme) {
  for (const size of sizes) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    const frame = await (await page.waitForSelector('#app')).contentFrame()
    await settled(frame)
    await frame.evaluate(() => document.documentElement.scrollTo(0, 0))
    const sideways = await frame.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    if (sideways > 0)
      console.warn(`${view} at ${size.width}: the page is ${sideways} pixels too wide`)
    const picture = await page.screenshot()
    shots.push({ view, size, picture })
    if (options.each)
      await writeFile(`${options.each}/${colorScheme}-${view}-${size.name}.png`, picture)
  }
}

async function theme(browser, colorScheme) {
  const page = await browser.newPage({ viewport: SIZES[0], colorScheme })
  const shots = []
  const frame = await openCase(page)
  await take(page, shots, 'drop', colorScheme)
  await page.setViewportSize(SIZES[0])
  if (options.file) await frame.setInputFiles('input[type=file]', options.file)
  else await frame.click('#open-demo')
  await frame.waitForFunction(() => document.documentElement.dataset.stage === 'done', {
    timeout: 300_000,
  })
  await frame.waitForSelector('.raw-line')
  const tabs = await frame.$$eval('.tabs .tab', (all) => all.map(({ id }) => id))
  for (const id of [...tabs, 'open-share', 'open-privacy']) {
    await frame.click(`#${id}`)
    await take(page, shots, id.replace(/^(tab|open)-/, ''), colorScheme)
  }
  await page.close()
  return shots
}

/** One picture of all: the page at the desk and on the phone side by side, with the view's name. */
async function contactSheet(browser, colorScheme, shots) {
  const [paper, ink] = colorScheme === 'dark' ? ['#000', '#eee'] : ['#ccc', '#111']
  const views = [...new Set(shots.map(({ view }) => view))]
  const figure = (view) =>
    `<figure><figcaption>${view}</figcaption>${shots
      .filter((shot) => shot.view === view)
      .map(
        ({ picture, size }) =>
          `<img width="${size.shown}" src="data:image/png;base64,${picture.toString('base64')}">`,
      )
      .join('')}</figure>`
  const page = await browser.newPage({ viewport: { width: 2040, height: 900 } })
  await page.setContent(
    `<style>body{margin:0;padding:12px;background:${paper};color:${ink};font:600 15px system-ui;
    display:grid;grid-template-columns:repeat(${SHEET_COLUMNS},max-content);gap:12px}
    figure{margin:0}figcaption{padding:2px 0 4px}img{vertical-align:top;margin-right:6px}</style>
    ${views.map(figure).join('')}`,
  )
  const sheet = await page.screenshot({ fullPage: true })
  await page.close()
  const path = atRoot(`docs/screens/${colorScheme}.png`)
  await writeFile(path, sheet)
  console.log(`docs/screens/${colorScheme}.png  ${(sheet.length / 1024).toFixed(0)} KiB`)
  if (sheet.length > MAX_SHEET_BYTES)
    throw new Error(`the sheet is above ${MAX_SHEET_BYTES} bytes: show the pictures smaller`)
}

await readFile(atRoot('dist/index.html')).catch(() => {
  throw new Error('dist/index.html is not there: run `npm run build` first')
})
const executablePath = findBrowser('chromium')
if (!executablePath) throw new Error('no Chromium on this system')
await mkdir(atRoot('docs/screens'), { recursive: true })
if (options.each) await mkdir(options.each, { recursive: true })
const browser = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  for (const colorScheme of ['light', 'dark']) {
    const shots = await theme(browser, colorScheme)
    if (!options.file && others.length === 0) await contactSheet(browser, colorScheme, shots)
  }
} finally {
  await browser.close()
}
