import { describe, expect, it } from 'vitest'
import { allocateColumns, FLAG_NOISE, type EventTable } from '../../../src/model/event-table.js'
import { density } from '../../../workers/table/density.js'

function tableOf(times: readonly number[], noise: readonly number[]): EventTable {
  const columns = allocateColumns(times.length)
  columns.length = times.length
  columns.time.set(times)
  for (const row of noise) columns.flags[row] = FLAG_NOISE
  const empty = { entry: new Uint32Array(times.length), host: new Uint16Array(times.length) }
  return { ...columns, ...empty, strings: [''], hosts: [''] }
}

describe('density', () => {
  it('counts every event of the stretch once, noise apart, and none outside or without a time', () => {
    const table = tableOf([0, 10, 10, 19, 20, 39, 40, NaN], [1])
    const result = density(table, 10, 40, 3)
    expect([...result.events]).toEqual([3, 1, 1])
    expect([...result.noise]).toEqual([1, 0, 0])
  })

  it('gives empty bins for an empty stretch', () => {
    expect([...density(tableOf([5], []), 100, 200, 2).events]).toEqual([0, 0])
  })
})
