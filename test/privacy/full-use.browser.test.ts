import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium, type ChromiumDriver } from '../browser/chromium.js'
import { waitInFrame } from '../browser/driver.js'
import { PAGE_URL } from '../page/headless.js'

let driver: ChromiumDriver
beforeAll(async () => {
  driver = await launchChromium()
})
afterAll(() => driver.close())

it('a full use of the page asks for nothing but the file itself', async () => {
  const asked: string[] = []
  driver.page.on('request', (request) => asked.push(request.url()))
  const complaints: string[] = []
  driver.page.on('console', (message) => complaints.push(message.text()))
  driver.page.on('pageerror', (error) => complaints.push(error.message))

  await driver.open(PAGE_URL)
  await waitInFrame(driver, 'return document.querySelector("#open-demo") !== null')
  await driver.click('#open-demo')
  await waitInFrame(driver, 'return document.documentElement.dataset.stage === "done"')
  await waitInFrame(driver, 'return document.querySelector(".raw-line") !== null')
  await driver.click('#open-share')
  await waitInFrame(driver, 'return document.querySelector("#save-bundle:not(:disabled)") !== null')
  const saved = driver.page.waitForEvent('download')
  await driver.click('#save-bundle')
  await saved

  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter((url) => !/^(?:file|blob|data):/.test(url))).toEqual([])
  expect(asked.filter((url) => url.startsWith('file:'))).toEqual([PAGE_URL])
  expect(complaints).toEqual([])
})
