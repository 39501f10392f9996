import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { diceFor } from '../../../../src/main/engine/faults/dice'
import { FaultLine, REORDER_MAX_MS, TURN_MAX_FRAMES } from '../../../../src/main/engine/faults/fault-line'
import { FRAME_OVERHEAD_BYTES, type LineFrame } from '../../../../src/main/engine/faults/line-frame'
import type { Direction, Mark } from '../../../../src/shared/protocol/frame'
import { type FaultSettings, plainServer } from '../../../../src/shared/protocol/server-settings'
import { seededRandom } from '../../../support/seeded-random'

const START_MS = Date.UTC(2024, 4, 17)
const FOREVER_MS = 100_000
const MANY = 10_000

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS })
})

afterEach(() => {
  vi.useRealTimers()
})

interface Delivery {
  text: string
  mark: Mark | undefined
  atMs: number
}

interface Setup extends Partial<FaultSettings> {
  ordinal?: number
  line?: Direction
  onDeliver?: (frame: LineFrame, line: FaultLine) => void
}

/** A line, and all that came out of it. */
function openLine({ ordinal = 0, line: direction = 'sent', onDeliver, ...faults }: Setup = {}) {
  const delivered: Delivery[] = []
  const frames: LineFrame[] = []
  const settings: FaultSettings = { ...plainServer().faults, ...faults }
  const line: FaultLine = new FaultLine(direction, diceFor(settings.seed, ordinal, direction), Date.now, (frame) => {
    frames.push(frame)
    delivered.push({ text: frame.payload.toString(), mark: frame.mark, atMs: Date.now() - START_MS })
    onDeliver?.(frame, line)
  })
  line.configure(settings)
  const pass = (text: string) => line.pass('text', Buffer.from(text))
  const passMany = (count: number) => {
    for (let number = 0; number < count; number++) pass(`{"number":${number}}`)
  }
  const set = (changed: Partial<FaultSettings>) => line.configure({ ...settings, ...changed })
  return { line, delivered, frames, pass, passMany, set }
}

function texts(delivered: readonly Delivery[]): string[] {
  return delivered.map(({ text }) => text)
}

function marked(delivered: readonly Delivery[], mark: Mark | undefined): string[] {
  return texts(delivered.filter((delivery) => delivery.mark === mark))
}

/** Within five standard deviations of what so many throws give. */
function expectShare(count: number, share: number, of = MANY): void {
  expect(Math.abs(count - share * of)).toBeLessThan(5 * Math.sqrt(of * share * (1 - share)) + 1)
}

const ALL_FAULTS: Partial<FaultSettings> = {
  latencyMs: 20,
  jitterMs: 50,
  dropShare: 0.1,
  duplicateShare: 0.1,
  reorderShare: 0.2,
  corruptShare: 0.1,
  bytesPerSecond: 40_000,
  stall: { everyMs: 700, forMs: 150 },
}

describe('a line without faults', () => {
  it('delivers in the same call, as it is, and is idle', () => {
    const { line, delivered, pass } = openLine()
    expect(line.isIdle).toBe(true)
    pass('a')
    pass('')
    expect(delivered).toEqual([
      { text: 'a', mark: undefined, atMs: 0 },
      { text: '', mark: undefined, atMs: 0 },
    ])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does nothing of what is set for the other direction', () => {
    const faults = { dropShare: 1, latencyMs: 50, stall: { everyMs: 100, forMs: 100 } }
    const received = openLine({ line: 'received', directions: ['sent'], ...faults })
    vi.advanceTimersByTime(150)
    expect(received.line.isIdle).toBe(true)
    received.pass('a')
    expect(marked(received.delivered, undefined)).toEqual(['a'])
    received.set({ directions: ['received', 'sent'], ...faults })
    expect(received.line.isIdle).toBe(false)
    received.pass('b')
    expect(marked(received.delivered, 'dropped')).toEqual(['b'])
  })

  it.each([
    { latencyMs: 1 },
    { jitterMs: 1 },
    { dropShare: 0.1 },
    { duplicateShare: 0.1 },
    { reorderShare: 0.1 },
    { corruptShare: 0.1 },
    { bytesPerSecond: 1_000 },
    { stall: { everyMs: 1_000, forMs: 1 } },
  ])('is not idle with %j', (faults) => {
    expect(openLine(faults).line.isIdle).toBe(false)
  })
})

