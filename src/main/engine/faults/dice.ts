/**
 * Chance that can be met again: the same seed, client and direction throw the same numbers in every run of the program.
 * The generator is sfc32 by Chris Doty-Humphrey (PractRand). Its three words of seed are just what tells two lines apart,
 * so neighbours do not share a sequence, as they would with generators that have one word of state.
 */
import { type Direction, directions } from '../../../shared/protocol/frame'

export interface Dice {
  /** 0 ≤ n < 1. */
  next(): number
}

const WORDS = 0x1_0000_0000
/** After so many throws every bit of the seed has reached every bit of the state. */
const WARM_UP = 15
/** Stands where lines have their direction, so that what is thrown inside a frame is no line's sequence. */
const INSIDE_A_FRAME = directions.length

/** @param clientOrdinal the how-manieth client of this run of the server, from 0 */
export function diceFor(seed: number, clientOrdinal: number, direction: Direction): Dice {
  return new Sfc32(seed, clientOrdinal, directions.indexOf(direction))
}

/** Dice of their own for as many throws as one frame needs, at the price of one throw. */
export function diceFrom(thrown: number): Dice {
  return new Sfc32(thrown * WORDS, 0, INSIDE_A_FRAME)
}

/** 0 … limit − 1 */
export function throwBelow(dice: Dice, limit: number): number {
  return Math.floor(dice.next() * limit)
}

class Sfc32 implements Dice {
  private a: number
  private b: number
  private c: number
  private counter = 1

  constructor(a: number, b: number, c: number) {
    this.a = a | 0
    this.b = b | 0
    this.c = c | 0
    for (let thrown = 0; thrown < WARM_UP; thrown++) this.next()
  }

  next(): number {
    const sum = (this.a + this.b + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return (sum >>> 0) / WORDS
  }
}
