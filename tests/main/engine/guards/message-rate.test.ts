import { describe, expect, it } from 'vitest'
import { GRACE_MS, MEMORY_MS, MessageRate } from '../../../../src/main/engine/guards/message-rate'

const START_MS = 1_700_000_000_000

/** `count` messages, evenly from `fromMs` on within a second. */
function send(rate: MessageRate, count: number, fromMs: number): string[] {
  return Array.from({ length: count }, (_, index) => rate.take(fromMs + (index * 1_000) / count))
}

const answersOf = (answers: string[]) => [...new Set(answers)]

describe('The rate of messages', () => {
  it('is fine at the limit, for ever', () => {
    const rate = new MessageRate(100)
    for (let second = 0; second < 60; second++) {
      expect(answersOf(send(rate, 100, START_MS + second * 1_000))).toEqual(['fine'])
    }
  })

  it('may come as one burst of a second’s worth, and again a second later', () => {
    const rate = new MessageRate(100)
    const burst = (nowMs: number) => answersOf(Array.from({ length: 100 }, () => rate.take(nowMs)))
    expect(burst(START_MS)).toEqual(['fine'])
    expect(burst(START_MS + 1_000)).toEqual(['fine'])
  })

  it('answers the first message too many with one warning, and nothing more within the grace', () => {
    const rate = new MessageRate(10)
    for (let count = 0; count < 10; count++) expect(rate.take(START_MS)).toBe('fine')
    expect(rate.take(START_MS)).toBe('warn')
    for (let count = 0; count < 1_000; count++) expect(rate.take(START_MS + GRACE_MS - 1)).toBe('fine')
  })

  it('is over when it goes on after the grace', () => {
    const rate = new MessageRate(10)
    const answers = [0, 1, 2].flatMap((second) => send(rate, 30, START_MS + second * 1_000))
    expect(answers.filter((answer) => answer === 'warn')).toHaveLength(1)
    const over = answers.indexOf('over')
    expect(over).toBeGreaterThan(answers.indexOf('warn'))
    // The bucket lasts half a second at three times the limit, then there is one second of grace.
    expect(over).toBeLessThan(60)
  })

  it('is over even a little above the limit, when it does not end', () => {
    const rate = new MessageRate(100)
    const answers = Array.from({ length: 40 }, (_, second) => send(rate, 105, START_MS + second * 1_000)).flat()
    expect(answers).toContain('over')
  })

  it('is fine for a client that slowed down when it was warned', () => {
    const rate = new MessageRate(10)
    expect(send(rate, 30, START_MS)).toContain('warn')
    for (let second = 1; second < 20; second++) {
      expect(answersOf(send(rate, 9, START_MS + second * 1_000))).toEqual(['fine'])
    }
  })

  it('forgets a warning after ten seconds: the next excess is warned again', () => {
    const rate = new MessageRate(1)
    expect([rate.take(START_MS), rate.take(START_MS)]).toEqual(['fine', 'warn'])
    const laterMs = START_MS + MEMORY_MS
    expect([rate.take(laterMs), rate.take(laterMs)]).toEqual(['fine', 'warn'])
  })

  it('remembers it until then', () => {
    const rate = new MessageRate(1)
    expect([rate.take(START_MS), rate.take(START_MS)]).toEqual(['fine', 'warn'])
    const laterMs = START_MS + MEMORY_MS - 1
    expect([rate.take(laterMs), rate.take(laterMs)]).toEqual(['fine', 'over'])
  })

  it('has no limit at 0', () => {
    const rate = new MessageRate(0)
    for (let count = 0; count < 10_000; count++) expect(rate.take(START_MS)).toBe('fine')
  })

  it('gives nothing for a clock that goes back', () => {
    const rate = new MessageRate(1)
    expect(rate.take(START_MS)).toBe('fine')
    expect(rate.take(START_MS - 60_000)).toBe('warn')
  })
})
