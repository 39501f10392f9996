import { describe, expect, it } from 'vitest'
import { Chunk } from '../../../../src/main/engine/frames/chunk'
import { compileMessageMatch, compilePayloadMatch, compileRowMatch } from '../../../../src/main/engine/match/compile'
import { directions, frameKind, frameTypes, marks } from '../../../../src/shared/protocol/frame'
import { seededRandom } from '../../../support/seeded-random'

const START_MS = Date.UTC(2026, 10, 24, 12)
const NAMES = ['ticker', 'Staging feed', ':8080 echo', 'client 3 of :8080 echo']
const namesOf = (id: number) => [NAMES[id] ?? `client ${id}`]

interface Frame {
  type: (typeof frameTypes)[number]
  direction: (typeof directions)[number]
  mark: (typeof marks)[number] | undefined
  connectionId: number
  timeMs: number
  text: string
  isDropped: boolean
}

type Random = () => number
const oneOf = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T

function randomFrame(random: Random, at: number): Frame {
  const words = ['buy', 'SELL', 'Zürich', 'price', 'ack', '42', 'x y']
  const price = Math.round(random() * 200)
  const text =
    random() < 0.5
      ? JSON.stringify({ price, side: oneOf(random, ['buy', 'sell']), n: { a: oneOf(random, words) } })
      : Array.from({ length: Math.floor(random() * 5) }, () => oneOf(random, words)).join(' ')
  return {
    type: oneOf(random, frameTypes),
    direction: oneOf(random, directions),
    mark: random() < 0.3 ? oneOf(random, marks) : undefined,
    connectionId: Math.floor(random() * 6),
    timeMs: START_MS + at * 10,
    text,
    isDropped: random() < 0.05,
  }
}

function chunkOf(frames: readonly Frame[]): Chunk {
  const chunk = new Chunk(1)
  for (const { timeMs, connectionId, type, direction, mark, text, isDropped } of frames) {
    const kind = frameKind(type, direction, mark)
    if (isDropped) chunk.appendWithoutPayload(timeMs, connectionId, kind, Buffer.byteLength(text))
    else chunk.append(timeMs, connectionId, kind, Buffer.from(text))
  }
  return chunk
}

/** What a term's text means, said a second time and plainly. */
interface Said {
  text: string
  holds(frame: Frame): boolean
}

function parsed(frame: Frame): { price?: number; side?: string; n?: { a?: string } } {
  return !frame.isDropped && frame.text.startsWith('{') ? JSON.parse(frame.text) : {}
}

function randomTerm(random: Random): Said {
  const contains = (word: string) => (frame: Frame) =>
    !frame.isDropped && frame.text.toLowerCase().includes(word.toLowerCase())
  const size = Math.floor(random() * 60)
  const price = Math.floor(random() * 200)
  const timeMs = START_MS + Math.floor(random() * 500) * 10
  const type = oneOf(random, frameTypes)
  const mark = oneOf(random, marks)
  const isSized = (frame: Frame) => frame.type !== 'event'
  return oneOf<Said>(random, [
    { text: 'buy', holds: contains('buy') },
    { text: 'ZÜRICH', holds: contains('zürich') },
    { text: '"x y"', holds: contains('x y') },
    { text: '/b[uy]{2}/i', holds: (frame) => !frame.isDropped && /b[uy]{2}/i.test(frame.text) },
    { text: '/^ack/', holds: (frame) => !frame.isDropped && frame.text.startsWith('ack') },
    { text: `$.price > ${price}`, holds: (frame) => Number(parsed(frame).price) > price },
    { text: '$.side == sell', holds: (frame) => parsed(frame).side === 'sell' },
    { text: '($.n)', holds: (frame) => parsed(frame).n !== undefined },
    { text: '$.n.a ~ "R"', holds: (frame) => parsed(frame).n?.a?.toLowerCase().includes('r') ?? false },
    { text: 'dir:in', holds: (frame) => frame.type !== 'event' && frame.direction === 'received' },
    { text: 'dir:out', holds: (frame) => frame.type !== 'event' && frame.direction === 'sent' },
    { text: `type:${type},text`, holds: (frame) => frame.type === type || frame.type === 'text' },
    { text: 'is:marked', holds: (frame) => frame.mark !== undefined },
    { text: `is:${mark}`, holds: (frame) => frame.mark === mark },
    { text: `size>${size}`, holds: (frame) => isSized(frame) && Buffer.byteLength(frame.text) > size },
    { text: `size <= ${size}b`, holds: (frame) => isSized(frame) && Buffer.byteLength(frame.text) <= size },
    { text: 'conn:ECHO', holds: ({ connectionId }) => connectionId === 2 || connectionId === 3 },
    { text: 'conn:"staging f"', holds: ({ connectionId }) => connectionId === 1 },
    { text: 'conn:5', holds: ({ connectionId }) => connectionId === 5 },
    { text: `time>=${new Date(timeMs).toISOString()}`, holds: (frame) => frame.timeMs >= timeMs },
    { text: `time<${new Date(timeMs).toISOString()}`, holds: (frame) => frame.timeMs < timeMs },
  ])
}

