/** What stands in the panel, in a form that can be kept and taken back: in the history, among the saved messages. */

import type { messageKinds } from '../../../../shared/protocol/desk'

export type DraftKind = (typeof messageKinds)[number]

export interface Draft {
  kind: DraftKind
  /** As typed. */
  content: string
}

export function isSameDraft(a: Draft, b: Draft): boolean {
  return a.kind === b.kind && a.content === b.content
}

/** For a menu: one line. */
export function summarizeDraft({ content }: Draft, maxLength: number): string {
  const beginning = content
    .slice(0, maxLength * 2)
    .replace(/\s+/g, ' ')
    .trim()
  if (beginning === '') return '(empty)'
  return beginning.length <= maxLength ? beginning : `${beginning.slice(0, maxLength - 1)}…`
}
