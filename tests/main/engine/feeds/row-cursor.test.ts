import { describe, expect, it } from 'vitest'
import { RowCursor, type StoredRow } from '../../../../src/main/engine/feeds/row-cursor'
import { CHUNK_MAX_ROWS } from '../../../../src/main/engine/frames/chunk'
import { FrameStore } from '../../../../src/main/engine/frames/frame-store'
import { frameKind } from '../../../../src/shared/protocol/frame'
import { openEngine, Seat } from '../../../support/seat'
import { until } from '../../../support/until'

const TEXT = frameKind('text', 'received')
const EVER = Number.POSITIVE_INFINITY

/** A store, and a reader that takes so many rows until it is resumed. */
function setUp({ takes = EVER, nowMs = () => 0 }: { takes?: number; nowMs?: () => number } = {}) {
  const store = new FrameStore({ now: () => 0 })
  const told: (number | string)[] = []
  const rows: StoredRow[] = []
  let room = takes
  let resumes = 0
  const cursor = new RowCursor(
    store,
    nowMs,
    {
      onRow: (row) => {
        told.push(row.seq)
        rows.push({ ...row, payload: row.payload && Uint8Array.from(row.payload) })
        return --room > 0
      },
      onMissed: (count) => {
        told.push(`missed ${count}`)
        return true
      },
      onPause: () => {},
    },
    { onResume: () => resumes++, onClose: () => {} },
  )
  const append = (count: number, connectionId = 1) => {
    for (let at = 0; at < count; at++) store.append(connectionId, TEXT, Buffer.from(`row ${store.endSeq}`))
  }
  const resume = () => {
    room = takes
    cursor.resume()
  }
  return { store, cursor, told, rows, append, resume, resumes: () => resumes }
}

describe('a row cursor', () => {
  it('reads nothing before it is resumed, then all from the oldest on', () => {
    const { cursor, told, rows, append, resume } = setUp()
    append(3)
    expect(cursor.advance(EVER)).toBe('done')
    expect(told).toEqual([])
    resume()
    expect(cursor.advance(EVER)).toBe('done')
    append(1)
    cursor.advance(EVER)
    expect(told).toEqual([1, 2, 3, 4])
    expect(String(Buffer.from(rows[3]?.payload ?? []))).toBe('row 4')
  })

  it('goes across chunks', () => {
    const { cursor, told, append, resume } = setUp()
    append(CHUNK_MAX_ROWS + 2)
    resume()
    cursor.advance(EVER)
    expect(told).toHaveLength(CHUNK_MAX_ROWS + 2)
    expect(told.at(-1)).toBe(CHUNK_MAX_ROWS + 2)
  })

  it('waits where its reader takes no more, and does not call that being behind', () => {
    const { cursor, told, append, resume, resumes } = setUp({ takes: 2 })
    append(5)
    resume()
    expect(cursor.advance(EVER)).toBe('done')
    expect(cursor.advance(EVER)).toBe('done')
    expect(told).toEqual([1, 2])
    resume()
    expect(resumes()).toBe(2)
    cursor.advance(EVER)
    expect(told).toEqual([1, 2, 3, 4])
  })

  it('tells how many rows were evicted before it came to them', () => {
    const { store, cursor, told, append, resume } = setUp({ takes: 2 })
    append(2)
    resume()
    cursor.advance(EVER)
    append(3)
    store.evictBefore(store.endSeq)
    append(1)
    resume()
    cursor.advance(EVER)
    expect(told).toEqual([1, 2, 'missed 3', 6])
  })

  it('ends its turn in time, and says that there is more', () => {
    let clockMs = 0
    const { cursor, told, append, resume } = setUp({ nowMs: () => clockMs++ })
    append(5)
    resume()
    expect(cursor.advance(1)).toBe('behind')
    expect(told).toEqual([1, 2, 3])
    expect(cursor.advance(100)).toBe('done')
    expect(told).toHaveLength(5)
  })

  it('brings who a client is with the first of its rows that is read, once', () => {
    const { store, cursor, rows, append, resume } = setUp()
    cursor.welcome(7, { remoteAddress: '127.0.0.1:5000', user: 'anna' })
    append(2, 7)
    store.evictBefore(store.endSeq)
    append(2, 8)
    append(2, 7)
    resume()
    cursor.advance(EVER)
    const anna = { remoteAddress: '127.0.0.1:5000', user: 'anna' }
    expect(rows.map(({ newcomer }) => newcomer)).toEqual([undefined, undefined, anna, undefined])
  })

  it('says when its reader has all, and does not keep anybody waiting once it is closed', async () => {
    const { cursor, append, resume } = setUp()
    append(1)
    resume()
    let isAtEnd = false
    const end = cursor.atEnd().then(() => {
      isAtEnd = true
    })
    await Promise.resolve()
    expect(isAtEnd).toBe(false)
    cursor.advance(EVER)
    await end
    const closed = cursor.atEnd()
    cursor.close()
    await closed
  })
})

describe('engine.follow', () => {
  it('hands over what comes, without a window, and wakes by itself', async () => {
    const engine = openEngine()
    const seqs: number[] = []
    const cursor = engine.follow({
      onRow: ({ seq }) => seqs.push(seq) > 0,
      onMissed: () => true,
      onPause: () => {},
    })
    cursor.resume()
    const seat = new Seat(engine)
    const { url } = await seat.serve('echo')
    const id = await seat.open(url)
    for (let at = 0; at < 100; at++) await seat.call('frame.send', { connectionId: id, type: 'text', payload: `${at}` })
    // On both ends each message and its echo, beside the openings.
    await until(() => seqs.length >= 400, 'all rows are read')
    await cursor.atEnd()
    expect(seqs).toEqual(seqs.map((_, at) => at + 1))
    cursor.close()
    const count = seqs.length
    await seat.call('frame.send', { connectionId: id, type: 'text', payload: 'unread' })
    await seat.call('server.stop', { id: seat.servers[0]?.id ?? 0 })
    expect(seqs).toHaveLength(count)
  })
})
