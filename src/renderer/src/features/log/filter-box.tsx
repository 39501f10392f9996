/** What to look for. A text the engine cannot read is not applied: the sentence stands beneath, the last filter stays. */
import { type RefObject, useEffect, useId, useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import { call } from '../../bridge'
import { changeFilter, useApp } from '../../state/app-store'
import { FailureLine } from '../../ui/failure-line'

/** Filtering on every key would start a search a letter. */
const TYPING_PAUSE_MS = 30
/** Half of an expression is not valid yet: who is still typing is not told so. */
const COMPLAINT_PAUSE_MS = 500

const HELP = `text                 contains it, in either case
"/text"              the text inside the quotes, whatever it begins with
/regex/i             a regular expression; flags i, s, m
$.price > 100        a field of JSON: == != > >= < <= ~ (contains)
$.items[0]["odd key"]   the field is there`

export function FilterBox({ box }: { box: RefObject<HTMLInputElement | null> }) {
  const applied = useApp((state) => state.filter.text)
  const [typed, setTyped] = useState(applied)
  const failure = useApplied(typed, applied)
  const failureId = useId()
  return (
    <div className="filter">
      <input
        ref={box}
        type="search"
        className="field"
        aria-label="Filter"
        aria-invalid={failure !== undefined}
        aria-describedby={failure === undefined ? undefined : failureId}
        placeholder="Filter: text, /regex/ or $.price > 100"
        title={HELP}
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyped('')
        }}
      />
      {failure !== undefined && (
        <div id={failureId} className="filter-failure">
          <FailureLine failure={failure} />
        </div>
      )}
    </div>
  )
}

/** Applies what is typed once typing pauses. @returns why it is not, when it is not valid */
function useApplied(typed: string, applied: string): Failure | undefined {
  const [refused, setRefused] = useState<{ text: string; failure: Failure }>()
  useEffect(() => {
    if (typed === applied) return
    let isOver = false
    let timer = setTimeout(async () => {
      const checked = await call('filter.check', { text: typed })
      if (isOver) return
      if (checked.ok) changeFilter({ text: typed })
      else timer = setTimeout(() => setRefused({ text: typed, failure: checked.error }), COMPLAINT_PAUSE_MS)
    }, TYPING_PAUSE_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [typed, applied])
  return refused?.text === typed ? refused.failure : undefined
}
