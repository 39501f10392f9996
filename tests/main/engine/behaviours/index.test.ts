import { describe, expect, it } from 'vitest'
import { behaviourSummaries, behaviourTypes, checkOptions } from '../../../../src/main/engine/behaviours/index'
import { behaviourNames } from '../../../../src/shared/protocol/behaviour'
import { FakeStage } from './fake-stage'

describe('behaviourSummaries', () => {
  it('lists every behaviour, each with a sentence and defaults in their own range', () => {
    const summaries = behaviourSummaries()
    expect(summaries.map(({ name }) => name)).toEqual([...behaviourNames])
    for (const { name, description, options } of summaries) {
      expect(description).toMatch(/^[A-Z].*\.$/)
      const defaults = Object.fromEntries(options.map((field) => [field.name, field.default]))
      // Nobody can say for the user what a tap is to watch.
      if (name === 'tap') {
        expect(checkOptions(name, {})).toMatchObject({ ok: false, error: { code: 'ERR_URL_INVALID' } })
        continue
      }
      expect(checkOptions(name, {})).toEqual({ ok: true, value: defaults })
      expect(checkOptions(name, defaults)).toEqual({ ok: true, value: defaults })
    }
  })

  it('survives being sent to the window', () => {
    expect(structuredClone(behaviourSummaries())).toEqual(behaviourSummaries())
  })
})

describe('every behaviour', () => {
  const hostile = [
    '',
    '{',
    'null',
    '[]'.repeat(5_000),
    '['.repeat(16_000),
    '{"__proto__":null,"constructor":null,"toString":1}',
    '{"type":{},"symbols":{"length":1e9},"text":[],"name":{}}',
    'x'.repeat(1_000_000),
    new Uint8Array(1_000_000),
    new Uint8Array(),
  ]

  it.each(Object.entries(behaviourTypes))('takes hostile messages in its stride: %s', (_, type) => {
    const stage = new FakeStage(type)
    const peer = stage.join()
    const other = stage.join()
    for (const message of hostile) stage.say(peer, message)
    stage.advance(1_000)
    stage.leave(peer)
    stage.leave(other)
    expect(stage.timerCount).toBe(0)
  })
})

describe('checkOptions', () => {
  it('fills in what was left out', () => {
    expect(checkOptions('ticker', { rate: 200_000 })).toEqual({
      ok: true,
      value: { symbols: 'ACME, GLOBEX, INITECH, UMBRELLA', rate: 200_000 },
    })
    expect(checkOptions('game', { bots: undefined })).toEqual({ ok: true, value: { rate: 30, bots: 3 } })
  })

  it('accepts both ends of a range', () => {
    expect(checkOptions('news', { intervalMs: 200 }).ok).toBe(true)
    expect(checkOptions('news', { intervalMs: 600_000 }).ok).toBe(true)
  })

  it.each([
    ['ticker', { rate: 0 }, 'Rate (rate) is 0; it must be a number from 1 to 200000 messages/s.'],
    ['ticker', { rate: 200_001 }, 'Rate (rate) is 200001; it must be a number from 1 to 200000 messages/s.'],
    ['ticker', { rate: Number.NaN }, 'Rate (rate) is NaN; it must be a number from 1 to 200000 messages/s.'],
    ['ticker', { rate: Infinity }, 'Rate (rate) is Infinity; it must be a number from 1 to 200000 messages/s.'],
    ['ticker', { rate: '20' }, 'Rate (rate) is "20"; it must be a number from 1 to 200000 messages/s.'],
    ['ticker', { rate: null }, 'Rate (rate) is null; it must be a number from 1 to 200000 messages/s.'],
    ['ticker', { rate: () => 1 }, 'Rate (rate) is function; it must be a number from 1 to 200000 messages/s.'],
    ['ticker', { symbols: 5 }, 'Symbols (symbols) is 5; it must be a text of at most 1000 characters.'],
    ['game', { bots: -1 }, 'Bots (bots) is -1; it must be a number from 0 to 50.'],
    ['game', { bot: 1 }, 'There is no option named "bot"; the options here are rate, bots.'],
    ['echo', { rate: 1 }, 'There is no option named "rate"; there are none here.'],
    [
      'ticker',
      JSON.parse('{"__proto__":{"rate":5}}'),
      'There is no option named "__proto__"; the options here are symbols, rate.',
    ],
    ['ticker', { constructor: 1 }, 'There is no option named "constructor"; the options here are symbols, rate.'],
  ] as const)('refuses %s with %j', (name, options, message) => {
    expect(checkOptions(name, options)).toEqual({ ok: false, error: { code: 'ERR_OPTION_INVALID', message } })
  })

  it('shows only the beginning of a huge value', () => {
    const checked = checkOptions('ticker', { symbols: 'x'.repeat(1_000_000) })
    expect(checked.ok).toBe(false)
    expect(JSON.stringify(checked).length).toBeLessThan(250)
    expect(JSON.stringify(checkOptions('ticker', { ['x'.repeat(1_000_000)]: 1 })).length).toBeLessThan(250)
  })
})
