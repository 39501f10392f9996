import { describe, expect, it } from 'vitest'
import { LogFeed } from '../../../../src/main/engine/feeds/log-feed'
import type { RowWindow } from '../../../../src/main/engine/feeds/log-view'
import { Membership } from '../../../../src/main/engine/feeds/membership'
import type { RowReaders } from '../../../../src/main/engine/feeds/row-readers'
import { ClearedRows } from '../../../../src/main/engine/frames/cleared-rows'
import { FrameStore } from '../../../../src/main/engine/frames/frame-store'
import { everything, type Filter } from '../../../../src/shared/filter/filter'
import { type LogWindow, unpackLogWindow, VIEWS_MAX } from '../../../../src/shared/ipc/log-window'
import type { Scope } from '../../../../src/shared/protocol/feed'
import { type FrameKind, frameKind } from '../../../../src/shared/protocol/frame'
import { FakeClock } from '../../../support/fake-clock'

const MIB = 1024 * 1024
const RECEIVED = frameKind('text', 'received')
const SENT = frameKind('text', 'sent')
const ALL: Scope = { kind: 'all' }
const FOLLOW: RowWindow = { firstRow: 0, rowCount: 10, follow: true }
/** Rows of a slice, after which a view looks at the clock. */
const SLICE = 1_024

const readers: RowReaders = {
  read: () => undefined,
  wayOf: () => ALL,
  jsonOf: () => undefined,
  messageOf: (_seq, _id, _kind, payload) => JSON.parse(payload.toString()),
  roundTripOf: () => undefined,
  noteOf: () => undefined,
}

class Bench {
  readonly clock = new FakeClock()
  readonly store: FrameStore
  readonly membership = new Membership()
  readonly cleared: ClearedRows
  readonly feed: LogFeed
  readonly ticks: LogWindow[] = []

  constructor(memoryBytes?: number) {
    const limits = memoryBytes === undefined ? {} : { memoryBytes }
    this.store = new FrameStore({ now: this.clock.now, limits })
    this.cleared = new ClearedRows(this.store)
    const { store, membership, cleared, clock } = this
    this.feed = new LogFeed(
      { store, membership, cleared, now: clock.now, readers, connectionNames: (id) => [`feed ${id}`] },
      (tick) => {
        this.ticks.push(unpackLogWindow(tick))
      },
    )
  }

  /** A millisecond apart each. */
  append(connectionId: number, text: string | Uint8Array, kind: FrameKind = RECEIVED): number {
    this.clock.advance(1)
    return this.store.append(connectionId, kind, Buffer.from(text as Uint8Array))
  }

  watch(scope: Scope = ALL, filter: Partial<Filter> = {}, window: RowWindow = FOLLOW): number {
    const watched = this.feed.watch(scope, { ...everything, ...filter }, window)
    if (!watched.ok) throw new Error(watched.error.message)
    return watched.value.viewId
  }

  /** One beat with time enough, after the window has painted what it was sent. @returns what was pushed */
  beat(): LogWindow[] {
    for (const { viewId } of this.ticks) this.feed.acknowledge(viewId)
    this.ticks.length = 0
    expect(this.feed.advance(this.clock.nowMs + 1_000)).toBe('done')
    this.feed.tick()
    return [...this.ticks]
  }

  /** The one window that a beat pushes. */
  tick(): LogWindow {
    const ticks = this.beat()
    expect(ticks).toHaveLength(1)
    return ticks[0] as LogWindow
  }

  move(viewId: number, window: Partial<RowWindow>): LogWindow {
    this.feed.view(viewId)?.move({ ...FOLLOW, follow: false, ...window })
    return this.tick()
  }
}

const texts = ({ rows }: LogWindow) => rows.map(({ preview }) => new TextDecoder().decode(preview))
const seqs = ({ rows }: LogWindow) => rows.map(({ seq }) => seq)

