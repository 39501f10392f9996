/** Which rows of a scope the log shows: what the text asks (`parse.ts`), of the directions and types wanted. */

import type { Direction } from '../protocol/frame'
import {
  directionOf,
  directions,
  type FrameKind,
  type FrameType,
  frameTypeOf,
  frameTypes,
  markOf,
} from '../protocol/frame'

export interface Filter {
  text: string
  directions: Direction[]
  types: FrameType[]
  /** Only rows with a mark: what a limit, a schema or a fault did. */
  markedOnly: boolean
  /** Since 1970: what `time>-5m` in the text counts from, wherever it is applied later. Absent: when it is applied. */
  typedAtMs?: number
}

export const everything: Filter = { text: '', directions: [...directions], types: [...frameTypes], markedOnly: false }

/** True when no row could fail it, so that no index is needed. */
export function matchesEverything(filter: Filter): boolean {
  return (
    filter.text.trim() === '' &&
    !filter.markedOnly &&
    directions.every((direction) => filter.directions.includes(direction)) &&
    frameTypes.every((type) => filter.types.includes(type))
  )
}

/** A table of 256 entries, one per kind byte: 1 where direction and type are wanted. */
export function compileKinds(filter: Filter): Uint8Array {
  const wanted = new Uint8Array(256)
  for (let kind: FrameKind = 0; kind < wanted.length; kind++) {
    const type = frameTypeOf(kind)
    // An event crossed no wire: it has no direction to be hidden by.
    const isDirectionWanted = type === 'event' || filter.directions.includes(directionOf(kind))
    const isMarkWanted = !filter.markedOnly || markOf(kind) !== undefined
    wanted[kind] = isDirectionWanted && isMarkWanted && filter.types.includes(type) ? 1 : 0
  }
  return wanted
}
