/** What makes something new each time a text is filled in: time, numbers, chance. It knows no variables. */
import { randomUUID } from 'node:crypto'
import type { Values } from '../../shared/variables/fill'
import type { Clock } from './clock'

export function generatedValues(now: Clock): Values {
  let seq = 0
  return { variable: () => undefined, now, takeSeq: () => ++seq, random: Math.random, uuid: randomUUID }
}
