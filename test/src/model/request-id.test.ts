import { describe, expect, it } from 'vitest'
import { requestIds } from '../../../src/model/request-id.js'

const ID = '252668e2-7a51-43fd-a2d1-633ff6723d24'
const OTHER = 'e0053a70-11ba-4306-a8eb-b295ef1725b1'

describe('the ids of a request', () => {
  it.each([
    [
      'IIS',
      `2021-02-28 03:14:02 10.0.0.5 POST /ecp/y.js &CorrelationID=<empty>;&cafeReqId=${ID};&encoding=; 443`,
    ],
    ['HttpProxy and EWS', `2021-02-28T03:14:02.118Z,${ID},15,1,2106,2,,Ecp,mail.example,/ecp/y.js`],
    ['remote PowerShell', `2023-01-11T01:01:19.898Z,2023-01-11T01:01:19.882Z,${ID},,15,1`],
    ['quoted cells', `"2021-02-28T03:14:02.118Z","${ID}","15"`],
    [
      'the control panel',
      `2023-01-11T00:02:33.966Z,EX1,ECP.Request,S:TIME=13;S:REQID=${ID};S:URL=/ecp/`,
    ],
    ['upper case', `2021-02-28T03:14:02.118Z,${ID.toUpperCase()},15,1`],
  ])('stand in a record of %s', (_, text) => {
    expect(requestIds(text)).toEqual([ID])
  })

  it('are those that Exchange appended where a client sent some of its own', () => {
    const query = Array.from({ length: 9 }, () => `cafeReqId=${OTHER}`).join('&')
    expect(requestIds(`2021-02-28 03:14:02 GET /owa/ ${query}&cafeReqId=${ID};`)).toContain(ID)
  })

  it('are none where a record names none, or only zeros', () => {
    const zero = ID.replace(/[0-9a-f]/g, '0')
    expect(requestIds('2021-02-28 03:14:02 10.0.0.5 GET / - 443')).toEqual([])
    expect(requestIds(`2021-02-28T03:14:02.118Z,${zero},15`)).toEqual([])
    expect(requestIds(`2021-02-28T03:14:02.118Z,EX1,text ${ID}`)).toEqual([])
  })

  it('are told at once of the longest records', () => {
    const started = performance.now()
    for (const crumb of ['cafeReqId=', '2021-02-28T03:14:02.118Z,', ID, '"', '-']) {
      requestIds(crumb.repeat(200_000))
    }
    expect(performance.now() - started).toBeLessThan(500)
  })
})
