/** What stands out in rows and in the message that is looked at: what is searched for, and what the filter looks for. */
import { useMemo } from 'react'
import { type HighlightTerm, highlightTermsOf } from '../../../shared/filter/highlights'
import { useApp } from './app-store'
import { useFind } from './find-store'

/** @returns the same object as long as both are the same */
export function useHighlights(): { found: readonly HighlightTerm[]; filtered: readonly HighlightTerm[] } {
  const filter = useApp((state) => state.filter.text)
  const sought = useFind((state) => (state.isOpen ? state.text : ''))
  return useMemo(() => ({ found: highlightTermsOf(sought), filtered: highlightTermsOf(filter) }), [sought, filter])
}
