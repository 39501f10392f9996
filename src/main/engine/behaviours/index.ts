/** Every behaviour a local server can have, by name. To add one: its file, a line here, its name in the contract. */
import type { Result } from '../../../shared/failure'
import type { BehaviourName, BehaviourOptions, BehaviourSummary } from '../../../shared/protocol/behaviour'
import type { BehaviourType } from './behaviour'
import { chat } from './chat'
import { echo } from './echo'
import { game } from './game'
import { hello } from './hello'
import { news } from './news'
import { checkFields } from './options'
import { silent } from './silent'
import { tap } from './tap'
import { ticker } from './ticker'

export const behaviourTypes: Readonly<Record<BehaviourName, BehaviourType>> = {
  echo,
  hello,
  chat,
  ticker,
  news,
  game,
  tap,
  silent,
}

/** In the order forms list them. */
export function behaviourSummaries(): BehaviourSummary[] {
  const names = Object.keys(behaviourTypes) as BehaviourName[]
  return names.map((name) => {
    const { description, options } = behaviourTypes[name]
    return { name, description, options: [...options] }
  })
}

/** @returns complete options, ready to begin with, or `ERR_OPTION_INVALID` */
export function checkOptions(
  name: BehaviourName,
  options: Readonly<Record<string, unknown>>,
): Result<BehaviourOptions> {
  return checkFields(behaviourTypes[name].options, options)
}
