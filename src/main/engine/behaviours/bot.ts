/** A player nobody steers: it makes for the nearest coin, a little slower than people can, and now and then strays. */
import type { Arena, Player } from './arena'

const SPEED = 0.7
const ATTENTION_MIN_S = 0.3
const ATTENTION_MAX_S = 1.2
/** How often it strays: what frees a bot from behind a wall, and keeps bots apart that want the same coin. */
const STRAY_CHANCE = 0.25

export class Bot {
  readonly player: Player
  private readonly arena: Arena
  private readonly random: () => number
  private attentionS = 0

  constructor(arena: Arena, random: () => number) {
    this.arena = arena
    this.random = random
    this.player = arena.enter('bot')
  }

  /** Steers for the step that follows. */
  steer(durationS: number): void {
    this.attentionS -= durationS
    if (this.attentionS > 0) return
    this.attentionS = ATTENTION_MIN_S + this.random() * (ATTENTION_MAX_S - ATTENTION_MIN_S)
    const angle = this.random() < STRAY_CHANCE ? this.random() * 2 * Math.PI : this.angleToNearestCoin()
    this.player.dx = SPEED * Math.cos(angle)
    this.player.dy = SPEED * Math.sin(angle)
  }

  private angleToNearestCoin(): number {
    let nearest = Number.POSITIVE_INFINITY
    let angle = 0
    for (const coin of this.arena.coins) {
      const dx = coin.x - this.player.x
      const dy = coin.y - this.player.y
      const distance = Math.hypot(dx, dy)
      if (distance >= nearest) continue
      nearest = distance
      angle = Math.atan2(dy, dx)
    }
    return angle
  }
}
