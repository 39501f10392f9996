import { afterEach, describe, expect, it, vi } from 'vitest'
import { SERIES_MAX, SeriesFeed } from '../../../../src/main/engine/feeds/series-feed'
import { FrameStore } from '../../../../src/main/engine/frames/frame-store'
import type { Line } from '../../../../src/shared/ipc/contract'
import { frameKind } from '../../../../src/shared/protocol/frame'
import { FakeClock } from '../../../support/fake-clock'

const MIB = 1024 * 1024
const START_MS = Date.UTC(2024, 0, 1)
const RECEIVED = frameKind('text', 'received')
const SENT = frameKind('text', 'sent')
const BUDGET_MS = 5

class Bench {
  readonly clock = new FakeClock(START_MS)
  /** What looking at the clock once costs: stands for the work between two looks. */
  lookCostMs = 0
  readonly store: FrameStore
  readonly feed: SeriesFeed
  changes = 0
  /** Frames are a millisecond apart. */
  private frameCount = 0

  constructor(memoryBytes?: number) {
    const limits = memoryBytes === undefined ? {} : { memoryBytes }
    this.store = new FrameStore({ now: () => START_MS + this.frameCount, limits })
    this.feed = new SeriesFeed(
      this.store,
      () => {
        this.clock.advance(this.lookCostMs)
        return this.clock.nowMs
      },
      () => this.changes++,
      () => undefined,
    )
  }

  receive(connectionId: number, message: unknown, kind = RECEIVED): void {
    this.frameCount++
    this.store.append(connectionId, kind, Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)))
  }

  receivePrices(connectionId: number, count: number): void {
    for (let i = 0; i < count; i++) this.receive(connectionId, { price: i })
  }

  add(...args: Parameters<SeriesFeed['add']>): number {
    const added = this.feed.add(...args)
    if (!added.ok) throw new Error(added.error.message)
    return added.value.id
  }

  /** @returns whether stored frames are still to be read */
  beat(budgetMs = BUDGET_MS): boolean {
    return this.feed.advance(this.clock.nowMs + budgetMs) === 'behind'
  }

  settle(): void {
    for (let beats = 0; this.beat(); beats++) if (beats > 10_000) throw new Error('It never catches up.')
  }

  /** A pixel a frame, so that every point is seen. */
  lines(seriesId: number): Line[] {
    return this.feed.columns([seriesId], START_MS, START_MS + this.frameCount + 1, this.frameCount + 1).lines
  }

  values(seriesId: number, key = ''): number[] {
    const line = this.lines(seriesId).find((each) => each.key === key)
    return [...(line?.values ?? [])].filter((value) => !Number.isNaN(value))
  }
}

