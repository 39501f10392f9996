import { describe, expect, it } from 'vitest'
import { Arena, type Coin } from '../../../../src/main/engine/behaviours/arena'
import { Bot } from '../../../../src/main/engine/behaviours/bot'
import { seededRandom } from '../../../support/seeded-random'

const neverStrays = () => 0.99
const alwaysStrays = () => 0.1

describe('Bot', () => {
  it.each([1, 2, 3])('makes for the nearest coin, a little slower than people can, in arena %i', (seed) => {
    const arena = new Arena(seededRandom(seed))
    const bot = new Bot(arena, neverStrays)
    const { x, y } = bot.player
    const distanceTo = (coin: Coin) => Math.hypot(coin.x - x, coin.y - y)
    const nearest = arena.coins.reduce((best, coin) => (distanceTo(coin) < distanceTo(best) ? coin : best))
    bot.steer(0.1)
    expect(bot.player.dx).toBeCloseTo((0.7 * (nearest.x - x)) / distanceTo(nearest))
    expect(bot.player.dy).toBeCloseTo((0.7 * (nearest.y - y)) / distanceTo(nearest))
  })

  it('strays now and then', () => {
    const bot = new Bot(new Arena(seededRandom(1)), alwaysStrays)
    bot.steer(0.1)
    expect(bot.player.dx).toBeCloseTo(0.7 * Math.cos(0.2 * Math.PI))
    expect(bot.player.dy).toBeCloseTo(0.7 * Math.sin(0.2 * Math.PI))
  })

  it('sticks to a decision for a while, then decides anew', () => {
    const arena = new Arena(seededRandom(1))
    const bot = new Bot(arena, neverStrays)
    bot.steer(0.1)
    const { dx } = bot.player
    arena.coins.splice(0, arena.coins.length, { id: 99, x: bot.player.x, y: bot.player.y + 100 })
    for (let step = 0; step < 5; step++) bot.steer(0.1)
    expect(bot.player.dx).toBe(dx)
    for (let step = 0; step < 10; step++) bot.steer(0.1)
    expect(bot.player.dx).toBeCloseTo(0)
    expect(bot.player.dy).toBeCloseTo(0.7)
  })
})
