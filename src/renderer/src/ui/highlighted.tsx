/** A text with what was looked for in it marked: what is searched for now, and softer what the filter looks for. */
import { Fragment, type ReactNode } from 'react'
import { type HighlightTerm, highlightsOf } from '../../../shared/filter/highlights'
import './highlighted.css'

export interface Highlights {
  found: readonly HighlightTerm[]
  filtered: readonly HighlightTerm[]
}

export const noHighlights: Highlights = { found: [], filtered: [] }

interface Props {
  text: string
  highlights: Highlights
}

export function Highlighted({ text, highlights: { found, filtered } }: Props): ReactNode {
  if (found.length === 0 && filtered.length === 0) return text
  // What is searched for stands out where it stands in what is filtered by, too.
  return pieces(text, found, 'found', (between, from) => (
    <Fragment key={from}>{pieces(between, filtered, 'filtered', (plain) => plain)}</Fragment>
  ))
}

function pieces(
  text: string,
  terms: readonly HighlightTerm[],
  className: string,
  between: (text: string, from: number) => ReactNode,
): ReactNode[] {
  const nodes: ReactNode[] = []
  let at = 0
  for (const { from, to } of highlightsOf(text, terms)) {
    if (from > at) nodes.push(between(text.slice(at, from), at))
    nodes.push(
      <mark key={`m${from}`} className={className}>
        {text.slice(from, to)}
      </mark>,
    )
    at = to
  }
  if (at < text.length) nodes.push(between(text.slice(at), at))
  return nodes
}
