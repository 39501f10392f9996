/**
 * What a row of the log shows besides its frame: what decoders read in it, cells of fields, a colour, a bookmark. Most rows have
 * none of it, so it travels as a text that is empty for those and read only where a row is drawn anew.
 */
import type { RowColour } from '../protocol/desk'

export interface RowDecor {
  /** What its protocol calls it: `EVENT chat`. */
  label?: string
  /** What a decoder made of the payload; in place of its first bytes. */
  readable?: string
  /** Why a decoder made nothing of it, or not all, in a sentence. */
  problem?: string
  /** One for each column of the log, in their order; empty where the message has no such field. */
  cells?: string[]
  colour?: RowColour
  /** The note of its bookmark; an empty text for a bookmark without one. */
  note?: string
  /** Of a pong: since the ping it answers. */
  roundTripMs?: number
}

/** What a cell or a label can show at any width. */
export const DECOR_TEXT_MAX_LENGTH = 200

/** @returns the empty text where there is nothing to show */
export function writeDecor(decor: RowDecor): string {
  const given = Object.entries(decor).filter(([, part]) => part !== undefined)
  return given.length === 0 ? '' : JSON.stringify(Object.fromEntries(given))
}

/** @param text of `writeDecor`; it comes from our own engine */
export function readDecor(text: string): RowDecor {
  return text === '' ? {} : (JSON.parse(text) as RowDecor)
}