describe('what a log shows', () => {
  function busy(): Bench {
    const bench = new Bench()
    bench.membership.join(10, 11)
    bench.membership.join(10, 12)
    bench.append(1, 'one')
    bench.append(10, 'Listening', frameKind('event', 'received'))
    bench.append(11, 'peer')
    bench.append(1, 'ONE AGAIN', SENT)
    bench.append(12, 'other peer')
    bench.append(2, 'two')
    bench.append(1, Uint8Array.of(1, 2), frameKind('binary', 'received'))
    bench.append(1, 'p', frameKind('ping', 'received'))
    return bench
  }

  it.each<[string, Scope, number[]]>([
    ['everything', ALL, [1, 2, 3, 4, 5, 6, 7, 8]],
    ['one connection', { kind: 'connection', id: 1 }, [1, 4, 7, 8]],
    ['a server with its peers and its own rows', { kind: 'server', id: 10 }, [2, 3, 5]],
    ['a peer alone', { kind: 'connection', id: 12 }, [5]],
    ['what has no rows', { kind: 'connection', id: 99 }, []],
  ])('is %s', (_, scope, expected) => {
    const bench = busy()
    bench.watch(scope)
    expect(seqs(bench.tick())).toEqual(expected)
  })

  it.each<[string, Partial<Filter>, number[]]>([
    ['with a text, letters in either case', { text: 'One' }, [1, 4]],
    ['with a text that nothing has', { text: 'three' }, []],
    ['of one direction, with the events, which have none', { directions: ['sent'] }, [2, 4]],
    ['of some types', { types: ['binary', 'ping'] }, [7, 8]],
    ['that all of these want', { text: 'o', directions: ['received'], types: ['text'] }, [1, 5, 6]],
    ['of no type', { types: [] }, []],
    ['with a regular expression', { text: '/^p(eer)?$/' }, [3, 8]],
    ['with a field', { text: '$' }, []],
  ])('is only what is %s', (_, filter, expected) => {
    const bench = busy()
    bench.watch(ALL, filter)
    expect(seqs(bench.tick())).toEqual(expected)
  })

  it('is filtered as it comes, too', () => {
    const bench = busy()
    bench.watch({ kind: 'connection', id: 1 }, { text: 'one' })
    bench.tick()
    bench.append(1, 'none of it')
    bench.append(2, 'one of another')
    bench.append(1, 'two')
    expect(texts(bench.tick())).toEqual(['one', 'ONE AGAIN', 'none of it'])
  })

  it('has every column of a frame, and the first 200 bytes of its payload', () => {
    const bench = new Bench()
    bench.append(7, 'first')
    bench.clock.advance(9)
    bench.append(8, 'x'.repeat(1_000), SENT)
    bench.watch()
    const { rows } = bench.tick()
    const timeMs = bench.clock.nowMs
    expect(rows[0]).toMatchObject({ seq: 1, timeMs: timeMs - 10, connectionId: 7, byteLength: 5, kind: RECEIVED })
    expect(rows[1]).toMatchObject({ seq: 2, timeMs, connectionId: 8, byteLength: 1_000, kind: SENT })
    expect(rows[1]?.preview).toHaveLength(200)
  })

  it('has the length of a payload that was dropped, and no bytes', () => {
    const bench = new Bench(MIB)
    bench.append(1, Buffer.alloc(2 * MIB))
    bench.watch()
    bench.watch(ALL, { text: '\0' })
    const [unfiltered, filtered] = bench.beat()
    expect(unfiltered?.rows[0]).toMatchObject({ byteLength: 2 * MIB, preview: new Uint8Array(0) })
    expect(filtered?.rows).toEqual([])
  })

  it('tells the time between a row and the one before it in this log, on screen or not', () => {
    const bench = new Bench()
    for (let i = 0; i < 6; i++) bench.append(i % 2, String(i))
    const viewId = bench.watch({ kind: 'connection', id: 1 }, {}, { firstRow: 0, rowCount: 2, follow: false })
    const { rows, availableFrom } = bench.tick()
    expect(rows.map(({ deltaMs }) => deltaMs)).toEqual([Number.NaN, 2])
    expect(bench.move(viewId, { firstRow: availableFrom + 1, rowCount: 2 }).rows.map(({ deltaMs }) => deltaMs)).toEqual(
      [2, 2],
    )
  })

  it('is told with the counts of its scope', () => {
    const bench = busy()
    bench.watch({ kind: 'server', id: 10 })
    const { counters, nowMs, progress } = bench.tick()
    expect(counters).toEqual({ received: 2, stored: 2, evicted: 0, dropped: 0, sent: 0 })
    expect([nowMs, progress]).toEqual([bench.clock.nowMs, 1])
  })
})

