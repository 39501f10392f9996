import { describe, expect, it } from 'vitest'
import { type Dice, diceFor, throwBelow } from '../../../../src/main/engine/faults/dice'

const WORDS = 0x1_0000_0000

function throws(dice: Dice, count: number): number[] {
  return Array.from({ length: count }, () => dice.next())
}

describe('Dice', () => {
  it('throw the numbers of sfc32, as worked out by another program', () => {
    // These stand for every seed that someone wrote down: they must never change.
    const first = [4_114_208_188, 1_734_779_857, 162_665_512, 585_015_509]
    const second = [35_323_942, 4_266_867_096, 2_787_238_226, 3_931_256_368]
    expect(throws(diceFor(1, 0, 'sent'), 4).map((n) => n * WORDS)).toEqual(first)
    expect(throws(diceFor(0xffff_ffff, 7, 'received'), 4).map((n) => n * WORDS)).toEqual(second)
  })

  it('throw the same again for the same seed, client and direction, and other numbers for any other', () => {
    const expected = throws(diceFor(5, 3, 'sent'), 100)
    expect(throws(diceFor(5, 3, 'sent'), 100)).toEqual(expected)
    for (const other of [diceFor(6, 3, 'sent'), diceFor(5, 4, 'sent'), diceFor(5, 3, 'received')]) {
      const thrown = throws(other, 100)
      expect(thrown.filter((number, at) => number === expected[at])).toEqual([])
    }
  })

  it('throw evenly between 0 and 1, and neighbours do not follow each other', () => {
    let product = 0
    const tenths = new Array<number>(10).fill(0)
    const one = diceFor(1, 0, 'sent')
    const other = diceFor(1, 1, 'sent')
    for (let count = 0; count < 10_000; count++) {
      const thrown = one.next()
      expect(thrown >= 0 && thrown < 1).toBe(true)
      tenths[Math.floor(thrown * 10)]! += 1
      product += (thrown - 0.5) * (other.next() - 0.5)
    }
    // Five standard deviations: of a tenth, 30; of the mean product, 1/12 ÷ √10,000.
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150)
    expect(Math.abs(product / 10_000)).toBeLessThan(5 / 12 / 100)
  })

  it('throw every number below a limit, and never the limit', () => {
    const dice = diceFor(2, 0, 'sent')
    const thrown = new Set(Array.from({ length: 200 }, () => throwBelow(dice, 4)))
    expect([...thrown].sort()).toEqual([0, 1, 2, 3])
  })
})
