/**
 * Fills a text's `{{names}}` in: variables of the user's, and generators that make something new each time. What nothing is known
 * of stays as it stands and is reported, since a feed may well speak in braces. `\{{` is two braces.
 *
 *   {{token}}            a variable; its value may name others
 *   {{now}} {{nowMs}}    the time, as ISO 8601 and in milliseconds since 1970
 *   {{seq}}              counts up, whenever a text that says it is filled in
 *   {{uuid}}             RFC 9562, version 4
 *   {{random}} {{random 1 100}}   from 0 to 1; a whole number between the two, both included
 *   {{pick red green}}   one of the words
 */

/** Values that name each other are followed so far; further it is a circle. */
const DEPTH_MAX = 8
/** Of a text that is filled in; a variable named a thousand times may not fill memory. */
const FILLED_MAX_LENGTH = 32 * 1024 * 1024

const BRACES = /\\?\{\{\s*([^{}]*?)\s*\}\}/g
const RANGE = /^random\s+(-?\d{1,15})\s+(-?\d{1,15})$/
const PICK = /^pick\s+(.+)$/s

/** What a text can be filled with. */
export interface Values {
  /** @returns undefined for a name that nothing is known of */
  variable(name: string): string | undefined
  now(): number
  /** The number of this filling; asked at most once each. */
  takeSeq(): number
  /** From 0 to 1, without 1. */
  random(): number
  uuid(): string
}

export interface Filled {
  text: string
  /** Names that nothing is known of, each once, in their order. */
  unknown: string[]
}

export const generatorNames = ['now', 'nowMs', 'seq', 'uuid', 'random', 'pick'] as const

/** Whether there is anything to fill in. */
export function isTemplate(text: string): boolean {
  return text.includes('{{')
}

export function fill(text: string, values: Values): Filled {
  if (!isTemplate(text)) return { text, unknown: [] }
  const unknown = new Set<string>()
  let length = 0
  let seq: number | undefined
  const generate = (name: string): string | undefined => {
    switch (name) {
      case 'now':
        return new Date(values.now()).toISOString()
      case 'nowMs':
        return String(Math.floor(values.now()))
      case 'seq':
        seq ??= values.takeSeq()
        return String(seq)
      case 'uuid':
        return values.uuid()
      case 'random':
        return String(values.random())
    }
    const range = RANGE.exec(name)
    if (range !== null) {
      const [low, high] = [Number(range[1]), Number(range[2])].sort((one, other) => one - other) as [number, number]
      return String(low + Math.floor(values.random() * (high - low + 1)))
    }
    const words = PICK.exec(name)?.[1]?.split(/\s+/)
    return words?.[Math.floor(values.random() * words.length)]
  }
  const fillIn = (template: string, depth: number): string =>
    template.replace(BRACES, (found, name: string) => {
      if (found.startsWith('\\')) return found.slice(1)
      const own = values.variable(name)
      const value = own !== undefined && depth < DEPTH_MAX ? fillIn(own, depth + 1) : (own ?? generate(name))
      if (value === undefined || length > FILLED_MAX_LENGTH) {
        unknown.add(name)
        return found
      }
      length += value.length
      return value
    })
  return { text: fillIn(text, 0), unknown: [...unknown] }
}
