/**
 * The game's world and its rules: players who steer, walls that stop them, coins that score. It knows neither clients nor
 * clocks: `step` moves it on by a given time, and the same inputs and random source always lead to the same end.
 */

/** Units are those a client draws: one is about a pixel. */
export const ARENA_WIDTH = 800
export const ARENA_HEIGHT = 600
export const PLAYER_RADIUS = 12
const COIN_RADIUS = 8
const COIN_COUNT = 12

const TOP_SPEED_PER_S = 240
/** A player closes two thirds of the gap to the speed it steers for in this time. */
const RESPONSE_S = 0.1
/** At low rates a step is cut into slices this long, so that nobody jumps through a wall or over a coin. */
const SLICE_MAX_S = 1 / 60
/** A seventh of all spots is too near a wall: with a true random source so many misses in a row do not happen. */
const SPOT_ATTEMPTS = 50

export interface Wall {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const walls: readonly Wall[] = [
  { x: 160, y: 120, width: 24, height: 200 },
  { x: 616, y: 280, width: 24, height: 200 },
  { x: 280, y: 440, width: 160, height: 24 },
  { x: 360, y: 136, width: 160, height: 24 },
]

export interface Player {
  readonly id: number
  readonly name: string
  x: number
  y: number
  /** Units a second. */
  vx: number
  vy: number
  /** Where it steers: −1 … 1 each. */
  dx: number
  dy: number
  score: number
}

export interface Coin {
  readonly id: number
  readonly x: number
  readonly y: number
}

export class Arena {
  readonly players = new Set<Player>()
  readonly coins: Coin[] = []
  private readonly random: () => number
  private lastPlayerId = 0
  private lastCoinId = 0

  constructor(random: () => number) {
    this.random = random
    while (this.coins.length < COIN_COUNT) this.coins.push(this.dropCoin())
  }

  /** @param kind the first part of the player's name, as in “bot 7” */
  enter(kind: string): Player {
    const id = ++this.lastPlayerId
    const player = { id, name: `${kind} ${id}`, ...this.freeSpot(), vx: 0, vy: 0, dx: 0, dy: 0, score: 0 }
    this.players.add(player)
    return player
  }

  leave(player: Player): void {
    this.players.delete(player)
  }

  step(durationS: number): void {
    const slices = Math.ceil(durationS / SLICE_MAX_S)
    for (let slice = 0; slice < slices; slice++) {
      for (const player of this.players) {
        move(player, durationS / slices)
        this.collect(player)
      }
    }
  }

  private collect(player: Player): void {
    const reach = PLAYER_RADIUS + COIN_RADIUS
    for (const [place, coin] of this.coins.entries()) {
      if (Math.hypot(coin.x - player.x, coin.y - player.y) > reach) continue
      player.score++
      this.coins[place] = this.dropCoin()
    }
  }

  private dropCoin(): Coin {
    return { id: ++this.lastCoinId, ...this.freeSpot() }
  }

  private freeSpot(): { x: number; y: number } {
    for (let attempt = 0; attempt < SPOT_ATTEMPTS; attempt++) {
      const x = this.random() * ARENA_WIDTH
      const y = this.random() * ARENA_HEIGHT
      if (isFree(x, y)) return { x, y }
    }
    return { x: ARENA_WIDTH / 2, y: ARENA_HEIGHT / 2 }
  }
}

/** Each axis for itself, so that a player who runs into a wall at an angle slides along it. */
function move(player: Player, durationS: number): void {
  // Diagonals are no faster; a stick held half way is half as fast.
  const speed = TOP_SPEED_PER_S / Math.max(1, Math.hypot(player.dx, player.dy))
  const kept = Math.exp(-durationS / RESPONSE_S)
  player.vx = player.dx * speed * (1 - kept) + player.vx * kept
  player.vy = player.dy * speed * (1 - kept) + player.vy * kept
  const x = player.x + player.vx * durationS
  if (isFree(x, player.y)) player.x = x
  else player.vx = 0
  const y = player.y + player.vy * durationS
  if (isFree(player.x, y)) player.y = y
  else player.vy = 0
}

/** Whether a player fits there. Against walls it counts as a square, which makes corners crisp. */
export function isFree(x: number, y: number): boolean {
  const r = PLAYER_RADIUS
  if (x < r || x > ARENA_WIDTH - r || y < r || y > ARENA_HEIGHT - r) return false
  for (const wall of walls) {
    const meetsX = x > wall.x - r && x < wall.x + wall.width + r
    if (meetsX && y > wall.y - r && y < wall.y + wall.height + r) return false
  }
  return true
}
