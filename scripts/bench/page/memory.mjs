/** What a case may take of the renderer's memory, and what one took. */
import { dropUntil, launch, openPage, peakMemory } from './browser.mjs'

const FIXED = 400e6
const A_ROW = 60
const A_TEXT_BYTE = 2

/** Peak of an empty page's renderers, in bytes. */
export async function emptyPeak() {
  const browser = await launch()
  try {
    const page = await browser.newPage()
    await page.goto('about:blank')
    return await peakMemory(browser)
  } finally {
    await browser.close()
  }
}

/** One case in a browser of its own: times since the drop, rows and texts held, peak in bytes. */
export async function openCase(zip) {
  const browser = await launch()
  try {
    const { frame } = await openPage(browser)
    const times = await dropUntil(frame, zip, 'judged')
    const peak = await peakMemory(browser)
    await frame.click('.tabs button:has-text("Coverage")')
    const held = await frame.evaluate(() => {
      const { rows, text } = document.querySelector('#held').dataset
      return { rows: Number(rows), text: Number(text) }
    })
    return { ...times, ...held, peak }
  } finally {
    await browser.close()
  }
}

export function allowed({ rows, text }) {
  return FIXED + A_ROW * rows + A_TEXT_BYTE * text
}

export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`