describe('100,000 frames', () => {
  const bench = new Bench()
  for (let i = 0; i < 100_000; i++) bench.append(i % 4, `frame ${i}`)

  it('are watched all at once: the newest, the first, any in between', () => {
    const viewId = bench.watch()
    expect(texts(bench.tick())).toEqual(Array.from({ length: 10 }, (_, at) => `frame ${99_990 + at}`))
    const first = bench.move(viewId, { firstRow: 0, rowCount: 2 })
    expect(texts(first)).toEqual(['frame 0', 'frame 1'])
    expect([first.firstRow, first.availableFrom, first.availableTo]).toEqual([1, 1, 100_001])
    expect(texts(bench.move(viewId, { firstRow: 70_001, rowCount: 1 }))).toEqual(['frame 70000'])
    bench.feed.unwatch(viewId)
  })

  it('are watched by connection and by text', () => {
    const viewId = bench.watch({ kind: 'connection', id: 3 }, { text: '99' })
    const expected = Array.from({ length: 100_000 }, (_, i) => i).filter((i) => i % 4 === 3 && String(i).includes('99'))
    const newest = bench.tick()
    expect(texts(newest)).toEqual(expected.slice(-10).map((i) => `frame ${i}`))
    expect(newest.availableTo - newest.availableFrom).toBe(expected.length)
    const first = bench.move(viewId, { firstRow: 0, rowCount: 3 })
    expect(texts(first)).toEqual(expected.slice(0, 3).map((i) => `frame ${i}`))
    bench.feed.unwatch(viewId)
  })

  it('are filtered in slices, each beat one when there is no time, and the progress is told', () => {
    const viewId = bench.watch(ALL, { text: 'frame 9' })
    bench.ticks.length = 0
    let behind = 0
    const progress: number[] = []
    while (bench.feed.advance(bench.clock.nowMs - 1) === 'behind') {
      behind++
      bench.feed.tick()
      progress.push((bench.ticks.at(-1) as LogWindow).progress)
      bench.feed.acknowledge(viewId)
      if (behind > 200) throw new Error('It never ends.')
    }
    expect(behind).toBeGreaterThanOrEqual(Math.floor(100_000 / SLICE))
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(progress[0]).toBeCloseTo(SLICE / 100_000, 5)
    bench.feed.unwatch(viewId)
  })
})

describe('the window onto a log', () => {
  it('follows the newest rows', () => {
    const bench = new Bench()
    for (let i = 0; i < 5; i++) bench.append(1, String(i))
    bench.watch(ALL, {}, { firstRow: 0, rowCount: 3, follow: true })
    expect(texts(bench.tick())).toEqual(['2', '3', '4'])
    bench.append(1, '5')
    const next = bench.tick()
    expect(texts(next)).toEqual(['3', '4', '5'])
    expect(next.firstRow).toBe(4)
  })

  it.each<[string, Scope]>([
    ['everything', ALL],
    ['a connection', { kind: 'connection', id: 1 }],
  ])('of %s holds still while rows come', (_, scope) => {
    const bench = new Bench()
    for (let i = 0; i < 20; i++) bench.append(1, String(i))
    bench.watch(scope, {}, { firstRow: 5, rowCount: 3, follow: false })
    const before = bench.tick()
    for (let i = 0; i < 100; i++) bench.append(1, 'new')
    const after = bench.tick()
    expect(seqs(after)).toEqual(seqs(before))
    expect(after.firstRow).toBe(5)
    expect(after.availableTo - before.availableTo).toBe(100)
  })

  it('is empty past the end, and full again when it comes back', () => {
    const bench = new Bench()
    for (let i = 0; i < 4; i++) bench.append(1, String(i))
    const viewId = bench.watch()
    bench.tick()
    expect(bench.move(viewId, { firstRow: 1_000, rowCount: 5 })).toMatchObject({ firstRow: 5, rows: [] })
    expect(texts(bench.move(viewId, { firstRow: 3, rowCount: 5 }))).toEqual(['2', '3'])
  })

  it.each<[string, Scope]>([
    ['everything', ALL],
    ['a connection', { kind: 'connection', id: 1 }],
  ])('of %s shows the same row under the same number after others were evicted', (_, scope) => {
    const bench = new Bench(6 * MIB)
    for (let i = 0; i < 6; i++) bench.append(1, Buffer.alloc(MIB, i))
    const viewId = bench.watch(scope, {}, { firstRow: 5, rowCount: 1, follow: false })
    const before = bench.tick()
    const seq = seqs(before)[0] as number
    for (let i = 0; i < 3; i++) bench.append(1, Buffer.alloc(MIB))
    const after = bench.tick()
    expect(after.availableFrom).toBeGreaterThan(before.availableFrom)
    expect(after.counters.evicted).toBeGreaterThan(0)
    expect([after.firstRow, seqs(after)]).toEqual([5, [seq]])
    expect(bench.feed.view(viewId)?.rowOf(seq)).toBe(5)
    // What is gone is not shown: the window begins with the oldest row there is.
    const oldest = bench.move(viewId, { firstRow: 0, rowCount: 1 })
    expect(oldest.firstRow).toBe(after.availableFrom)
    expect(seqs(oldest)).toEqual([bench.store.firstSeq])
  })

  it('goes on after an eviction that overtook its filter', () => {
    const bench = new Bench(6 * MIB)
    for (let i = 0; i < 4; i++) bench.append(1, Buffer.alloc(MIB))
    bench.watch(ALL, { types: ['text'], directions: ['received'] })
    for (let i = 0; i < 20; i++) bench.append(1, Buffer.alloc(MIB))
    bench.append(1, 'newest')
    const tick = bench.tick()
    expect(seqs(tick).at(-1)).toBe(25)
    expect(seqs(tick)).toEqual(seqs(tick).filter((seq) => seq >= bench.store.firstSeq))
    expect(tick.progress).toBe(1)
  })

  it('is found by the number of a frame', () => {
    const bench = new Bench()
    for (let i = 0; i < 10; i++) bench.append(i % 2, String(i))
    const all = bench.watch()
    const odd = bench.watch({ kind: 'connection', id: 1 })
    const filtered = bench.watch(ALL, { text: '7' })
    bench.beat()
    const rowOf = (viewId: number, seq: number) => bench.feed.view(viewId)?.rowOf(seq)
    expect([rowOf(all, 1), rowOf(all, 10), rowOf(all, 11), rowOf(all, 0)]).toEqual([1, 10, undefined, undefined])
    // Found from the newest back, they count down from the frames there were: ten.
    expect([rowOf(odd, 2), rowOf(odd, 10), rowOf(odd, 9), rowOf(odd, 12)]).toEqual([5, 9, undefined, undefined])
    expect([rowOf(filtered, 8), rowOf(filtered, 7)]).toEqual([9, undefined])
  })
})

