import { describe, expect, it } from 'vitest'
import { ClearedRows } from '../../../../src/main/engine/frames/cleared-rows'
import { FrameStore } from '../../../../src/main/engine/frames/frame-store'
import { frameKind } from '../../../../src/shared/protocol/frame'
import { FakeClock } from '../../../support/fake-clock'
import { seededRandom } from '../../../support/seeded-random'
import { balance } from '../../../support/stored-frames'

const MIB = 1024 * 1024
const RECEIVED = frameKind('text', 'received')
const SENT = frameKind('text', 'sent')
const NOTHING = { received: 0, stored: 0, evicted: 0, dropped: 0, sent: 0 }

function makeStore(memoryBytes?: number) {
  const limits = memoryBytes === undefined ? {} : { memoryBytes }
  const store = new FrameStore({ now: new FakeClock().now, limits })
  const receive = (id: number, count: number, bytes = 1) => {
    for (let i = 0; i < count; i++) store.append(id, RECEIVED, Buffer.alloc(bytes))
  }
  return { store, cleared: new ClearedRows(store), receive }
}

describe('clearing', () => {
  it('takes the rows and the counts of the connections it is for, and of no other', () => {
    const { store, cleared, receive } = makeStore()
    receive(1, 3)
    receive(2, 4)
    store.append(1, SENT, Buffer.from('x'))
    expect(cleared.hidesStored).toBe(false)
    cleared.clear([1])
    expect(cleared.floorOf(1)).toBe(9)
    expect(cleared.floorOf(2)).toBe(0)
    expect(cleared.hidesStored).toBe(true)
    expect(store.accounts.sum([1])).toEqual(NOTHING)
    expect(store.accounts.sum([2])).toMatchObject({ received: 4, stored: 4 })
    receive(1, 2)
    expect(store.accounts.sum([1])).toMatchObject({ received: 2, stored: 2 })
  })

  it('leaves what rates are made of as it is', () => {
    const { store, cleared, receive } = makeStore()
    receive(1, 3, 10)
    cleared.clear([1])
    expect(store.accounts.of(1)).toMatchObject({ receivedEver: 3, receivedBytes: 30 })
  })

  it('is undone as if it had not been', () => {
    const { store, cleared, receive } = makeStore(5 * MIB)
    receive(1, 3)
    receive(2, 3)
    receive(1, 1, 6 * MIB)
    store.append(1, SENT, Buffer.from('x'))
    const before = store.accounts.sum([1])
    const clearId = cleared.clear([1, 2])
    receive(1, 2)
    expect(cleared.restore(clearId)).toBe(true)
    expect(store.accounts.sum([1])).toEqual({ ...before, received: before.received + 2, stored: before.stored + 2 })
    expect(cleared.floorOf(1)).toBe(0)
    expect(cleared.hidesStored).toBe(false)
  })

  it('is undone once only, and not after the next one', () => {
    const { cleared, receive } = makeStore()
    receive(1, 1)
    const first = cleared.clear([1])
    const second = cleared.clear([1])
    expect(cleared.restore(first)).toBe(false)
    expect(cleared.restore(second)).toBe(true)
    expect(cleared.restore(second)).toBe(false)
  })

  it('of a connection that was cleared before is undone to that', () => {
    const { store, cleared, receive } = makeStore()
    receive(1, 3)
    receive(2, 1)
    cleared.clear([1])
    const floorSeq = cleared.floorOf(1)
    receive(1, 2)
    cleared.restore(cleared.clear([1]))
    expect(cleared.floorOf(1)).toBe(floorSeq)
    expect(store.accounts.sum([1])).toMatchObject({ received: 2, stored: 2, evicted: 0 })
  })

  it('keeps the frames until it is settled, then frees them', () => {
    const { store, cleared, receive } = makeStore()
    receive(1, 100, 1_000)
    const clearId = cleared.clear([1])
    expect(store.chunkOf(1)).toBeDefined()
    cleared.settle(clearId)
    expect(store.chunkOf(1)).toBeUndefined()
    expect(store.state().memoryBytes).toBe(0)
    expect(cleared.hidesStored).toBe(false)
    expect(cleared.restore(clearId)).toBe(false)
    expect(store.accounts.sum()).toEqual(NOTHING)
  })

  it('frees the frames also when another connection began before it was settled', () => {
    const { store, cleared, receive } = makeStore()
    receive(1, 100, 1_000)
    const clearId = cleared.clear([1])
    receive(2, 1, 4 * MIB)
    cleared.settle(clearId)
    expect(store.firstSeq).toBe(101)
    expect(store.accounts.sum()).toMatchObject({ received: 1, stored: 1, evicted: 0 })
  })

  it('frees no frame that another connection still shows', () => {
    const { store, cleared, receive } = makeStore()
    receive(2, 1)
    receive(1, 100)
    cleared.settle(cleared.clear([1]))
    expect(store.firstSeq).toBe(1)
    expect(store.accounts.sum([2])).toMatchObject({ stored: 1 })
  })

  it('is not settled by the time of an earlier one', () => {
    const { cleared, receive } = makeStore()
    receive(1, 1)
    const first = cleared.clear([1])
    receive(1, 1)
    const second = cleared.clear([1])
    cleared.settle(first)
    expect(cleared.restore(second)).toBe(true)
  })

  it('counts as evicted what the limit took between clearing and undoing', () => {
    const { store, cleared, receive } = makeStore(10 * MIB)
    receive(1, 7, MIB)
    const clearId = cleared.clear([1])
    receive(2, 6, MIB)
    expect(store.firstSeq).toBeGreaterThan(1)
    expect(store.accounts.sum([1])).toEqual(NOTHING)
    cleared.restore(clearId)
    const gone = store.firstSeq - 1
    expect(store.accounts.sum([1])).toEqual({ received: 7, stored: 7 - gone, evicted: gone, dropped: 0, sent: 0 })
    // And what goes now goes from the books of the restored, not of the cleared.
    receive(2, 12, MIB)
    expect(store.accounts.sum([1])).toEqual({ received: 7, stored: 0, evicted: 7, dropped: 0, sent: 0 })
  })

  it.each([1, 2, 3, 4])('keeps the books balanced after every step of a random run (%i)', (seed) => {
    const random = seededRandom(seed)
    const { store, cleared } = makeStore(6 * MIB)
    const source = Buffer.alloc(7 * MIB)
    let clearId = 0
    for (let step = 0; step < 2_000; step++) {
      const dice = random()
      if (dice < 0.004) clearId = cleared.clear([0, 1, 2].filter(() => random() < 0.6))
      else if (dice < 0.007) cleared.restore(clearId)
      else if (dice < 0.009) cleared.settle(clearId)
      else {
        const kind = random() < 0.8 ? RECEIVED : SENT
        store.append(Math.floor(random() * 3), kind, source.subarray(0, Math.floor(random() ** 14 * source.byteLength)))
      }
      if (balance(store) !== 0) throw new Error(`After step ${step} the books are off by ${balance(store)}.`)
    }
    // What the books call stored are the received frames that are there and not hidden.
    const visible = [0, 0, 0]
    for (let seq = store.firstSeq; seq < store.endSeq; seq++) {
      const chunk = store.chunkOf(seq)
      if (chunk === undefined || chunk === 'away') throw new Error(`${seq} is missing`)
      const row = seq - chunk.firstSeq
      const id = chunk.connectionAt(row)
      if (chunk.kindAt(row) === RECEIVED && chunk.hasPayloadAt(row) && seq >= cleared.floorOf(id)) visible[id]!++
    }
    expect([0, 1, 2].map((id) => store.accounts.of(id).stored)).toEqual(visible)
  })
})
