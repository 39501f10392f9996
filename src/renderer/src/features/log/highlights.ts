/** What stands out in the rows: what is searched for, and what the filter looks for. */
import { useMemo } from 'react'
import { highlightTermsOf } from '../../../../shared/filter/highlights'
import { useApp } from '../../state/app-store'
import { useFind } from '../../state/find-store'
import type { Highlights } from '../../ui/highlighted'

export function useHighlights(): Highlights {
  const filter = useApp((state) => state.filter.text)
  const sought = useFind((state) => (state.isOpen ? state.text : ''))
  return useMemo(() => ({ found: highlightTermsOf(sought), filtered: highlightTermsOf(filter) }), [sought, filter])
}
