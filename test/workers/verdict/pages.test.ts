import { describe, expect, it } from 'vitest'
import { pagesOf } from '../../../workers/verdict/pages.js'
import { analysisInput, micros } from './build-table.js'

const PAGE = '/aspnet_client/x1.aspx'
const DISK = 'C:/inetpub/wwwroot/aspnet_client/x1.aspx'

describe('what is told of a page', () => {
  const input = analysisInput({
    rows: [
      { family: 'usn', time: '2021-03-01T00:00:00Z', action: 'File created', target: DISK },
      {
        family: 'iis-front',
        time: '2021-03-01T00:01:00Z',
        client: '203.0.113.9',
        action: 'POST',
        target: PAGE,
        status: 200,
      },
      {
        family: 'iis-front',
        time: '2021-03-01T00:02:00Z',
        client: '203.0.113.9',
        action: 'GET',
        target: PAGE,
        status: 200,
      },
      {
        family: 'iis-front',
        time: '2021-03-02T00:00:00Z',
        client: '203.0.113.7',
        action: 'GET',
        target: PAGE,
        status: 404,
      },
      { family: 'usn', time: '2021-03-01T12:00:00Z', action: 'File deleted', target: DISK },
      {
        family: 'iis-front',
        time: '2021-03-02T00:00:01Z',
        client: '203.0.113.7',
        action: 'GET',
        target: '/aspnet_client/guess.aspx',
        status: 404,
      },
      {
        family: 'iis-front',
        time: '2021-03-02T00:00:02Z',
        client: '203.0.113.7',
        action: 'GET',
        target: '/owa/auth/logon.aspx',
        status: 200,
      },
    ],
  })
  const pages = pagesOf(input, 'MAIL01')

  it('is its life on disk, what requests came to, and who asked', () => {
    expect(pages[0]).toMatchObject({
      page: PAGE,
      sent: 1,
      fetched: 1,
      failed: 0,
      missing: 1,
      firstAsked: micros('2021-03-01T00:01:00Z'),
      lastAsked: micros('2021-03-02T00:00:00Z'),
      lastAnswered: micros('2021-03-01T00:02:00Z'),
      actors: [
        { address: '203.0.113.9', requests: 2 },
        { address: '203.0.113.7', requests: 1 },
      ],
    })
    expect(pages[0]?.life.map(({ what }) => what)).toEqual(['came to be', 'deleted'])
  })

  it('stands behind those that are there where it was only asked for', () => {
    expect(pages.map(({ page }) => page)).toEqual([PAGE, '/aspnet_client/guess.aspx'])
  })

  it('is nothing on another host', () => {
    expect(pagesOf(input, 'ELSEWHERE')).toEqual([])
  })
})
