import { describe, expect, it } from 'vitest'
import { ticker } from '../../../../src/main/engine/behaviours/ticker'
import { seededRandom } from '../../../support/seeded-random'
import { FakeStage } from './fake-stage'

interface Quote {
  symbol: string
  price: number
  size: number
  time: number
}

function symbolsOf(quotes: Quote[]): string[] {
  return [...new Set(quotes.map(({ symbol }) => symbol))].sort()
}

describe('ticker', () => {
  it('sends quotes of exactly four fields', () => {
    const stage = new FakeStage(ticker)
    const peer = stage.join()
    stage.advance(10_000.4)
    const quotes = peer.take<Quote>()
    for (const quote of quotes) {
      expect(Object.keys(quote)).toEqual(['symbol', 'price', 'size', 'time'])
      expect(quote.price).toBeGreaterThan(0)
      expect(quote.price).toBe(Number(quote.price.toFixed(2)))
      expect(quote.size % 100).toBe(0)
      expect(Number.isSafeInteger(quote.time)).toBe(true)
    }
    expect(symbolsOf(quotes)).toEqual(['ACME', 'GLOBEX', 'INITECH', 'UMBRELLA'])
    expect(quotes[0]?.time).toBeGreaterThanOrEqual(Date.UTC(2024, 4, 17, 12))
    expect(quotes[quotes.length - 1]?.time).toBeLessThanOrEqual(stage.now())
  })

  it('sends whole milliseconds even where the clock has fractions', () => {
    const stage = new FakeStage(ticker)
    stage.stall(0.4)
    const peer = stage.join()
    stage.advance(1_000)
    const quotes = peer.take<Quote>()
    expect(quotes.length).toBeGreaterThan(10)
    expect(quotes.every(({ time }) => Number.isSafeInteger(time))).toBe(true)
  })

  it('escapes symbols', () => {
    const stage = new FakeStage(ticker, { symbols: '"\\' })
    const peer = stage.join()
    stage.advance(100)
    expect(peer.take<Quote>()[0]?.symbol).toBe('"\\')
  })

  it('sends 20 messages a second unless told otherwise', () => {
    const stage = new FakeStage(ticker)
    const peer = stage.join()
    stage.advance(60_000)
    expect(Math.abs(peer.received.length - 1_200)).toBeLessThanOrEqual(1)
  })

  it('keeps a rate no timer ticks at exact over a thousand jittery ticks', () => {
    const rate = 33_333
    const stage = new FakeStage(ticker, { rate })
    const random = seededRandom(2)
    stage.join()
    const startMs = stage.now()
    for (let tick = 0; tick < 1_000; tick++) {
      stage.stall(10 + random() * 20)
      for (const peer of stage.peers) peer.received.length = 0
    }
    const expected = ((stage.now() - startMs) / 1_000) * rate
    expect(Math.abs(stage.broadcastCount - expected)).toBeLessThanOrEqual(1.001)
  })

  it('keeps slow rates exact too', () => {
    const stage = new FakeStage(ticker, { rate: 1.5 })
    const peer = stage.join()
    stage.advance(600_000)
    expect(Math.abs(peer.received.length - 900)).toBeLessThanOrEqual(1)
  })

  it('makes up for no more than 100 ms of a stall', () => {
    const stage = new FakeStage(ticker, { rate: 10_000 })
    const peer = stage.join()
    stage.stall(60_000)
    expect(peer.received).toHaveLength(1_000)
    peer.received = []
    stage.advance(1_000)
    expect(peer.received).toHaveLength(10_000)
  })

  it('sends all the same quotes, each encoded once', () => {
    const stage = new FakeStage(ticker)
    const first = stage.join()
    const second = stage.join()
    stage.advance(5_000)
    expect(first.received.length).toBeGreaterThan(90)
    expect(second.received).toEqual(first.received)
    expect(stage.broadcastCount).toBe(first.received.length)
  })

  it('rests while nobody is connected', () => {
    const stage = new FakeStage(ticker)
    expect(stage.timerCount).toBe(0)
    const first = stage.join()
    const second = stage.join()
    expect(stage.timerCount).toBe(1)
    stage.leave(first)
    expect(stage.timerCount).toBe(1)
    stage.leave(second)
    expect(stage.timerCount).toBe(0)
    stage.advance(3_600_000)
    const third = stage.join()
    stage.advance(1_000)
    expect(Math.abs(third.received.length - 20)).toBeLessThanOrEqual(1)
  })

  it('takes up a new rate at once, with the prices it had', () => {
    const stage = new FakeStage(ticker, { symbols: 'ACME', rate: 20 })
    const peer = stage.join()
    stage.advance(60_000)
    const before = peer.take<Quote>().pop()!
    stage.configure({ symbols: 'ACME', rate: 5_000 })
    stage.advance(1_000)
    const after = peer.take<Quote>()
    expect(Math.abs(after.length - 5_000)).toBeLessThanOrEqual(1)
    expect(Math.abs(after[0]!.price / before.price - 1)).toBeLessThan(0.01)
  })

  it('remembers a rate set while it rests', () => {
    const stage = new FakeStage(ticker)
    stage.configure({ rate: 100 })
    const peer = stage.join()
    stage.advance(1_000)
    expect(Math.abs(peer.received.length - 100)).toBeLessThanOrEqual(1)
  })

  it('takes up new symbols and lets old ones go', () => {
    const stage = new FakeStage(ticker, { symbols: 'A, B' })
    const peer = stage.join()
    stage.configure({ symbols: 'B, C' })
    stage.advance(10_000)
    expect(symbolsOf(peer.take())).toEqual(['B', 'C'])
  })

  it('does the same again with the same dice', () => {
    const run = (seed: number) => {
      const stage = new FakeStage(ticker, {}, seed)
      const peer = stage.join()
      stage.advance(10_000)
      return peer.received
    }
    expect(run(3)).toEqual(run(3))
    expect(run(3)).not.toEqual(run(4))
  })
})

