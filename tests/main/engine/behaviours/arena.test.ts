import { describe, expect, it } from 'vitest'
import {
  ARENA_HEIGHT,
  ARENA_WIDTH,
  Arena,
  isFree,
  PLAYER_RADIUS,
  type Player,
  walls,
} from '../../../../src/main/engine/behaviours/arena'
import { seededRandom } from '../../../support/seeded-random'

/** A player at a place of the test's choice, and an arena around it. */
function put(at: Partial<Player>) {
  const arena = new Arena(seededRandom(1))
  const player = Object.assign(arena.enter('player'), at)
  return { arena, player }
}

describe('Arena', () => {
  it('numbers players from 1', () => {
    const arena = new Arena(seededRandom(1))
    expect(arena.enter('bot')).toMatchObject({ id: 1, name: 'bot 1' })
    expect(arena.enter('player')).toMatchObject({ id: 2, name: 'player 2' })
  })

  it('lets players and coins appear only where a player fits', () => {
    const arena = new Arena(seededRandom(2))
    for (let i = 0; i < 1_000; i++) expect(arena.enter('player')).toSatisfy(({ x, y }: Player) => isFree(x, y))
    for (const { x, y } of arena.coins) expect(isFree(x, y)).toBe(true)
  })

  it('finds a spot even with dice that always fall the same', () => {
    const { x, y } = new Arena(() => 0).enter('player')
    expect(isFree(x, y)).toBe(true)
  })

  it('brings a player up to speed soon and to a halt soon', () => {
    const { arena, player } = put({ x: 40, y: 560, dx: 1 })
    arena.step(0.5)
    expect(player.vx).toBeGreaterThan(230)
    expect(player.x).toBeGreaterThan(40 + 80)
    player.dx = 0
    arena.step(0.7)
    expect(Math.abs(player.vx)).toBeLessThan(1)
  })

  it('moves no faster on a diagonal', () => {
    const { arena, player } = put({ x: 40, y: 40, dx: 1, dy: 1 })
    arena.step(0.5)
    expect(Math.hypot(player.vx, player.vy)).toBeLessThanOrEqual(240)
  })

  it.each([1, 30, 120])('moves the same way at %i steps a second', (rate) => {
    const { arena, player } = put({ x: 40, y: 560, dx: 1, dy: -0.2 })
    for (let step = 0; step < rate; step++) arena.step(1 / rate)
    // A second at full speed, less the tenth it took to get there, in the direction steered.
    expect(Math.abs(player.x - (40 + 212))).toBeLessThan(4)
    expect(Math.abs(player.y - (560 - 42))).toBeLessThan(4)
  })

  it.each([1, 7, 120])('lets nobody through walls at %i steps a second', (rate) => {
    const random = seededRandom(rate)
    const arena = new Arena(random)
    const players = Array.from({ length: 20 }, () => arena.enter('player'))
    let stuckCount = 0
    for (let step = 0; step < 30 * rate; step++) {
      for (const player of players) Object.assign(player, { dx: random() * 2 - 1, dy: random() * 2 - 1 })
      arena.step(1 / rate)
      for (const { x, y } of players) if (!isFree(x, y)) stuckCount++
    }
    expect(stuckCount).toBe(0)
  })

  it('stops a player at a wall, even at one step a second', () => {
    const wall = walls[0]!
    const { arena, player } = put({ x: wall.x - 80, y: wall.y + 100, dx: 1 })
    for (let step = 0; step < 5; step++) arena.step(1)
    expect(player.x).toBeLessThanOrEqual(wall.x - PLAYER_RADIUS)
    expect(player.x).toBeGreaterThan(wall.x - PLAYER_RADIUS - 5)
  })

  it('lets a player slide along a wall', () => {
    const wall = walls[0]!
    const { arena, player } = put({ x: wall.x - 20, y: wall.y + 20, dx: 1, dy: 1 })
    arena.step(0.5)
    expect(player.x).toBeLessThan(wall.x)
    expect(player.y).toBeGreaterThan(wall.y + 60)
  })

  it('stops players at its edges', () => {
    const { arena, player } = put({ x: 40, y: 40, dx: -1, dy: -1 })
    arena.step(3)
    expect(player.x).toBeGreaterThanOrEqual(PLAYER_RADIUS)
    expect(player.y).toBeGreaterThanOrEqual(PLAYER_RADIUS)
    Object.assign(player, { dx: 1, dy: 1, x: ARENA_WIDTH - 40, y: ARENA_HEIGHT - 40 })
    arena.step(3)
    expect(player.x).toBeLessThanOrEqual(ARENA_WIDTH - PLAYER_RADIUS)
    expect(player.y).toBeLessThanOrEqual(ARENA_HEIGHT - PLAYER_RADIUS)
  })

  it('gives a coin to whoever reaches it, and drops another one elsewhere', () => {
    const { arena, player } = put({})
    const count = arena.coins.length
    const coin = arena.coins[3]!
    player.x = coin.x
    player.y = coin.y
    arena.step(1 / 60)
    expect(player.score).toBeGreaterThanOrEqual(1)
    expect(arena.coins).toHaveLength(count)
    expect(arena.coins).not.toContain(coin)
    expect(new Set(arena.coins.map(({ id }) => id)).size).toBe(count)
  })

  it('moves nobody who left', () => {
    const { arena, player } = put({ x: 40, y: 40, dx: 1 })
    arena.leave(player)
    arena.step(1)
    expect(player.x).toBe(40)
  })
})
