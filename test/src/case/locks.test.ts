import { describe, expect, it } from 'vitest'
import { Locks } from '../../../src/case/locks.js'
import type { PasswordWanted } from '../../../src/case/session.js'
import type { ScanTask, Unlocked } from '../../../workers/protocol.js'

const NOT: Unlocked = { password: null, doubtful: false, reason: '' }
const OPENS: Unlocked = { ...NOT, password: Uint8Array.of(1) }
const DOUBTFUL: Unlocked = { ...OPENS, doubtful: true }

const task = (index: number, evidence = 0): ScanTask =>
  ({
    entry: { index, evidence, path: `e${String(index)}` },
    file: new File([], 'x'),
  }) as unknown as ScanTask

/** `opens`: which password opens an entry, by its index. */
function locksOf(
  opens: (index: number, password: string) => Unlocked,
  how: { passwords?: readonly string[]; ask?: boolean } = {},
) {
  const opened: number[] = []
  const left: [number, string][] = []
  const tried: string[] = []
  let wanted: PasswordWanted | null = null
  let asked: () => void = () => undefined
  const locks = new Locks(
    {
      tryOn: (tasks, password) => {
        tried.push(...tasks.map(({ entry }) => `${password}@${String(entry.index)}`))
        return Promise.resolve(tasks.map(({ entry }) => opens(entry.index, password)))
      },
      opened: (tasks) => opened.push(...tasks.map(({ entry }) => entry.index)),
      left: ({ entry }, reason) => left.push([entry.index, reason]),
      wanted: (now) => {
        wanted = now
        if (now && !now.checking) asked()
      },
      evidenceName: ({ entry }) => `evidence ${String(entry.evidence)}`,
      ask: how.ask ?? true,
    },
    how.passwords ?? [],
  )
  /** Until it asks. */
  const question = () =>
    new Promise<PasswordWanted | null>((resolve) => {
      asked = () => {
        resolve(wanted)
      }
    })
  return { locks, opened, left, tried, question, wanted: () => wanted }
}

describe('passwords of encrypted entries', () => {
  it('asks for nothing where nothing is locked', async () => {
    const { locks, wanted } = locksOf(() => NOT)
    await locks.settle()
    expect(wanted()).toBeNull()
  })

  it('tries what is known beforehand on every entry, and asks for the rest only', async () => {
    const { locks, opened, question } = locksOf(
      (index, password) => (password === `p${String(index)}` ? OPENS : NOT),
      { passwords: ['p0', 'p2', 'p0', ''] },
    )
    locks.add([task(0), task(1), task(2)])
    const asking = question()
    const settled = locks.settle()
    expect(await asking).toMatchObject({ evidence: 'evidence 0', entries: 1, wrong: false })
    locks.give('p1')
    await settled
    expect(opened).toEqual([0, 2, 1])
  })

  it('says that a password is wrong, and asks again', async () => {
    const { locks, opened, question, wanted } = locksOf((_, password) =>
      password === 'right' ? OPENS : NOT,
    )
    locks.add([task(0)])
    let asking = question()
    const settled = locks.settle()
    await asking
    asking = question()
    locks.give('wrong')
    expect((await asking)?.wrong).toBe(true)
    locks.give('right')
    await settled
    expect(opened).toEqual([0])
    expect(wanted()).toBeNull()
  })

  it('going on without leaves the entries of that evidence only', async () => {
    const { locks, left, opened, question } = locksOf((index) => (index === 1 ? OPENS : NOT))
    locks.add([task(0, 0), task(1, 1)])
    let asking = question()
    const settled = locks.settle()
    await asking
    asking = question()
    locks.give(null)
    expect((await asking)?.evidence).toBe('evidence 1')
    locks.give('p')
    await settled
    expect(left).toEqual([[0, 'encrypted: no password given']])
    expect(opened).toEqual([1])
  })

  it('an entry that does not read counts as damaged where the same password opens another', async () => {
    const alone = locksOf(() => DOUBTFUL, { passwords: ['p'], ask: false })
    alone.locks.add([task(0)])
    await alone.locks.settle()
    expect(alone.left).toEqual([[0, 'encrypted: no password that was given opens it']])
    const beside = locksOf((index) => (index === 0 ? DOUBTFUL : OPENS), { passwords: ['p'] })
    beside.locks.add([task(0), task(1)])
    await beside.locks.settle()
    expect(beside.opened).toEqual([1, 0])
  })

  it('an entry that no password can open keeps its own reason', async () => {
    const { locks, left } = locksOf(() => ({ ...NOT, reason: 'strong encryption' }), {
      passwords: ['p'],
    })
    locks.add([task(0)])
    await locks.settle()
    expect(left).toEqual([[0, 'strong encryption']])
  })

  it('takes entries that come while it waits, and tries what opened others on them', async () => {
    const { locks, opened, question } = locksOf((_, password) => (password === 'p' ? OPENS : NOT))
    locks.add([task(0)])
    let asking = question()
    const settled = locks.settle()
    await asking
    asking = question()
    locks.add([task(1)])
    expect((await asking)?.entries).toBe(2)
    locks.give('p')
    await settled
    expect(opened).toEqual([0, 1])
    locks.add([task(2)])
    await locks.settle()
    expect(opened).toEqual([0, 1, 2])
  })

  it('closing leaves everything and ends the wait', async () => {
    const { locks, left, question } = locksOf(() => NOT)
    locks.add([task(0)])
    const asking = question()
    const settled = locks.settle()
    await asking
    locks.close()
    await settled
    expect(left).toEqual([[0, 'encrypted: no password given']])
  })
})
