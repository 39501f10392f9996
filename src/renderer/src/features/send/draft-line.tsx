/** A draft in a menu: what it is, and how it begins. */
import { type Draft, summarizeDraft } from './draft'

const SHOWN_MAX = 64

export function DraftLine({ draft }: { draft: Draft }) {
  return (
    <>
      <span className="send-kind">{draft.kind}</span>
      <span className="send-summary mono">{summarizeDraft(draft, SHOWN_MAX)}</span>
    </>
  )
}