describe('a line whose faults are gone', () => {
  it('is not idle while what they held up still waits', () => {
    const { line, pass, set } = openLine({ latencyMs: 50 })
    pass('a')
    set({ latencyMs: 0 })
    expect(line.isIdle).toBe(false)
    vi.advanceTimersByTime(50)
    expect(line.isIdle).toBe(true)
  })

  it('is not idle while it is half-open, nor when it has ended', () => {
    const { line } = openLine()
    line.silence(true)
    expect(line.isIdle).toBe(false)
    line.silence(false)
    expect(line.isIdle).toBe(true)
    line.end()
    expect(line.isIdle).toBe(false)
  })

  it('is not idle within a delivery: what is passed there comes behind it', () => {
    const seen: boolean[] = []
    const { line, pass } = openLine({ onDeliver: (_, self) => seen.push(self.isIdle) })
    pass('a')
    expect([...seen, line.isIdle]).toEqual([false, true])
  })
})

describe('chance', () => {
  it('does the same, byte for byte, for the same seed and client, and something else for another', () => {
    const run = (seed: number, ordinal: number) => {
      const opened = openLine({ ...ALL_FAULTS, corruption: 'utf-8', seed, ordinal })
      opened.passMany(500)
      vi.advanceTimersByTime(FOREVER_MS)
      return opened.frames.map((frame) => `${frame.mark} ${frame.payload.toString('hex')}`)
    }
    const first = run(9, 0)
    expect(run(9, 0)).toEqual(first)
    expect(run(9, 1)).not.toEqual(first)
    expect(run(10, 0)).not.toEqual(first)
  })

  it('begins again with other dice', () => {
    const { line, delivered, passMany } = openLine({ seed: 4, dropShare: 0.5 })
    passMany(50)
    line.changeDice(diceFor(4, 0, 'sent'))
    passMany(50)
    expect(delivered.slice(50)).toEqual(delivered.slice(0, 50))
    expect(marked(delivered, 'dropped').length).toBeGreaterThan(10)
  })

  it.each([0.01, 0.2, 0.5, 0.9])('gives each thing its share of %d', (share) => {
    const count = (faults: Partial<FaultSettings>, mark: Mark) => {
      const { delivered, passMany } = openLine(faults)
      passMany(MANY)
      vi.advanceTimersByTime(FOREVER_MS)
      return marked(delivered, mark).length
    }
    expectShare(count({ dropShare: share }, 'dropped'), share)
    expectShare(count({ duplicateShare: share }, 'duplicated'), share)
    expectShare(count({ corruptShare: share }, 'changed'), share)
    // Only who is not overtaking can be overtaken, so pairs and single frames alternate.
    expectShare(count({ reorderShare: share }, 'reordered'), share / (1 + share))
  })

  it('does to all or none at the ends of the scale', () => {
    const all = openLine({ dropShare: 1 })
    all.passMany(1_000)
    expect(marked(all.delivered, 'dropped').length).toBe(1_000)
    const none = openLine({ latencyMs: 1 })
    none.passMany(1_000)
    vi.advanceTimersByTime(FOREVER_MS)
    expect(marked(none.delivered, 'delayed').length).toBe(1_000)
  })

  it('spoils the same messages in the same way, whatever else is set', () => {
    const changed = (faults: Partial<FaultSettings>) => {
      const { delivered, passMany } = openLine({ corruptShare: 0.3, ...faults })
      passMany(1_000)
      vi.advanceTimersByTime(FOREVER_MS)
      return marked(delivered, 'changed')
    }
    const expected = changed({})
    expect(expected.length).toBeGreaterThan(200)
    expect(changed({ latencyMs: 5, jitterMs: 30, duplicateShare: 0.5, bytesPerSecond: 100_000 })).toEqual(expected)
    const fewer = changed({ dropShare: 0.5 })
    expect(fewer.length).toBeLessThan(expected.length)
    expect(fewer.filter((text) => !expected.includes(text))).toEqual([])
  })
})