describe('ticker subscriptions', () => {
  it('narrows the feed to what a client subscribed, and leaves the others theirs', () => {
    const stage = new FakeStage(ticker)
    const choosy = stage.join()
    const other = stage.join()
    stage.say(choosy, { type: 'subscribe', symbols: ['ACME'] })
    expect(choosy.take()).toEqual([{ type: 'subscribed', symbols: ['ACME'] }])
    stage.advance(10_000)
    const quotes = other.take<Quote>()
    expect(symbolsOf(quotes)).toHaveLength(4)
    expect(quotes.length).toBeGreaterThan(190)
    expect(choosy.take()).toEqual(quotes.filter(({ symbol }) => symbol === 'ACME'))
  })

  it('adds with further subscriptions, in any case, and answers in the order of the list', () => {
    const stage = new FakeStage(ticker)
    const peer = stage.join()
    stage.say(peer, { type: 'subscribe', symbols: ['umbrella'] })
    stage.say(peer, { type: 'subscribe', symbols: [' Acme ', 'ACME'] })
    expect(peer.take().pop()).toEqual({ type: 'subscribed', symbols: ['ACME', 'UMBRELLA'] })
  })

  it('takes away with unsubscribe, down to nothing', () => {
    const stage = new FakeStage(ticker)
    const peer = stage.join()
    stage.say(peer, { type: 'unsubscribe', symbols: ['ACME'] })
    expect(peer.take()).toEqual([{ type: 'subscribed', symbols: ['GLOBEX', 'INITECH', 'UMBRELLA'] }])
    stage.say(peer, { type: 'unsubscribe', symbols: ['GLOBEX', 'INITECH', 'UMBRELLA'] })
    expect(peer.take()).toEqual([{ type: 'subscribed', symbols: [] }])
    stage.advance(10_000)
    expect(peer.received).toEqual([])
  })

  it('broadcasts again once everybody wants all again or is gone', () => {
    const stage = new FakeStage(ticker)
    const back = stage.join()
    const gone = stage.join()
    for (const peer of [back, gone]) stage.say(peer, { type: 'unsubscribe', symbols: ['ACME'] })
    stage.advance(1_000)
    expect(stage.broadcastCount).toBe(0)
    stage.leave(gone)
    stage.say(back, { type: 'subscribe', symbols: ['ACME'] })
    stage.advance(1_000)
    expect(stage.broadcastCount).toBeGreaterThan(15)
  })

  it.each([
    ['malformed JSON', '{"type":"subscribe"'],
    ['a list', '[]'],
    ['null', 'null'],
    ['an unknown type', { type: 'buy', symbols: ['ACME'] }],
    ['no type', { symbols: ['ACME'] }],
    ['no symbols', { type: 'subscribe' }],
    ['an empty list of symbols', { type: 'subscribe', symbols: [] }],
    ['symbols that are no list', { type: 'subscribe', symbols: 'ACME' }],
    ['symbols of wrong types', { type: 'subscribe', symbols: ['ACME', 5, null] }],
    ['a symbol there is not', { type: 'subscribe', symbols: ['ACME', 'NOPE'] }],
    ['__proto__ as a symbol', { type: 'subscribe', symbols: ['__proto__'] }],
    ['a command under __proto__', '{"__proto__":{"type":"subscribe","symbols":["ACME"]}}'],
    ['binary', new TextEncoder().encode('{"type":"subscribe","symbols":["ACME"]}')],
    ['a huge message', `{"type":"subscribe","symbols":["ACME"],"x":"${'x'.repeat(5_000_000)}"}`],
  ])('refuses %s, changes nothing and says what to send', (_, message) => {
    const stage = new FakeStage(ticker)
    const peer = stage.join()
    stage.say(peer, message)
    expect(peer.take()).toEqual([
      { type: 'error', message: expect.stringContaining('{"type":"subscribe","symbols":["ACME"]}') },
    ])
    stage.advance(10_000)
    expect(symbolsOf(peer.take())).toHaveLength(4)
  })
})