describe('a series', () => {
  it('leaves out what the user cleared before it', () => {
    const bench = new Bench()
    for (const price of [1, 2, 3]) bench.receive(1, { price })
    bench.store.accounts.of(1).floorSeq = bench.store.endSeq
    bench.receive(1, { price: 4 })
    const id = bench.add(1, ['price'])
    bench.settle()
    expect(bench.values(id)).toEqual([4])
  })

  it('has what was there before it, then what comes', () => {
    const bench = new Bench()
    for (const price of [1, 2, 3]) bench.receive(1, { price })
    const id = bench.add(1, ['price'])
    expect(bench.values(id)).toEqual([])
    expect(bench.beat()).toBe(false)
    expect(bench.values(id)).toEqual([1, 2, 3])
    for (const price of [4, 5]) bench.receive(1, { price })
    bench.beat()
    expect(bench.values(id)).toEqual([1, 2, 3, 4, 5])
    expect(bench.lines(id)[0]).toMatchObject({ seriesId: id, key: '', last: 5, sampledOneIn: 1 })
  })

  it('has a point for each message where the field is a number, at the time it came', () => {
    const bench = new Bench()
    const id = bench.add(1, ['data', 0, 'price'])
    const messages = [
      { data: [{ price: 1 }] },
      'not JSON {',
      '',
      'null',
      '[]',
      { data: [] },
      { data: [{ price: '2.50' }] },
      { data: [{ price: 'n/a' }] },
      { data: [{ price: null }] },
      { data: [{ price: 4 }] },
    ]
    for (const message of messages) bench.receive(1, message)
    bench.beat()
    expect(bench.values(id)).toEqual([1, 2.5, 4])
    const { timesMs, lines } = bench.feed.columns([id], START_MS, START_MS + 12, 12)
    const pointTimes = [...timesMs].filter((_, at) => !Number.isNaN(lines[0]?.values[at]))
    expect(pointTimes).toEqual([1, 7, 10].map((ms) => START_MS + ms))
  })

  it('reads text that its own connection received, and nothing else', () => {
    const bench = new Bench()
    const id = bench.add(1, ['price'])
    bench.receive(1, { price: 1 })
    bench.receive(2, { price: 2 })
    bench.receive(1, { price: 3 }, SENT)
    bench.receive(1, { price: 4 }, frameKind('binary', 'received'))
    bench.receive(1, { price: 5 })
    bench.beat()
    expect(bench.values(id)).toEqual([1, 5])
  })

  it('is split into a line for each value of its key', () => {
    const bench = new Bench()
    const quotes: [unknown, number][] = [
      ['A', 1],
      ['B', 2],
      ['A', 3],
      [7, 4],
      [true, 5],
      [undefined, 6],
    ]
    for (const [symbol, price] of quotes) bench.receive(1, { symbol, price })
    const id = bench.add(1, ['price'], ['symbol'])
    bench.beat()
    expect(bench.lines(id).map(({ key, last }) => [key, last])).toEqual([
      ['A', 3],
      ['B', 2],
      ['7', 4],
      ['true', 5],
      ['undefined', 6],
    ])
    expect(bench.values(id, 'A')).toEqual([1, 3])
  })

  it('can be split later, and joined again: its lines are made anew from what is stored', () => {
    const bench = new Bench()
    for (const [symbol, price] of [
      ['A', 1],
      ['B', 2],
    ])
      bench.receive(1, { symbol, price })
    const id = bench.add(1, ['price'])
    bench.beat()
    const before = bench.feed.list()[0]
    expect(bench.feed.split(id, ['symbol']).ok).toBe(true)
    bench.receive(1, { symbol: 'A', price: 3 })
    bench.settle()
    const now = bench.feed.list()[0]
    expect(now).toEqual({ ...before, id: now?.id, keyPath: ['symbol'] })
    expect(bench.lines(id).map(({ key }) => key)).toEqual(['A', 'B'])
    expect(bench.values(id, 'A')).toEqual([1, 3])
    bench.feed.split(id, undefined)
    bench.settle()
    expect(bench.values(id)).toEqual([1, 2, 3])
  })

  it('is in a chart of its own unless it is told which', () => {
    const bench = new Bench()
    const first = bench.add(1, ['a'])
    const second = bench.add(1, ['b'])
    const joined = bench.add(1, ['c'], undefined, first)
    const charts = bench.feed.list().map(({ id, chartId }) => [id, chartId])
    expect(charts).toEqual([
      [first, first],
      [second, second],
      [joined, first],
    ])
  })

  it('is told of when it comes, is split and goes', () => {
    const bench = new Bench()
    const id = bench.add(1, ['a'])
    expect(bench.changes).toBe(1)
    bench.feed.split(id, ['b'])
    expect(bench.changes).toBe(2)
    bench.feed.remove(id)
    expect(bench.changes).toBe(3)
    expect(bench.feed.list()).toEqual([])
    expect(bench.lines(id)).toEqual([])
    expect(bench.feed.remove(id)).toMatchObject({ error: { code: 'ERR_NOT_FOUND' } })
    expect(bench.feed.split(id, undefined)).toMatchObject({ error: { code: 'ERR_NOT_FOUND' } })
  })

  it('goes with its connection', () => {
    const bench = new Bench()
    bench.add(1, ['a'])
    const other = bench.add(2, ['a'])
    bench.add(1, ['b'], ['c'])
    bench.feed.removeOf(1)
    expect(bench.feed.list().map(({ id }) => id)).toEqual([other])
  })

  it('is one of at most 64', () => {
    const bench = new Bench()
    for (let i = 0; i < SERIES_MAX; i++) bench.add(i, ['a'])
    expect(bench.feed.add(1, ['a'])).toMatchObject({ ok: false, error: { code: 'ERR_TOO_MANY' } })
    bench.feed.remove(1)
    expect(bench.feed.add(1, ['a']).ok).toBe(true)
  })

  it('goes on after frames that it had not read were evicted', () => {
    const bench = new Bench(5 * MIB)
    bench.receive(1, { price: 1 })
    const id = bench.add(1, ['price'])
    bench.receive(2, 'x'.repeat(4 * MIB))
    bench.receive(2, 'x'.repeat(4 * MIB))
    bench.receive(1, { price: 2 })
    expect(bench.store.firstSeq).toBeGreaterThan(1)
    bench.settle()
    expect(bench.values(id)).toEqual([2])
  })
})

