/**
 * Prices that look like a market's. Each symbol wanders about a home price of its own, and how far it wanders wanders
 * too, so that calm and busy minutes take turns. A step's size follows from the time it stands for: a feed ten times as
 * fast shows the same market in finer detail, not a wilder one.
 */

/** The logarithms of price and volatility forget where they were over these times, and spread this far in the long run. */
const PRICE_MEMORY_S = 600
const PRICE_SPREAD = 0.04
const VOLATILITY_MEMORY_S = 60
const VOLATILITY_SPREAD = 0.5

/** Near each other, so that several symbols share a chart and each is still seen to move. */
const LOWEST_HOME_PRICE = 90
const HIGHEST_HOME_PRICE = 120
const TICKS_PER_UNIT = 100
const SHARES_PER_LOT = 100
const MEAN_EXTRA_LOTS = 3

interface Instrument {
  readonly symbol: string
  readonly homePrice: number
  /** Logarithms, relative to home and to the usual volatility: 0 is ordinary. */
  priceLog: number
  volatilityLog: number
}

export interface Trade {
  symbol: string
  /** A multiple of the tick size, 0.01. */
  price: number
  /** Shares, in whole lots. */
  size: number
}

export class Market {
  private readonly random: () => number
  private instruments: Instrument[] = []

  constructor(symbols: readonly string[], random: () => number) {
    this.random = random
    this.list(symbols)
  }

  get symbols(): string[] {
    return this.instruments.map(({ symbol }) => symbol)
  }

  /** Trades these symbols from now on. Those that were traded before keep their prices. */
  list(symbols: readonly string[]): void {
    const before = new Map(this.instruments.map((instrument) => [instrument.symbol, instrument]))
    this.instruments = symbols.map((symbol) => before.get(symbol) ?? this.issue(symbol))
  }

  /** @param intervalS seconds since the trade before, of whichever symbol */
  trade(intervalS: number): Trade {
    const { instruments, random } = this
    const instrument = instruments[Math.floor(random() * instruments.length)] as Instrument
    const elapsedS = intervalS * instruments.length
    const { volatilityLog, priceLog } = instrument
    instrument.volatilityLog = wander(volatilityLog, this.bell(), VOLATILITY_SPREAD, elapsedS / VOLATILITY_MEMORY_S)
    const spread = PRICE_SPREAD * Math.exp(instrument.volatilityLog)
    instrument.priceLog = wander(priceLog, this.bell(), spread, elapsedS / PRICE_MEMORY_S)
    const ticks = Math.round(instrument.homePrice * Math.exp(instrument.priceLog) * TICKS_PER_UNIT)
    const lots = 1 + Math.floor(-Math.log(1 - random()) * MEAN_EXTRA_LOTS)
    return {
      symbol: instrument.symbol,
      price: Math.max(1, ticks) / TICKS_PER_UNIT,
      size: lots * SHARES_PER_LOT,
    }
  }

  private issue(symbol: string): Instrument {
    const homePrice = LOWEST_HOME_PRICE * (HIGHEST_HOME_PRICE / LOWEST_HOME_PRICE) ** this.random()
    return { symbol, homePrice, priceLog: 0, volatilityLog: 0 }
  }

  /** Roughly normal, mean 0 and variance 1, within ±3.5: a sum of four even draws, cheaper than the true one. */
  private bell(): number {
    const { random } = this
    return (random() + random() + random() + random() - 2) * Math.sqrt(3)
  }
}

/** One step of an Ornstein–Uhlenbeck process about 0, exact for any length of step (in memories). */
function wander(value: number, shock: number, spread: number, step: number): number {
  const kept = Math.exp(-step)
  return value * kept + shock * spread * Math.sqrt(1 - kept * kept)
}
