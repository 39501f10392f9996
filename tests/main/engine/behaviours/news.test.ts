import { describe, expect, it } from 'vitest'
import { HeadlineWriter } from '../../../../src/main/engine/behaviours/headline-writer'
import { BACKLOG_MAX_COUNT, news } from '../../../../src/main/engine/behaviours/news'
import { seededRandom } from '../../../support/seeded-random'
import { FakeStage } from './fake-stage'

interface Item {
  id: number
  headline: string
  category: string
  source: string
  time: string
}

describe('news', () => {
  it('greets the first to come with a full backlog, the oldest first', () => {
    const stage = new FakeStage(news)
    const items = stage.join().take<Item>()
    expect(items.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5])
    expect(items).toHaveLength(BACKLOG_MAX_COUNT)
    expect(items[0]?.time).toBe('2024-05-17T11:59:45.000Z')
    expect(items[4]?.time).toBe('2024-05-17T11:59:57.000Z')
  })

  it('greets later ones with the newest few, however long it ran', () => {
    const stage = new FakeStage(news)
    const first = stage.join()
    stage.advance(3_600_000)
    const all = first.take<Item>()
    expect(all.length).toBeGreaterThan(1_000)
    expect(stage.join().take()).toEqual(all.slice(-BACKLOG_MAX_COUNT))
  })

  it('sends items of exactly five fields, numbered without a gap', () => {
    const stage = new FakeStage(news)
    const peer = stage.join()
    stage.advance(60_000)
    const items = peer.take<Item>()
    expect(items.length).toBeGreaterThan(10)
    for (const [i, item] of items.entries()) {
      expect(Object.keys(item)).toEqual(['id', 'headline', 'category', 'source', 'time'])
      expect(item.id).toBe(i + 1)
      expect(new Date(item.time).toISOString()).toBe(item.time)
    }
  })

  it('comes at irregular intervals of the mean asked for', () => {
    const stage = new FakeStage(news, { intervalMs: 1_000 })
    const peer = stage.join()
    peer.received = []
    stage.advance(10_000_000)
    const times = peer.take<Item>().map(({ time }) => Date.parse(time))
    expect(times.length).toBeGreaterThan(9_500)
    expect(times.length).toBeLessThan(10_500)
    const gaps = times.slice(1).map((time, i) => time - times[i]!)
    // Of an exponential distribution 1 − 1/e = 63 % lie below the mean, 5 % beyond three means.
    expect(gaps.filter((gap) => gap < 1_000).length / gaps.length).toBeCloseTo(0.632, 1)
    expect(gaps.filter((gap) => gap > 3_000).length / gaps.length).toBeCloseTo(0.05, 1)
    expect(gaps.some((gap) => gap > 5_000)).toBe(true)
  })

  it('takes up a new mean at once, not after a wait that may be long', () => {
    const stage = new FakeStage(news, { intervalMs: 600_000 })
    const peer = stage.join()
    peer.received = []
    stage.configure({ intervalMs: 200 })
    stage.advance(20_000)
    expect(peer.received.length).toBeGreaterThan(60)
    expect(stage.timerCount).toBe(1)
  })

  it('rests while nobody is connected, also when it is adjusted then', () => {
    const stage = new FakeStage(news)
    stage.configure({ intervalMs: 200 })
    expect(stage.timerCount).toBe(0)
    const peer = stage.join()
    stage.join()
    expect(stage.timerCount).toBe(1)
    for (const each of [...stage.peers]) stage.leave(each)
    expect(stage.timerCount).toBe(0)
    peer.received = []
    stage.advance(60_000)
    expect(peer.received).toEqual([])
  })

  it('goes on when one of several leaves', () => {
    const stage = new FakeStage(news)
    const stays = stage.join()
    stage.leave(stage.join())
    stays.received = []
    stage.advance(60_000)
    expect(stays.received.length).toBeGreaterThan(5)
  })

  it('ignores whatever clients send', () => {
    const stage = new FakeStage(news)
    const peer = stage.join()
    peer.received = []
    for (const message of ['{', 'x'.repeat(1_000_000), new Uint8Array([0xff])]) stage.say(peer, message)
    expect(peer.received).toEqual([])
  })

  it('does the same again with the same dice', () => {
    const run = (seed: number) => {
      const stage = new FakeStage(news, {}, seed)
      const peer = stage.join()
      stage.advance(100_000)
      return peer.received
    }
    expect(run(3)).toEqual(run(3))
    expect(run(3)).not.toEqual(run(4))
  })
})

describe('HeadlineWriter', () => {
  const writer = new HeadlineWriter(seededRandom(5))
  const written = Array.from({ length: 2_000 }, () => writer.write())

  it('leaves no slot open and no sentence unkempt', () => {
    for (const { headline } of written) expect(headline).toMatch(/^[A-Z][\p{L}\d&,’-]*( [\p{L}\d&,’-]+)+$/u)
  })

  it('does not repeat a headline within the hour', () => {
    for (let i = 0; i < written.length; i++) {
      const hour = written.slice(i + 1, i + 20).map(({ headline }) => headline)
      expect(hour).not.toContain(written[i]?.headline)
    }
    expect(new Set(written.map(({ headline }) => headline)).size).toBeGreaterThan(1_300)
  })

  it('covers all sections and papers, and never names one company or town twice in a headline', () => {
    expect(new Set(written.map(({ category }) => category)).size).toBe(8)
    expect(new Set(written.map(({ source }) => source)).size).toBe(6)
    for (const { headline } of written) {
      const partners = /^(.+) and (.+) agree|between (.+) and (.+) returns|^(.+) Rovers draw with (.+) Athletic/.exec(
        headline,
      )
      const [one, other] = (partners ?? []).slice(1).filter((name) => name !== undefined)
      if (partners !== null) expect(one).not.toBe(other)
    }
  })
})