describe('ticks', () => {
  it('come one at a time: the next one after the window has painted the last', () => {
    const bench = new Bench()
    const viewId = bench.watch()
    const beat = () => {
      bench.feed.advance(bench.clock.nowMs + 1_000)
      bench.feed.tick()
    }
    bench.append(1, '1')
    beat()
    for (let i = 2; i < 50; i++) {
      bench.append(1, String(i))
      beat()
    }
    expect(bench.ticks).toHaveLength(1)
    bench.feed.acknowledge(viewId)
    expect(bench.ticks, 'not at once').toHaveLength(1)
    beat()
    expect(bench.ticks).toHaveLength(2)
    // Nothing of what came meanwhile is missing.
    expect(bench.ticks[1]).toMatchObject({ availableTo: 50, counters: { received: 49 } })
  })

  it('do not come when there is nothing new', () => {
    const bench = new Bench()
    bench.append(1, '1')
    bench.watch()
    bench.watch({ kind: 'connection', id: 1 })
    expect(bench.beat()).toHaveLength(2)
    expect(bench.beat()).toHaveLength(0)
    expect(bench.beat()).toHaveLength(0)
    // News of another connection are none to a log of this one.
    bench.append(2, '2')
    expect(bench.beat().map(({ viewId }) => viewId)).toEqual([1])
  })

  it('come when the window moved, though no row did', () => {
    const bench = new Bench()
    bench.append(1, '1')
    const viewId = bench.watch()
    bench.tick()
    expect(bench.move(viewId, { rowCount: 1 }).rows).toHaveLength(1)
    expect(bench.move(viewId, { rowCount: 1 }).rows).toHaveLength(1)
  })

  it('come to each log apart: one that does not paint holds up no other', () => {
    const bench = new Bench()
    const slow = bench.watch()
    const quick = bench.watch()
    bench.beat()
    bench.feed.acknowledge(quick)
    bench.ticks.length = 0
    bench.append(1, 'news')
    bench.feed.tick()
    expect(bench.ticks.map(({ viewId }) => viewId)).toEqual([quick])
    bench.feed.acknowledge(slow)
    bench.feed.tick()
    expect(bench.ticks.map(({ viewId }) => viewId)).toEqual([quick, slow])
  })

  it('stop when nobody watches any more', () => {
    const bench = new Bench()
    const viewId = bench.watch()
    bench.tick()
    bench.feed.unwatch(viewId)
    bench.append(1, 'unseen')
    expect(bench.beat()).toEqual([])
    expect(bench.feed.view(viewId)).toBeUndefined()
  })

  it('are for at most 16 logs a window', () => {
    const bench = new Bench()
    const viewIds = Array.from({ length: VIEWS_MAX }, () => bench.watch())
    expect(bench.feed.watch(ALL, everything, FOLLOW)).toMatchObject({ ok: false, error: { code: 'ERR_TOO_MANY' } })
    bench.feed.unwatch(viewIds[0] as number)
    expect(bench.feed.watch(ALL, everything, FOLLOW).ok).toBe(true)
  })
})