function randomFilter(random: Random, depth: number): Said {
  if (depth === 0 || random() < 0.3) return randomTerm(random)
  const parts = Array.from({ length: 2 + Math.floor(random() * 2) }, () => randomFilter(random, depth - 1))
  const [first] = parts as [Said]
  const form = random()
  if (form < 0.25) return { text: `not (${first.text})`, holds: (frame) => !first.holds(frame) }
  const isAnd = form < 0.65
  const between = isAnd ? oneOf(random, [' ', ' and ']) : ' or '
  return {
    text: `(${parts.map(({ text }) => text).join(between)})`,
    holds: (frame) => (isAnd ? parts.every((part) => part.holds(frame)) : parts.some((part) => part.holds(frame))),
  }
}

/** As a view does: slice by slice. */
function select(text: string, chunk: Chunk): number[] {
  const compiled = compileRowMatch(text, namesOf)
  if (!compiled.ok) throw new Error(`${text}: ${compiled.error.message}`)
  if (compiled.value === undefined) throw new Error('It is empty.')
  const { rowsPerSlice, select } = compiled.value
  const rows: number[] = []
  const places = new Uint16Array(rowsPerSlice)
  for (let from = 0; from < chunk.rowCount; from += rowsPerSlice) {
    const count = Math.min(rowsPerSlice, chunk.rowCount - from)
    for (let at = 0; at < count; at++) places[at] = from + at
    rows.push(...places.subarray(0, select(chunk, places, count)))
  }
  return rows
}

describe('a filter of many terms', () => {
  it('leaves the rows that one who looks at each of them by hand would leave', () => {
    const random = seededRandom(11)
    let leftCount = 0
    for (let run = 0; run < 300; run++) {
      const frames = Array.from({ length: 400 }, (_, at) => randomFrame(random, at))
      const { text, holds } = randomFilter(random, 3)
      const expected = [...frames.keys()].filter((row) => holds(frames[row] as Frame))
      expect(select(text, chunkOf(frames)), text).toEqual(expected)
      if (expected.length > 0 && expected.length < frames.length) leftCount++
    }
    // Filters that leave all or nothing would show little.
    expect(leftCount).toBeGreaterThan(150)
  })

  it('asks for a connection by any of its names, whatever becomes of its case', () => {
    const chunk = chunkOf([0, 1, 2, 3].map((connectionId) => ({ ...randomFrame(seededRandom(1), 0), connectionId })))
    expect(select('conn:TICK', chunk)).toEqual([0])
    expect(select('conn::8080', chunk)).toEqual([2, 3])
    expect(select('conn:3', chunk)).toEqual([3])
    expect(select('not conn:echo', chunk)).toEqual([0, 1])
  })

  it('is refused with the place of the expression that cannot be compiled', () => {
    const text = 'buy or /(/ or sell'
    const compiled = compileRowMatch(text, namesOf)
    if (compiled.ok) throw new Error('It was taken.')
    expect(compiled.error.message).toMatch(/missing closing \)/)
    expect(text.slice(compiled.error.at?.from, compiled.error.at?.to)).toBe('/(/')
  })

  it('has expressions that together cost what one may cost', () => {
    const large = '/(abc|def){90}/'
    expect(compileRowMatch(large, namesOf).ok).toBe(true)
    const compiled = compileRowMatch(`${large} or ${large}`, namesOf)
    if (compiled.ok) throw new Error('It was taken.')
    expect(compiled.error.message).toMatch(/too large together/)
  })
})

describe('a filter of messages that are no rows, such as a rule’s', () => {
  it('joins terms too', () => {
    const compiled = compileMessageMatch('(buy or sell) and not $.price < 100')
    if (!compiled.ok || compiled.value === undefined) throw new Error('It was refused.')
    const matches = compiled.value
    expect(matches(Buffer.from('{"side":"BUY","price":120}'))).toBe(true)
    expect(matches(Buffer.from('{"side":"buy","price":99}'))).toBe(false)
    expect(matches(Buffer.from('{"side":"hold","price":120}'))).toBe(false)
    expect(matches(Buffer.from('sell'))).toBe(true)
  })

  it.each(['dir:in', 'type:text', 'size>1kb', 'conn:a', 'time>12:00', 'is:marked'])(
    'is refused where it asks for %s, which only a row has',
    (term) => {
      const compiled = compilePayloadMatch(`a or not ${term}`)
      if (compiled.ok) throw new Error('It was taken.')
      expect(compiled.error.message).toMatch(
        new RegExp(`“${term}” asks of a row of the log, and here is only a message`),
      )
      expect(compiled.error.at).toEqual({ from: 9, to: 9 + term.length })
    },
  )
})
