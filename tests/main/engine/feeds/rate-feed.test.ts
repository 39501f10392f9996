import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Membership } from '../../../../src/main/engine/feeds/membership'
import { RateFeed } from '../../../../src/main/engine/feeds/rate-feed'
import { FrameStore } from '../../../../src/main/engine/frames/frame-store'
import type { Pulse } from '../../../../src/shared/ipc/contract'
import { frameKind } from '../../../../src/shared/protocol/frame'

const RECEIVED = frameKind('text', 'received')
const SENT = frameKind('text', 'sent')
const EVENT = frameKind('event', 'received')
const [CONNECTION, OTHER, SERVER, PEER, IDLE] = [1, 2, 10, 11, 12] as const
const START_MS = Date.UTC(2024, 0, 1)

describe('rates', () => {
  let store: FrameStore
  let rates: RateFeed
  let pulses: Pulse[]
  let connectionIds: number[]
  /** By how much the engine's clock is ahead of its timers: the loop was late. */
  let lateMs: number

  beforeEach(() => {
    vi.useFakeTimers({ now: START_MS })
    lateMs = 0
    const now = () => Date.now() + lateMs
    store = new FrameStore({ now })
    const membership = new Membership()
    membership.join(SERVER, PEER)
    pulses = []
    connectionIds = [CONNECTION, OTHER]
    const sources = { connectionIds: () => connectionIds, serverIds: () => [SERVER, IDLE] }
    rates = new RateFeed(store, membership, sources, now, (pulse) => pulses.push(pulse))
  })

  afterEach(() => {
    rates.dispose()
    vi.useRealTimers()
  })

  /** So many frames a second of so many bytes, evenly. */
  function run(seconds: number, each: Record<number, { rate: number; bytes: number; kind?: number }>): void {
    for (let ms = 0; ms < seconds * 1_000; ms += 50) {
      for (const [id, { rate, bytes, kind = RECEIVED }] of Object.entries(each)) {
        for (let i = 0; i < rate / 20; i++) store.append(Number(id), kind, Buffer.alloc(bytes))
      }
      vi.advanceTimersByTime(50)
    }
  }

  it('are the mean of the last second, both directions together', () => {
    run(2, { [CONNECTION]: { rate: 100, bytes: 10 } })
    run(2, { [CONNECTION]: { rate: 200, bytes: 10 }, [OTHER]: { rate: 40, bytes: 5, kind: SENT } })
    const { total, connections } = pulses.at(-1) as Pulse
    expect(total).toEqual({ messagesPerSecond: 240, bytesPerSecond: 2_200 })
    expect(connections).toEqual({
      [CONNECTION]: { messagesPerSecond: 200, bytesPerSecond: 2_000 },
      [OTHER]: { messagesPerSecond: 40, bytesPerSecond: 200 },
    })
  })

  it('of a server are those of its peers', () => {
    run(2, { [PEER]: { rate: 60, bytes: 1 } })
    const { servers, connections } = pulses.at(-1) as Pulse
    expect(servers).toEqual({ [SERVER]: { messagesPerSecond: 60, bytesPerSecond: 60 } })
    expect(connections).toEqual({})
  })

  it('do not count events, which are not of the wire', () => {
    run(2, { [CONNECTION]: { rate: 100, bytes: 10, kind: EVENT } })
    expect(rates.pulse().total.messagesPerSecond).toBe(0)
    expect(pulses).toEqual([])
  })

  it('are told twice a second while anything moves, once more when it rests, then no more', () => {
    vi.advanceTimersByTime(5_000)
    expect(pulses).toHaveLength(0)
    run(3, { [CONNECTION]: { rate: 20, bytes: 1 } })
    expect(pulses).toHaveLength(6)
    vi.advanceTimersByTime(10_000)
    const told = pulses.slice(6).map(({ total }) => total.messagesPerSecond)
    expect(told.length).toBeLessThanOrEqual(3)
    expect(told.at(-1)).toBe(0)
    expect(told.slice(0, -1).every((rate) => rate > 0)).toBe(true)
  })

  it('come with how late the loop was at worst, and how much memory the process has', () => {
    run(1, { [CONNECTION]: { rate: 20, bytes: 1 } })
    lateMs = 180
    run(0.25, { [CONNECTION]: { rate: 20, bytes: 1 } })
    run(0.25, { [CONNECTION]: { rate: 20, bytes: 1 } })
    expect(pulses.at(-1)?.loopDelayMs).toBeCloseTo(180)
    expect(pulses.at(-1)?.processBytes).toBeGreaterThan(1024 * 1024)
    run(0.5, { [CONNECTION]: { rate: 20, bytes: 1 } })
    expect(pulses.at(-1)?.loopDelayMs).toBeCloseTo(0)
  })

  it('come with what the store holds and how far back it goes', () => {
    expect(rates.pulse().storage).toMatchObject({ memoryBytes: 0, oldestTimeMs: undefined })
    run(0.5, { [CONNECTION]: { rate: 20, bytes: 1 } })
    expect(pulses.at(-1)?.storage).toEqual(store.state())
    expect(store.state().memoryBytes).toBeGreaterThan(0)
  })

  it('over time are read as columns of the span that was asked for', () => {
    run(2, { [CONNECTION]: { rate: 100, bytes: 10 }, [PEER]: { rate: 20, bytes: 1, kind: SENT } })
    const read = (scope: Parameters<RateFeed['columns']>[0], fromMs = START_MS, toMs = START_MS + 2_000) => {
      const { timesMs, lines } = rates.columns(scope, fromMs, toMs, 100)
      return lines.map(({ key, values, last }) => {
        expect(values).toHaveLength(timesMs.length)
        return { key, last, values: [...values].filter((value) => !Number.isNaN(value)) }
      })
    }
    const [count, bytes, sent] = read({ kind: 'all' })
    expect(count).toEqual({ key: 'received messages/s', last: 100, values: Array(7).fill(100) })
    expect(bytes).toMatchObject({ key: 'received bytes/s', last: 1_000 })
    expect(sent).toMatchObject({ key: 'sent messages/s', last: 20 })
    expect(read({ kind: 'connection', id: CONNECTION })[2]?.last).toBe(0)
    expect(read({ kind: 'server', id: SERVER })[2]?.last).toBe(20)
    expect(read({ kind: 'all' }, START_MS - 9_000, START_MS - 5_000)[0]?.values).toEqual([])
    expect(read({ kind: 'connection', id: 99 })).toEqual([])
  })

  it('are not changed by clearing', () => {
    run(1, { [CONNECTION]: { rate: 100, bytes: 10 } })
    Object.assign(store.accounts.of(CONNECTION), { received: 0, stored: 0 })
    run(1, { [CONNECTION]: { rate: 100, bytes: 10 } })
    expect(pulses.at(-1)?.total.messagesPerSecond).toBe(100)
  })

  it('of what is removed are forgotten', () => {
    run(1, { [CONNECTION]: { rate: 100, bytes: 10 } })
    connectionIds = [OTHER]
    run(0.5, { [OTHER]: { rate: 100, bytes: 10 } })
    expect(Object.keys(pulses.at(-1)?.connections ?? {})).toEqual([String(OTHER)])
    expect(rates.columns({ kind: 'connection', id: CONNECTION }, START_MS, START_MS + 1_000, 10).lines).toEqual([])
  })

  it('are sampled no more once disposed of', () => {
    rates.dispose()
    expect(vi.getTimerCount()).toBe(0)
  })
})
