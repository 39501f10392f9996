/**
 * A market data feed: `{"symbol", "price", "size", "time"}`, the same quotes to all, at any rate up to what the machine
 * can send. Clients may narrow it with `{"type": "subscribe", "symbols": ["ACME"]}` and `unsubscribe`. The market rests
 * while nobody is connected.
 */
import type { BehaviourOptions } from '../../../shared/protocol/behaviour'
import type { Behaviour, BehaviourType, Message, Peer, Stage, Timer } from './behaviour'
import { readJsonObject } from './json-object'
import { Market } from './market'
import { numberOption, textOption } from './options'
import { Pace } from './pace'
import { Refusals } from './refusals'
import { Subscriptions } from './subscriptions'
import { DEFAULT_SYMBOLS, parseSymbols } from './symbols'

/** Faster rates go out in batches: timers are no finer than this on every system. */
const TICK_MS = 10
/** After a stall no more is made up for than this long's worth; the rest would come as one blow. */
const CATCH_UP_MAX_S = 0.1

class Ticker implements Behaviour {
  private readonly stage: Stage
  private readonly refusals: Refusals
  private readonly market: Market
  private readonly subscriptions = new Subscriptions()
  private readonly pace: Pace
  private timer: Timer | undefined

  constructor(stage: Stage, options: BehaviourOptions) {
    this.stage = stage
    this.refusals = new Refusals(stage)
    this.market = new Market(parseSymbols(textOption(options, 'symbols')), () => stage.random())
    this.pace = new Pace(numberOption(options, 'rate'))
  }

  onOpen(): void {
    if (this.timer !== undefined) return
    this.pace.start(this.stage.now())
    this.timer = this.stage.every(TICK_MS, () => this.tick())
  }

  onMessage(peer: Peer, message: Message): void {
    const { type, symbols: asked } = readJsonObject(message) ?? {}
    const all = this.market.symbols
    const symbols = readSymbols(asked, all)
    if (symbols === undefined || (type !== 'subscribe' && type !== 'unsubscribe')) {
      this.refuse(peer, all)
      return
    }
    if (type === 'subscribe') this.subscriptions.add(peer, symbols)
    else this.subscriptions.remove(peer, symbols, all)
    const wanted = all.filter((symbol) => this.subscriptions.wants(peer, symbol))
    if (wanted.length === all.length) this.subscriptions.forget(peer)
    peer.send(JSON.stringify({ type: 'subscribed', symbols: wanted }))
  }

  onClose(peer: Peer): void {
    this.subscriptions.forget(peer)
    if (this.stage.peers.size > 0) return
    this.timer?.dispose()
    this.timer = undefined
  }

  configure(options: BehaviourOptions): void {
    this.market.list(parseSymbols(textOption(options, 'symbols')))
    this.pace.ratePerSecond = numberOption(options, 'rate')
  }

  private tick(): void {
    const { market, pace } = this
    const nowMs = this.stage.now()
    const time = Math.round(nowMs)
    const count = Math.min(pace.takeDue(nowMs), Math.ceil(pace.ratePerSecond * CATCH_UP_MAX_S))
    for (let i = 0; i < count; i++) {
      const { symbol, price, size } = market.trade(1 / pace.ratePerSecond)
      // By hand, as only the symbol needs escaping: twice as fast, and this line may run 200,000 times a second.
      this.publish(symbol, `{"symbol":${JSON.stringify(symbol)},"price":${price},"size":${size},"time":${time}}`)
    }
  }

  private publish(symbol: string, quote: string): void {
    if (this.subscriptions.isEmpty) {
      this.stage.broadcast(quote)
      return
    }
    for (const peer of this.stage.peers) if (this.subscriptions.wants(peer, symbol)) peer.send(quote)
  }

  private refuse(peer: Peer, all: readonly string[]): void {
    const example = JSON.stringify({ type: 'subscribe', symbols: all.slice(0, 1) })
    this.refusals.send(peer, `Send ${example}, or unsubscribe, with one or more of ${all.join(', ')}.`)
  }
}

/** @returns undefined unless it is a list of symbols there are, one at least */
function readSymbols(asked: unknown, all: readonly string[]): string[] | undefined {
  if (!Array.isArray(asked) || asked.length === 0) return undefined
  const known = new Set(all)
  const symbols: string[] = []
  for (const each of asked) {
    const symbol = typeof each === 'string' ? each.trim().toUpperCase() : ''
    if (!known.has(symbol)) return undefined
    symbols.push(symbol)
  }
  return symbols
}

export const ticker: BehaviourType = {
  description: 'Market data: prices of several symbols, at any rate.',
  options: [
    { kind: 'text', name: 'symbols', label: 'Symbols', maxLength: 1_000, default: DEFAULT_SYMBOLS },
    { kind: 'number', name: 'rate', label: 'Rate', unit: 'messages/s', min: 1, max: 200_000, default: 20 },
  ],
  begin: (stage, options) => new Ticker(stage, options),
}
