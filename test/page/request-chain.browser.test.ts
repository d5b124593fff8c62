import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plain } from '../../src/model/plain.js'
import type { ChromiumDriver } from '../browser/chromium.js'
import { waitInFrame } from '../browser/driver.js'
import { launchChromium, PAGE_URL, scratch } from './headless.js'
import { asZip } from './small-server.js'

const DONE = 'return document.documentElement.dataset.stage === "done"'
const EXCHANGE = 'C/Program Files/Microsoft/Exchange Server/V15/Logging'
const ID = '252668e2-7a51-43fd-a2d1-633ff6723d24'
const OTHER = 'e0053a70-11ba-4306-a8eb-b295ef1725b1'

const IIS = [
  '#Software: Microsoft Internet Information Services 10.0',
  '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status',
  `2021-02-28 03:14:02 10.0.0.5 POST /ecp/y.js &CorrelationID=<empty>;&cafeReqId=${ID}; 443 - 203.0.113.41 x 200`,
  `2021-02-28 03:14:05 10.0.0.5 GET /owa/ &CorrelationID=<empty>;&cafeReqId=${OTHER}; 443 - 192.0.2.9 x 302`,
]
const PROXY = [
  '#Software: Microsoft Exchange Server',
  '#Version: 15.01.2106.002',
  '#Log-type: HttpProxy Logs',
  '#Fields: DateTime,RequestId,Protocol,UrlStem,AuthenticatedUser,AnchorMailbox,UserAgent,ClientIpAddress,ServerHostName,HttpStatus,Method',
  plain(
    `2021-02-28T03:14:02.118Z,${ID},Ecp,/ecp/y.js,,Server¦Info~a]@mx01.example:444/EWS/Exchange.asmx?#,x,203.0.113.41,MX01,200,POST`,
  ),
]
const EWS = [
  '#Software: Microsoft Exchange Server',
  '#Version: 15.01.2106.002',
  '#Log-type: EWS Logs',
  '#Fields: DateTime,RequestId,AuthenticatedUser,UserAgent,ClientIpAddress,ServerHostName,SoapAction,HttpStatus,ImpersonatedUser',
  `2021-02-28T03:14:01.000Z,${OTHER},EX\\anna,x,10.1.1.1,MX01,GetFolder,200,`,
  `2021-02-28T03:14:02.100Z,${ID},EX\\MX01$,x,203.0.113.41,MX01,ExportItems,200,boss@mx01.example`,
]
const FILES = new Map(
  Object.entries({
    'C/inetpub/logs/LogFiles/W3SVC1/u_ex210228.log': IIS,
    [`${EXCHANGE}/HttpProxy/Ecp/HttpProxy_2021022803-1.LOG`]: PROXY,
    [`${EXCHANGE}/Ews/Ews_2021022803-1.LOG`]: EWS,
  }).map(([path, lines]) => [path, Buffer.from(`${lines.join('\r\n')}\r\n`)]),
)

let driver: ChromiumDriver

beforeAll(async () => {
  driver = await launchChromium()
  const disk = await scratch()
  await driver.open(PAGE_URL)
  await waitInFrame(driver, 'return document.querySelector("#pick-files") !== null')
  await driver.setFiles('#pick-files', [await disk.write('chain.zip', await asZip(FILES))])
  await waitInFrame(driver, DONE)
})
afterAll(() => driver.close())

describe('a finding’s record', () => {
  it('stands beside the records of its request in the other logs, each with its raw text', async () => {
    const said = await waitInFrame<string>(
      driver,
      'const part = document.querySelector(".chain"); return part?.ariaBusy === "false" && part.innerText',
    )
    expect(said).toMatch(/2 records of it in 2 other logs of this server within 5 minutes/)
    expect(said).toContain(ID)
    const links = await driver.inFrame<string[]>(
      'return [...document.querySelectorAll(".chain summary")].map((link) => link.innerText)',
    )
    expect(links).toHaveLength(2)
    expect(links.join('\n')).toMatch(/EWS \(back end\).*ExportItems boss@mx01.example 200/)
    await (await driver.frame()).click('.chain details:has-text("EWS") summary')
    const raw = await driver.inFrame<string>(
      'return document.querySelector(".chain details[open]").innerText',
    )
    expect(raw).toContain('Ews_2021022803-1.LOG : line 6')
    expect(raw).toContain(EWS[5])
    expect(raw).not.toContain(OTHER)
  })
})
