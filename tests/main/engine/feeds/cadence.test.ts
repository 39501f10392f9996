import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BEAT_MS, Cadence } from '../../../../src/main/engine/feeds/cadence'

describe('the cadence', () => {
  let beats = 0
  let rests = 0
  /** How many of the next beats leave something to do. */
  let workLeft = 0
  let cadence: Cadence

  beforeEach(() => {
    vi.useFakeTimers()
    beats = rests = workLeft = 0
    cadence = new Cadence(
      () => {
        beats++
        return workLeft-- > 0
      },
      () => rests++,
    )
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  it('does not beat until it is woken', () => {
    vi.advanceTimersByTime(1_000)
    expect([beats, rests, vi.getTimerCount()]).toEqual([0, 0, 0])
  })

  it('beats once, however often it is woken, and then rests', () => {
    for (let i = 0; i < 100; i++) cadence.wake()
    expect(beats, 'not at once').toBe(0)
    vi.advanceTimersByTime(BEAT_MS)
    expect([beats, rests]).toEqual([1, 1])
    vi.advanceTimersByTime(1_000)
    expect([beats, vi.getTimerCount()]).toEqual([1, 0])
  })

  it('beats on while there is something to do, at most 60 times a second', () => {
    workLeft = 1_000
    cadence.wake()
    for (let ms = 0; ms < 1_000; ms++) {
      vi.advanceTimersByTime(1)
      cadence.wake()
    }
    expect(beats).toBeLessThanOrEqual(Math.ceil(1_000 / BEAT_MS))
    expect(beats).toBeGreaterThan(55)
    expect(rests).toBe(0)
  })

  it('rests when the work is done, and beats again when it is woken again', () => {
    workLeft = 3
    cadence.wake()
    vi.advanceTimersByTime(1_000)
    expect([beats, rests]).toEqual([4, 1])
    cadence.wake()
    vi.advanceTimersByTime(1_000)
    expect([beats, rests]).toEqual([5, 2])
  })

  it('never beats again once it is disposed of', () => {
    cadence.wake()
    cadence.dispose()
    vi.advanceTimersByTime(1_000)
    const atRest = new Cadence(
      () => beats++ > 0,
      () => {},
    )
    atRest.dispose()
    atRest.wake()
    vi.advanceTimersByTime(1_000)
    expect([beats, vi.getTimerCount()]).toEqual([0, 0])
  })
})
