/** What was sent, newest last, and the walk through it: up to older ones, down again to what was being written. */
import { type Draft, isSameDraft } from './draft'

export const HISTORY_MAX = 50
/** A longer one is not kept: fifty of them would be a memory leak with a menu. */
export const HISTORY_CONTENT_MAX = 256 * 1024

/** @returns the history with the draft at its end; what is sent again in a row is there once */
export function remember(history: readonly Draft[], draft: Draft): readonly Draft[] {
  const newest = history.at(-1)
  if (draft.content.length > HISTORY_CONTENT_MAX || (newest !== undefined && isSameDraft(newest, draft))) return history
  return [...history, draft].slice(-HISTORY_MAX)
}

export interface Walk {
  /** Which of the history is shown. */
  at: number
  /** What stood in the panel before. */
  unsent: Draft
}

export interface Step {
  walk: Walk | undefined
  draft: Draft
}

/** @returns undefined where there is nothing older */
export function stepToOlder(history: readonly Draft[], walk: Walk | undefined, current: Draft): Step | undefined {
  // What was just sent still stands in the panel: the first step goes to the one before it.
  const newest = history.at(-1)
  const isShown = newest !== undefined && isSameDraft(newest, current)
  const at = walk === undefined ? history.length - (isShown ? 2 : 1) : walk.at - 1
  const draft = history[at]
  if (draft === undefined) return undefined
  return { walk: { at, unsent: walk?.unsent ?? current }, draft }
}

/** @returns undefined when not walking */
export function stepToNewer(history: readonly Draft[], walk: Walk | undefined): Step | undefined {
  if (walk === undefined) return undefined
  const at = walk.at + 1
  const draft = history[at]
  return draft === undefined ? { walk: undefined, draft: walk.unsent } : { walk: { ...walk, at }, draft }
}
