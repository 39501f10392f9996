import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EndTimer } from '../../../../src/main/engine/faults/connection-end'

const START_MS = Date.UTC(2024, 4, 17)

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS })
})

afterEach(() => {
  vi.useRealTimers()
})

function openConnection() {
  const happened: string[] = []
  const timer = new EndTimer(Date.now, {
    reset: () => happened.push('reset'),
    halfOpen: () => happened.push('half-open'),
    close: (closeCode, reason) => happened.push(`close ${closeCode} ${reason}`),
  })
  return { timer, happened }
}

describe('EndTimer', () => {
  it.each([
    [{ kind: 'reset', afterMs: 500 }, 'reset'],
    [{ kind: 'half-open', afterMs: 500 }, 'half-open'],
    [{ kind: 'close', afterMs: 500, closeCode: 4321, reason: 'enough' }, 'close 4321 enough'],
  ] as const)('does %j once, when its time has come', (settings, expected) => {
    const { timer, happened } = openConnection()
    timer.configure(settings)
    vi.advanceTimersByTime(499)
    expect(happened).toEqual([])
    vi.advanceTimersByTime(1)
    expect(happened).toEqual([expected])
    vi.advanceTimersByTime(10_000)
    expect(happened).toEqual([expected])
  })

  it('counts from the opening, however late it is configured', () => {
    const { timer, happened } = openConnection()
    vi.advanceTimersByTime(300)
    timer.configure({ kind: 'reset', afterMs: 10_000 })
    timer.configure({ kind: 'half-open', afterMs: 1_000 })
    vi.advanceTimersByTime(699)
    expect(happened).toEqual([])
    vi.advanceTimersByTime(1)
    expect(happened).toEqual(['half-open'])
    vi.advanceTimersByTime(20_000)
    expect(happened).toEqual(['half-open'])
  })

  it('does at once, but not inside the call, what should have happened already', () => {
    const { timer, happened } = openConnection()
    vi.advanceTimersByTime(5_000)
    timer.configure({ kind: 'reset', afterMs: 1_000 })
    expect(happened).toEqual([])
    vi.advanceTimersByTime(0)
    expect(happened).toEqual(['reset'])
  })

  it('does not do again what happened, when it is told the same again', () => {
    const { timer, happened } = openConnection()
    const settings = { kind: 'close', afterMs: 100, closeCode: 4000, reason: 'a' } as const
    timer.configure(settings)
    vi.advanceTimersByTime(100)
    timer.configure({ ...settings })
    vi.advanceTimersByTime(1_000)
    expect(happened).toEqual(['close 4000 a'])
    timer.configure({ ...settings, reason: 'b' })
    vi.advanceTimersByTime(0)
    expect(happened).toEqual(['close 4000 a', 'close 4000 b'])
  })

  it('does again what is told otherwise: another code, another time, another end', () => {
    const { timer, happened } = openConnection()
    const settings = { kind: 'close', afterMs: 100, closeCode: 4000, reason: 'a' } as const
    timer.configure(settings)
    vi.advanceTimersByTime(100)
    timer.configure({ ...settings, closeCode: 4001 })
    vi.advanceTimersByTime(0)
    timer.configure({ ...settings, closeCode: 4001, afterMs: 150 })
    vi.advanceTimersByTime(50)
    timer.configure({ kind: 'reset', afterMs: 150 })
    vi.advanceTimersByTime(0)
    timer.configure({ kind: 'half-open', afterMs: 150 })
    vi.advanceTimersByTime(0)
    expect(happened).toEqual(['close 4000 a', 'close 4001 a', 'close 4001 a', 'reset', 'half-open'])
  })

  it('leaves alone who is told never, and who is gone', () => {
    const stays = openConnection()
    stays.timer.configure({ kind: 'reset', afterMs: 100 })
    stays.timer.configure({ kind: 'never' })
    const gone = openConnection()
    gone.timer.configure({ kind: 'reset', afterMs: 100 })
    gone.timer.end()
    gone.timer.configure({ kind: 'half-open', afterMs: 0 })
    expect(vi.getTimerCount()).toBe(0)
    vi.advanceTimersByTime(10_000)
    expect([...stays.happened, ...gone.happened]).toEqual([])
  })
})
