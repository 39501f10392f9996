/**
 * What the dice say about one frame. All of it is thrown for every frame, whatever is configured: so a share that is
 * changed changes its own outcomes and no other's, and the frames after it meet the same fate as before.
 */
import type { Dice } from './dice'

/** Each 0 ≤ n < 1; a thing happens when its number is below its share. */
export interface Fate {
  readonly drop: number
  readonly duplicate: number
  readonly reorder: number
  readonly corrupt: number
  /** How much of the jitter. */
  readonly jitter: number
  /** From which all else that a corruption needs is thrown (`diceFrom`). */
  readonly corruption: number
}

export function throwFate(dice: Dice): Fate {
  // In this order for good: a recorded seed stands for it.
  return {
    drop: dice.next(),
    duplicate: dice.next(),
    reorder: dice.next(),
    corrupt: dice.next(),
    jitter: dice.next(),
    corruption: dice.next(),
  }
}
