/** Guesses what tells the lines of a chart apart: a quote's symbol, a player's name. */
import type { FieldPath } from '../../../../shared/protocol/feed'

/** Names feeds give the thing a number is about, the most telling first. */
const keyNames: readonly string[] = [
  'symbol',
  'sym',
  'ticker',
  'instrument',
  'product_id',
  'pair',
  'market',
  'channel',
  'id',
  'name',
  'player',
  'user',
  's',
]

/**
 * @param message the parsed message
 * @param path of the number to draw
 * @returns the path of a text beside it, or else in the nearest object around it; undefined where none tells
 */
export function guessKeyPath(message: unknown, path: FieldPath): FieldPath | undefined {
  const around: unknown[] = [message]
  for (const step of path.slice(0, -1)) around.push((around.at(-1) as Record<string | number, unknown>)[step])
  for (let depth = around.length - 1; depth >= 0; depth--) {
    const key = keyNames.find((name) => isOtherText(around[depth], name, path[depth]))
    if (key !== undefined) return [...path.slice(0, depth), key]
  }
  return undefined
}

/** @param step the way down to the number itself, which is no key of its own */
function isOtherText(container: unknown, name: string, step: string | number | undefined): boolean {
  if (typeof container !== 'object' || container === null || Array.isArray(container)) return false
  if (name === step || !Object.hasOwn(container, name)) return false
  return typeof (container as Record<string, unknown>)[name] === 'string'
}