describe('the books', () => {
  it.each([1, 2, 3, 4, 5])(
    'deliver every frame once, as itself or as dropped, and its double behind it (%d)',
    (seed) => {
      const random = seededRandom(seed)
      const { line, delivered, pass, set } = openLine({ ...ALL_FAULTS, corruptShare: 0, seed })
      const passed: string[] = []
      for (let number = 0; number < 2_000; number++) {
        passed.push(`${number}`)
        pass(`${number}`)
        const chance = random()
        if (chance < 0.3) vi.advanceTimersByTime(Math.floor(random() * 20))
        else if (chance < 0.31) line.stall(Math.floor(random() * 300))
        else if (chance < 0.32) line.silence(true)
        else if (chance < 0.35) line.resume()
        else if (chance < 0.36) set({ ...ALL_FAULTS, corruptShare: 0, latencyMs: Math.floor(random() * 100) })
      }
      line.end()
      pass('late')
      const doubles = marked(delivered, 'duplicated')
      const once = delivered.filter(({ mark }) => mark !== 'duplicated')
      expect(texts(once).sort()).toEqual([...passed, 'late'].sort())
      expect(new Set(doubles).size).toBe(doubles.length)
      expect(doubles.length).toBeGreaterThan(50)
      for (const double of doubles) {
        const first = once.findIndex(({ text }) => text === double)
        expect(once[first]?.mark).not.toBe('dropped')
      }
      expect(line.queuedBytes).toBe(0)
      expect(vi.getTimerCount()).toBe(0)
    },
  )

  it('end with what still waits, in its order, as dropped', () => {
    const { line, delivered, frames, pass } = openLine({ latencyMs: 100, duplicateShare: 1 })
    pass('a')
    pass('b')
    expect(line.queuedBytes).toBe(4 + 4 * FRAME_OVERHEAD_BYTES)
    line.end()
    expect(delivered.map(({ text, mark }) => [text, mark])).toEqual([
      ['a', 'dropped'],
      ['b', 'dropped'],
    ])
    expect(frames.every(({ type }) => type === 'text')).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
    pass('c')
    line.end()
    line.resume()
    pass('d')
    expect(marked(delivered, 'dropped')).toEqual(['a', 'b', 'c', 'd'])
    expect(line.isIdle).toBe(false)
  })

  it('end with the frame that was held for the next', () => {
    const { line, delivered, pass } = openLine({ reorderShare: 1 })
    pass('a')
    expect(delivered).toEqual([])
    expect(line.queuedBytes).toBe(1 + FRAME_OVERHEAD_BYTES)
    line.end()
    expect(marked(delivered, 'dropped')).toEqual(['a'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('bound empty frames, too', () => {
    const { line, passMany } = openLine({ latencyMs: 1_000 })
    passMany(0)
    for (let count = 0; count < 1_000; count++) line.pass('binary', Buffer.alloc(0))
    expect(line.queuedBytes).toBe(1_000 * FRAME_OVERHEAD_BYTES)
    vi.advanceTimersByTime(2_000)
    expect(line.queuedBytes).toBe(0)
  })
})

describe('delay', () => {
  it('keeps each frame for the latency, and marks it', () => {
    const { delivered, pass } = openLine({ latencyMs: 50 })
    pass('a')
    vi.advanceTimersByTime(20)
    pass('b')
    vi.advanceTimersByTime(29)
    expect(delivered).toEqual([])
    vi.advanceTimersByTime(100)
    expect(delivered).toEqual([
      { text: 'a', mark: 'delayed', atMs: 50 },
      { text: 'b', mark: 'delayed', atMs: 70 },
    ])
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('keeps the order under jitter, and nobody waits longer than it (%d)', (seed) => {
    const random = seededRandom(seed)
    const { delivered, pass } = openLine({ seed, latencyMs: 10, jitterMs: 80 })
    const passedMs: number[] = []
    for (let number = 0; number < 500; number++) {
      passedMs.push(Date.now() - START_MS)
      pass(`${number}`)
      vi.advanceTimersByTime(Math.floor(random() * 15))
    }
    vi.advanceTimersByTime(200)
    expect(texts(delivered)).toEqual(passedMs.map((_, number) => `${number}`))
    const waits = delivered.map(({ atMs }, number) => atMs - passedMs[number]!)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(10)
    expect(Math.max(...waits)).toBeLessThanOrEqual(91)
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(40)
  })

  it('keeps its time when it is changed: what waits comes when it would have, and what follows behind it', () => {
    const { delivered, pass, set } = openLine({ latencyMs: 500 })
    pass('a')
    set({ latencyMs: 0 })
    vi.advanceTimersByTime(100)
    pass('b')
    expect(delivered).toEqual([])
    vi.advanceTimersByTime(400)
    expect(delivered).toEqual([
      { text: 'a', mark: 'delayed', atMs: 500 },
      { text: 'b', mark: 'delayed', atMs: 500 },
    ])
    pass('c')
    expect(delivered.at(-1)).toEqual({ text: 'c', mark: undefined, atMs: 500 })
  })

  it('keeps a copy, so that lent bytes may be used again', () => {
    const { line, delivered } = openLine({ latencyMs: 10, reorderShare: 0.5 })
    const lent = Buffer.alloc(1)
    for (const letter of 'abcdef') {
      lent.write(letter)
      line.pass('text', lent)
    }
    vi.advanceTimersByTime(2_000)
    expect(texts(delivered).sort().join('')).toBe('abcdef')
  })

  it('has one timer, however many wait', () => {
    const { passMany } = openLine({ ...ALL_FAULTS, reorderShare: 0.5 })
    passMany(1_000)
    expect(vi.getTimerCount()).toBe(1)
  })

  it('lets other work have its turn when thousands are due', () => {
    const { line, delivered, passMany } = openLine()
    line.stall(100)
    passMany(3 * TURN_MAX_FRAMES)
    let inOneTurn = 0
    while (delivered.length < 3 * TURN_MAX_FRAMES) {
      const before = delivered.length
      vi.advanceTimersToNextTimer()
      inOneTurn = Math.max(inOneTurn, delivered.length - before)
    }
    expect(inOneTurn).toBe(TURN_MAX_FRAMES)
    expect(texts(delivered)).toEqual(Array.from({ length: delivered.length }, (_, number) => `{"number":${number}}`))
  })
})

describe('bandwidth', () => {
  it('delivers a message when its last byte is sent, one after the other', () => {
    const { delivered, pass } = openLine({ bytesPerSecond: 1_000 })
    // Two bytes of header each.
    pass('x'.repeat(98))
    pass('y'.repeat(48))
    vi.advanceTimersByTime(99)
    expect(delivered).toEqual([])
    vi.advanceTimersByTime(1_000)
    expect(delivered.map(({ text, mark, atMs }) => [text.length, mark, atMs])).toEqual([
      [98, 'delayed', 100],
      [48, 'delayed', 150],
    ])
    vi.advanceTimersByTime(10_000)
    pass('z'.repeat(98))
    vi.advanceTimersByTime(1_000)
    expect(delivered[2]?.atMs).toBe(11_199)
  })

  it('is exact in the long run, also where a message takes less than a millisecond', () => {
    const { delivered, pass } = openLine({ bytesPerSecond: 1_000_000 })
    for (let count = 0; count < 20_000; count++) pass('x'.repeat(98))
    vi.advanceTimersByTime(10_000)
    expect(delivered.length).toBe(20_000)
    expect(Math.abs(delivered.at(-1)!.atMs - 2_000)).toBeLessThanOrEqual(1)
    const half = delivered.filter(({ atMs }) => atMs <= 1_000).length
    expect(Math.abs(half - 10_000)).toBeLessThanOrEqual(20)
  })

  it('lets pass at once what takes less than a millisecond and finds the line free', () => {
    const { delivered, pass } = openLine({ bytesPerSecond: 1_000_000 })
    for (let count = 0; count < 10; count++) {
      pass('x')
      vi.advanceTimersByTime(5)
    }
    expect(marked(delivered, undefined).length).toBe(10)
  })

  it('counts what is masked with its key, a double twice, and what is dropped not at all', () => {
    const lastMs = (faults: Setup) => {
      const { line, delivered, pass } = openLine({ bytesPerSecond: 1_000, directions: ['received', 'sent'], ...faults })
      const beginMs = Date.now() - START_MS
      pass('x'.repeat(94))
      vi.advanceTimersByTime(1_000)
      line.end()
      return delivered.at(-1)!.atMs - beginMs
    }
    expect(lastMs({ line: 'sent' })).toBe(96)
    expect(lastMs({ line: 'received' })).toBe(100)
    expect(lastMs({ line: 'received', duplicateShare: 1 })).toBe(200)
    expect(lastMs({ line: 'received', dropShare: 1 })).toBe(0)
  })

  it('sends what was passed in a stall after it, at the rate', () => {
    const { line, delivered, pass } = openLine({ bytesPerSecond: 1_000 })
    line.stall(500)
    pass('x'.repeat(98))
    pass('y'.repeat(98))
    vi.advanceTimersByTime(1_000)
    expect(delivered.map(({ atMs }) => atMs)).toEqual([600, 700])
  })

  it('waits out what is longer than the longest timer', () => {
    const { line, delivered, pass, set } = openLine({ bytesPerSecond: 100 })
    line.pass('binary', Buffer.alloc(4_000))
    set({ bytesPerSecond: 0 })
    line.stall(2 ** 31 + 5_000)
    pass('a')
    // One that is longer Node would make one of a millisecond.
    vi.advanceTimersToNextTimer()
    expect([Date.now() - START_MS, delivered]).toEqual([2 ** 31 - 1, []])
    vi.advanceTimersByTime(5_001)
    expect(delivered.length).toBe(2)
  })
})

describe('order', () => {
  it('lets the next frame pass and then delivers the one that was before it', () => {
    const { delivered, pass } = openLine({ reorderShare: 1 })
    for (const letter of 'abcd') pass(letter)
    expect(texts(delivered).join('')).toBe('badc')
    expect(marked(delivered, 'reordered')).toEqual(['a', 'c'])
    expect(marked(delivered, undefined)).toEqual(['b', 'd'])
  })

  it('does not wait for a frame that does not come, and calls that delayed', () => {
    const { delivered, pass } = openLine({ reorderShare: 1 })
    pass('a')
    vi.advanceTimersByTime(REORDER_MAX_MS - 1)
    expect(delivered).toEqual([])
    vi.advanceTimersByTime(1)
    expect(delivered).toEqual([{ text: 'a', mark: 'delayed', atMs: REORDER_MAX_MS }])
  })

  it('does not wait longer because another frame does', () => {
    const { line, delivered, pass } = openLine({ reorderShare: 1, latencyMs: 5 * REORDER_MAX_MS })
    for (const letter of 'abc') pass(letter)
    // By now it is no longer looked for a frame to overtake c: d is the next that waits for one.
    vi.advanceTimersByTime(2 * REORDER_MAX_MS)
    pass('d')
    vi.advanceTimersByTime(20 * REORDER_MAX_MS)
    expect(delivered.map(({ text, mark }) => [text, mark])).toEqual([
      ['b', 'delayed'],
      ['a', 'reordered'],
      ['c', 'delayed'],
      ['d', 'delayed'],
    ])
    line.end()
  })

  it('is done with waiting when a timer is a part of a millisecond early, as they are', () => {
    let aheadMs = 0
    const delivered: string[] = []
    const line = new FaultLine(
      'sent',
      diceFor(1, 0, 'sent'),
      () => Date.now() - aheadMs,
      ({ payload }) => {
        delivered.push(payload.toString())
      },
    )
    line.configure({ ...plainServer().faults, reorderShare: 1 })
    line.pass('text', Buffer.from('a'))
    aheadMs = 0.5
    vi.advanceTimersByTime(REORDER_MAX_MS)
    expect(delivered).toEqual(['a'])
  })

  it('does not take a dropped frame for the next', () => {
    const { delivered, pass, set } = openLine({ reorderShare: 1 })
    pass('a')
    set({ dropShare: 1 })
    pass('b')
    set({ dropShare: 0 })
    pass('c')
    expect(delivered.map(({ text, mark }) => [text, mark])).toEqual([
      ['b', 'dropped'],
      ['c', undefined],
      ['a', 'reordered'],
    ])
  })

  it('keeps the mark that tells most, and the second of two is always told apart', () => {
    const { delivered, pass } = openLine({ reorderShare: 1, corruptShare: 1, duplicateShare: 1, latencyMs: 5 })
    pass('{"a":1}')
    pass('{"b":2}')
    vi.advanceTimersByTime(10)
    expect(delivered.map(({ mark }) => mark)).toEqual(['changed', 'duplicated', 'changed', 'duplicated'])
    expect(delivered[1]?.text).toBe(delivered[0]?.text)
    expect('{"b":2}'.startsWith(delivered[0]!.text)).toBe(true)
  })

  it('does not call changed what could not be spoiled', () => {
    const { delivered, pass } = openLine({ corruptShare: 1, corruption: 'truncated' })
    pass('')
    expect(delivered).toEqual([{ text: '', mark: undefined, atMs: 0 }])
  })
})

describe('stall and silence', () => {
  it('holds everything for so long, then delivers it in order', () => {
    const { line, delivered, pass } = openLine()
    line.stall(300)
    expect(line.isIdle).toBe(false)
    pass('a')
    vi.advanceTimersByTime(299)
    pass('b')
    expect(delivered).toEqual([])
    vi.advanceTimersByTime(1)
    expect(delivered).toEqual([
      { text: 'a', mark: 'delayed', atMs: 300 },
      { text: 'b', mark: 'delayed', atMs: 300 },
    ])
    expect(line.isIdle).toBe(true)
  })

  it('holds also what was due in it, and resumes when told', () => {
    const { line, delivered, pass } = openLine({ latencyMs: 50 })
    pass('a')
    line.stall(10_000)
    vi.advanceTimersByTime(400)
    line.resume()
    expect(delivered).toEqual([{ text: 'a', mark: 'delayed', atMs: 400 }])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('stalls by itself, once in so often, without a timer of its own', () => {
    const { line, delivered, pass } = openLine({ stall: { everyMs: 1_000, forMs: 200 } })
    expect(vi.getTimerCount()).toBe(0)
    for (let number = 0; number < 60; number++) {
      pass(`${number}`)
      vi.advanceTimersByTime(50)
    }
    const late = delivered.filter(({ mark }) => mark === 'delayed')
    expect(texts(late)).toEqual(['20', '21', '22', '23', '40', '41', '42', '43'])
    expect(late.map(({ atMs }) => atMs)).toEqual([1_200, 1_200, 1_200, 1_200, 2_200, 2_200, 2_200, 2_200])
    expect(texts(delivered)).toEqual(Array.from({ length: 60 }, (_, number) => `${number}`))
    line.end()
  })

  it('does not put off its next stall when another fault is changed, and ends one that is switched off', () => {
    const stall = { everyMs: 1_000, forMs: 500 }
    const { delivered, pass, set } = openLine({ stall })
    vi.advanceTimersByTime(900)
    set({ stall: { ...stall }, jitterMs: 0, oversizeBytes: 5 })
    vi.advanceTimersByTime(150)
    pass('a')
    expect(delivered).toEqual([])
    set({ stall: { everyMs: 0, forMs: 500 } })
    expect(delivered).toEqual([{ text: 'a', mark: 'delayed', atMs: 1_050 }])
  })

  it('resumes from a stall of its own, and the next comes in its time', () => {
    const { line, delivered, pass } = openLine({ stall: { everyMs: 1_000, forMs: 500 } })
    vi.advanceTimersByTime(1_100)
    pass('a')
    line.resume()
    pass('b')
    vi.advanceTimersByTime(900)
    pass('c')
    expect(delivered).toEqual([
      { text: 'a', mark: 'delayed', atMs: 1_100 },
      { text: 'b', mark: undefined, atMs: 1_100 },
    ])
  })

  it('drops what is passed while half-open, and what waited, and goes on afterwards', () => {
    const { line, delivered, pass } = openLine({ latencyMs: 50 })
    pass('a')
    line.silence(true)
    pass('b')
    expect(delivered).toEqual([
      { text: 'a', mark: 'dropped', atMs: 0 },
      { text: 'b', mark: 'dropped', atMs: 0 },
    ])
    expect(vi.getTimerCount()).toBe(0)
    line.silence(false)
    pass('c')
    vi.advanceTimersByTime(50)
    expect(delivered.at(-1)).toEqual({ text: 'c', mark: 'delayed', atMs: 50 })
  })
})

describe('whoever is delivered to', () => {
  it('may pass in turn: the answer comes behind, also behind the double', () => {
    const { delivered, pass } = openLine({
      duplicateShare: 1,
      onDeliver: ({ payload, mark }, line) => {
        if (mark === undefined && payload.length < 3) line.pass('text', Buffer.concat([payload, Buffer.from('!')]))
      },
    })
    pass('a')
    expect(texts(delivered)).toEqual(['a', 'a', 'a!', 'a!', 'a!!', 'a!!'])
  })

  it('may pass for ever: others have their turn, and the stack does not grow', () => {
    const { line, delivered, pass } = openLine({
      onDeliver: (frame, self) => {
        if (frame.mark !== 'dropped') self.pass('text', frame.payload)
      },
    })
    pass('a')
    expect(delivered.length).toBe(TURN_MAX_FRAMES)
    vi.advanceTimersToNextTimer()
    expect(delivered.length).toBe(2 * TURN_MAX_FRAMES)
    line.end()
    expect(vi.getTimerCount()).toBe(0)
    expect(marked(delivered, 'dropped').length).toBe(1)
  })

  it('may answer 100,000 dropped frames with another', () => {
    let left = 100_000
    const { delivered, pass } = openLine({
      dropShare: 1,
      onDeliver: (_, line) => left-- > 0 && line.pass('text', Buffer.alloc(0)),
    })
    pass('a')
    expect(delivered.length).toBe(100_001)
  })

  it('may end the line: the rest is dropped, in order', () => {
    const { line, delivered, pass } = openLine({
      onDeliver: ({ payload }, self) => {
        if (payload.toString() === 'b') self.end()
      },
    })
    line.stall(10)
    for (const letter of 'abcd') pass(letter)
    vi.advanceTimersByTime(10)
    expect(delivered.map(({ text, mark }) => [text, mark])).toEqual([
      ['a', 'delayed'],
      ['b', 'delayed'],
      ['c', 'dropped'],
      ['d', 'dropped'],
    ])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('may stall the line in the middle of what is due', () => {
    const { line, delivered, pass } = openLine({
      onDeliver: ({ payload }, self) => {
        if (payload.toString() === 'a') self.stall(500)
      },
    })
    line.stall(10)
    for (const letter of 'abc') pass(letter)
    vi.advanceTimersByTime(1_000)
    expect(delivered.map(({ text, atMs }) => [text, atMs])).toEqual([
      ['a', 10],
      ['b', 510],
      ['c', 510],
    ])
  })

  it('may throw: what else is due comes all the same', () => {
    const { line, delivered, pass } = openLine({
      duplicateShare: 1,
      onDeliver: ({ mark }) => {
        if (mark === undefined) throw new Error('out of order')
      },
    })
    expect(() => pass('a')).toThrow('out of order')
    vi.advanceTimersByTime(1)
    expect(texts(delivered)).toEqual(['a', 'a'])
    expect(line.queuedBytes).toBe(0)
  })
})