describe('clearing', () => {
  function cleared(connectionIds: number[]) {
    const bench = new Bench()
    for (let i = 0; i < 6; i++) bench.append(i % 2, String(i))
    const all = bench.watch()
    const odd = bench.watch({ kind: 'connection', id: 1 })
    bench.beat()
    const clearId = bench.cleared.clear(connectionIds)
    bench.feed.rebuild()
    const beat = () => {
      const ticks = bench.beat()
      return { all: ticks.find(({ viewId }) => viewId === all), odd: ticks.find(({ viewId }) => viewId === odd) }
    }
    return { bench, clearId, beat }
  }

  it('empties the logs of what was cleared, and no other', () => {
    const { beat } = cleared([0])
    const { all, odd } = beat()
    expect(texts(all as LogWindow)).toEqual(['1', '3', '5'])
    expect(texts(odd as LogWindow)).toEqual(['1', '3', '5'])
    expect(all?.counters).toMatchObject({ received: 3, stored: 3 })
  })

  it('shows what comes after it', () => {
    const { bench, beat } = cleared([0, 1])
    const emptied = beat()
    expect([emptied.all?.rows, emptied.odd?.rows]).toEqual([[], []])
    bench.append(1, 'new')
    const { all, odd } = beat()
    expect([texts(all as LogWindow), texts(odd as LogWindow)]).toEqual([['new'], ['new']])
  })

  it('is undone: every row is back in its place', () => {
    const { bench, beat, clearId } = cleared([0, 1])
    beat()
    bench.append(1, 'new')
    bench.cleared.restore(clearId)
    bench.feed.rebuild()
    const { all, odd } = beat()
    expect(texts(all as LogWindow)).toEqual(['0', '1', '2', '3', '4', '5', 'new'])
    expect(texts(odd as LogWindow)).toEqual(['1', '3', '5', 'new'])
  })

  it('stays when it is settled, in the logs there are and in those that come', () => {
    const { bench, beat, clearId } = cleared([0, 1])
    beat()
    bench.append(0, 'new')
    bench.cleared.settle(clearId)
    const { all } = beat()
    expect(texts(all as LogWindow)).toEqual(['new'])
    const later = bench.watch()
    expect(texts(bench.beat().find(({ viewId }) => viewId === later) as LogWindow)).toEqual(['new'])
  })
})

it('rows that there was no time to look into stand as they are, and come with the ticks that follow', () => {
  const bench = new Bench()
  const asked: number[] = []
  const { store, membership, cleared, clock, ticks } = bench
  // Each row takes 3 ms, and a tick has 4.
  const noteOf = (seq: number) => {
    clock.advance(3)
    asked.push(seq)
    return `note ${seq}`
  }
  const connectionNames = () => []
  const sources = { store, membership, cleared, now: clock.now, readers: { ...readers, noteOf }, connectionNames }
  const feed = new LogFeed(sources, (tick) => ticks.push(unpackLogWindow(tick)))
  for (let n = 0; n < 5; n++) bench.append(1, `{"n":${n}}`)
  const watched = feed.watch(ALL, everything, FOLLOW)
  const decorated = () => {
    feed.tick()
    if (watched.ok) feed.acknowledge(watched.value.viewId)
    return ticks.at(-1)?.rows.filter(({ decor }) => decor !== '').length
  }
  expect([decorated(), decorated(), decorated(), decorated()]).toEqual([2, 4, 5, 5])
  expect(ticks).toHaveLength(3)
  // None is looked into twice.
  expect(asked).toHaveLength(5)
})