describe('the budget of a beat', () => {
  it('is kept while old frames are read: the rest waits for the next beats, and all are read', () => {
    const bench = new Bench()
    bench.receivePrices(1, 200)
    const id = bench.add(1, ['price'])
    bench.lookCostMs = 1
    expect(bench.beat()).toBe(true)
    const readAtOnce = bench.values(id).length
    expect(readAtOnce).toBeGreaterThan(0)
    expect(readAtOnce).toBeLessThan(10)
    bench.settle()
    expect(bench.values(id)).toEqual(Array.from({ length: 200 }, (_, price) => price))
    expect(bench.lines(id)[0]?.sampledOneIn).toBe(1)
  })

  /** @returns the bench once it has learnt what a message costs to parse */
  function costly(messageCostMs: number) {
    const bench = new Bench()
    const id = bench.add(1, ['price'])
    bench.lookCostMs = messageCostMs
    for (let beats = 0; beats < 100; beats++) {
      bench.receivePrices(1, 1)
      bench.beat()
    }
    return { bench, id, seen: bench.values(id).length }
  }

  it('is kept when live frames cost more: one in n is read, and the series says so', () => {
    const { bench, id, seen } = costly(0.5)
    bench.receivePrices(1, 100)
    const startMs = bench.clock.nowMs
    expect(bench.beat(), 'it does not fall behind').toBe(false)
    const { sampledOneIn } = bench.lines(id)[0] as Line
    // 5 ms at 0.5 ms each are 10 of 100.
    expect(sampledOneIn).toBeGreaterThanOrEqual(9)
    expect(sampledOneIn).toBeLessThanOrEqual(12)
    expect(bench.values(id).length - seen).toBe(Math.ceil(100 / sampledOneIn))
    // Looking before and after each costs twice what was taken for a message.
    expect(bench.clock.nowMs - startMs).toBeLessThan(3 * BUDGET_MS)
  })

  it('is enough for every frame when they are few again, and the series says that', () => {
    const { bench, id, seen } = costly(0.5)
    bench.receivePrices(1, 100)
    bench.beat()
    const sampled = bench.values(id).length - seen
    bench.receivePrices(1, 3)
    bench.beat()
    expect(bench.lines(id)[0]?.sampledOneIn).toBe(1)
    expect(bench.values(id).length).toBe(seen + sampled + 3)
  })

  it('is not used up by frames of other connections, which are not parsed', () => {
    const { bench, id, seen } = costly(0.5)
    for (let i = 0; i < 5; i++) {
      bench.receivePrices(2, 200)
      bench.receive(1, { price: i })
    }
    bench.beat()
    expect(bench.lines(id)[0]?.sampledOneIn).toBe(1)
    expect(bench.values(id).length - seen).toBe(5)
  })
})

describe('series of one connection', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  function countParses(act: () => void): number {
    const parse = vi.spyOn(JSON, 'parse')
    act()
    const { length } = parse.mock.calls
    parse.mockRestore()
    return length
  }

  it('parse a message once for all of them', () => {
    const bench = new Bench()
    const ids = [bench.add(1, ['price']), bench.add(1, ['size']), bench.add(1, ['price'], ['symbol'])]
    bench.beat()
    const parses = countParses(() => {
      for (let i = 0; i < 10; i++) bench.receive(1, { symbol: 'A', price: i, size: -i })
      bench.beat()
    })
    expect(parses).toBe(10)
    for (const id of ids) expect(bench.lines(id)[0]?.last).toSatisfy((last: number) => Math.abs(last) === 9)
  })

  it('come together once a new one has caught up with those before it', () => {
    const bench = new Bench()
    bench.add(1, ['price'])
    bench.receivePrices(1, 50)
    bench.beat()
    const second = bench.add(1, ['price'])
    expect(
      countParses(() => bench.beat()),
      'what the first has read is read again',
    ).toBe(50)
    bench.receivePrices(1, 10)
    expect(countParses(() => bench.beat())).toBe(10)
    expect(bench.values(second)).toHaveLength(60)
  })

  it('of two connections parse each their own', () => {
    const bench = new Bench()
    const ids = [bench.add(1, ['price']), bench.add(2, ['price'])]
    bench.beat()
    const parses = countParses(() => {
      bench.receivePrices(1, 3)
      bench.receivePrices(2, 4)
      bench.beat()
    })
    expect(parses).toBe(7)
    expect(ids.map((id) => bench.values(id).length)).toEqual([3, 4])
  })

  it('that come together while they read old frames still read all that was there before the younger', () => {
    const bench = new Bench()
    bench.receivePrices(1, 2)
    bench.add(1, ['price'])
    bench.receivePrices(1, 300)
    const second = bench.add(1, ['price'])
    bench.lookCostMs = 1
    // No time but for one frame: both have read the first, and go on as one.
    bench.beat(0)
    expect(countParses(() => bench.beat(0))).toBe(1)
    bench.settle()
    expect(bench.values(second)).toHaveLength(302)
  })
})
