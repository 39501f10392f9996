/**
 * A game whose server decides: clients send only where they steer, `{"type": "input", "seq", "dx", "dy"}`, and receive the
 * whole arena, `{"type": "state", "tick", …}`, many times a second. How long a client's input takes shows as its
 * `lastInputSeq`, and its latency, measured with pings, as `latencyMs`. The world stands still while nobody is connected.
 */
import type { BehaviourOptions } from '../../../shared/protocol/behaviour'
import { ARENA_HEIGHT, ARENA_WIDTH, Arena, PLAYER_RADIUS, type Player, walls } from './arena'
import type { Behaviour, BehaviourType, Message, Peer, Stage, Timer } from './behaviour'
import { Bot } from './bot'
import { readJsonObject } from './json-object'
import { numberOption } from './options'
import { Pace } from './pace'
import { Refusals } from './refusals'

const PING_INTERVAL_MS = 1_000
/** A tick that comes late steps at most so often: the world slows down rather than the server falling behind for good. */
const STEPS_MAX_COUNT = 5

const USAGE = 'Send {"type":"input","seq":1,"dx":0.5,"dy":-1}: seq counts up from 0, dx and dy are from -1 to 1.'

/** A client's player. */
interface Seat {
  readonly player: Player
  lastInputSeq: number
}

class Game implements Behaviour {
  private readonly stage: Stage
  private readonly refusals: Refusals
  private readonly arena: Arena
  private readonly seats = new Map<Peer, Seat>()
  private readonly bots: Bot[] = []
  private readonly pace: Pace
  private tickCount = 0
  private timers: Timer[] = []

  constructor(stage: Stage, options: BehaviourOptions) {
    this.stage = stage
    this.refusals = new Refusals(stage)
    this.arena = new Arena(() => stage.random())
    this.pace = new Pace(numberOption(options, 'rate'))
    this.configure(options)
  }

  onOpen(peer: Peer): void {
    const player = this.arena.enter('player')
    this.seats.set(peer, { player, lastInputSeq: 0 })
    const arena = { width: ARENA_WIDTH, height: ARENA_HEIGHT, playerRadius: PLAYER_RADIUS, walls }
    peer.send(JSON.stringify({ type: 'welcome', id: player.id, name: player.name, arena }))
    peer.ping()
    if (this.timers.length === 0) this.start()
  }

  onMessage(peer: Peer, message: Message): void {
    const { type, seq, dx, dy } = readJsonObject(message) ?? {}
    if (type !== 'input' || !isSeq(seq) || typeof dx !== 'number' || typeof dy !== 'number') {
      this.refusals.send(peer, USAGE)
      return
    }
    const seat = this.seatOf(peer)
    seat.lastInputSeq = seq
    seat.player.dx = clamp(dx)
    seat.player.dy = clamp(dy)
  }

  onClose(peer: Peer): void {
    this.arena.leave(this.seatOf(peer).player)
    this.seats.delete(peer)
    if (this.seats.size === 0) this.stop()
  }

  configure(options: BehaviourOptions): void {
    // A number field has no steps: 2.5 bots may be asked for.
    const botCount = Math.round(numberOption(options, 'bots'))
    while (this.bots.length < botCount) this.bots.push(new Bot(this.arena, () => this.stage.random()))
    for (const bot of this.bots.splice(botCount)) this.arena.leave(bot.player)
    const ratePerSecond = numberOption(options, 'rate')
    if (ratePerSecond === this.pace.ratePerSecond) return
    this.pace.ratePerSecond = ratePerSecond
    if (this.timers.length === 0) return
    this.stop()
    this.start()
  }

  private start(): void {
    this.pace.start(this.stage.now())
    this.timers = [
      this.stage.every(1_000 / this.pace.ratePerSecond, () => this.tick()),
      this.stage.every(PING_INTERVAL_MS, () => this.pingAll()),
    ]
  }

  private stop(): void {
    for (const timer of this.timers) timer.dispose()
    this.timers = []
  }

  /** Steps are all equally long, whenever the timer calls; one state tells the outcome of all that were due. */
  private tick(): void {
    const stepCount = Math.min(this.pace.takeDue(this.stage.now()), STEPS_MAX_COUNT)
    if (stepCount === 0) return
    const stepS = 1 / this.pace.ratePerSecond
    for (let step = 0; step < stepCount; step++) {
      for (const bot of this.bots) bot.steer(stepS)
      this.arena.step(stepS)
    }
    this.tickCount += stepCount
    this.stage.broadcast(this.state())
  }

  private seatOf(peer: Peer): Seat {
    return this.seats.get(peer) as Seat
  }

  private pingAll(): void {
    for (const peer of this.stage.peers) peer.ping()
  }

  private state(): string {
    const players = []
    for (const [{ roundTripMs }, { player, lastInputSeq }] of this.seats) {
      // Unknown until the first ping is answered.
      players.push(describe(player, roundTripMs === undefined ? null : rounded(roundTripMs), lastInputSeq))
    }
    for (const { player } of this.bots) players.push(describe(player, 0, 0))
    const coins = this.arena.coins.map(({ id, x, y }) => ({ id, x: rounded(x), y: rounded(y) }))
    return JSON.stringify({ type: 'state', tick: this.tickCount, time: Math.round(this.stage.now()), players, coins })
  }
}

function describe({ id, name, x, y, score }: Player, latencyMs: number | null, lastInputSeq: number): object {
  return { id, name, x: rounded(x), y: rounded(y), score, latencyMs, lastInputSeq }
}

function isSeq(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** JSON holds no NaN, but `1e999` is infinite. */
function clamp(value: number): number {
  return Math.min(1, Math.max(-1, value))
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

export const game: BehaviourType = {
  description: 'A small arena with coins to collect; the server moves all players and tells their latency.',
  options: [
    { kind: 'number', name: 'rate', label: 'Tick rate', unit: 'Hz', min: 1, max: 120, default: 30 },
    { kind: 'number', name: 'bots', label: 'Bots', unit: '', min: 0, max: 50, default: 3 },
  ],
  begin: (stage, options) => new Game(stage, options),
}
