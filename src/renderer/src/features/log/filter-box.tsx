/**
 * What to look for. A text the engine cannot read is not applied: what is wrong is underlined, the sentence stands beneath, the
 * last filter stays. Keys, values, fields and filters kept are offered as they are typed.
 */
import { type RefObject, useEffect, useId, useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import { call } from '../../bridge'
import { changeFilter, useApp } from '../../state/app-store'
import { FailureLine } from '../../ui/failure-line'
import { CompletionList, optionId } from './completion-list'
import { rememberFilter } from './filter-history'
import { MisreadUnderline } from './misread-underline'
import { SavedFilters } from './saved-filters'
import { useCompletion } from './use-completion'
import './filter-box.css'

/** Filtering on every key would start a search a letter. */
const TYPING_PAUSE_MS = 30
/** Half of an expression is not valid yet: who is still typing is not told so. */
const COMPLAINT_PAUSE_MS = 500

const HELP = `word other           contains both, in either case
"a phrase"           the text inside the quotes, as it is
/regex/i             a regular expression; flags i, s, m
$.price > 100        a field of JSON: == != > >= < <= ~ (contains)
dir:in  type:text,ping  conn:ticker  is:marked
size>1kb  time>12:00:00  time>-5m
and  or  not  ( )    join them; Ctrl+Space shows what can stand here`

export function FilterBox({ box }: { box: RefObject<HTMLInputElement | null> }) {
  const { typed, setTyped, failure } = useTyped()
  const completion = useCompletion(box, setTyped)
  const failureId = useId()
  const listId = useId()
  const isOpen = completion.options.length > 0
  return (
    <div className="filter">
      <div className="filter-field">
        <input
          ref={box}
          type="search"
          className="field"
          aria-label="Filter"
          aria-invalid={failure !== undefined}
          aria-describedby={failure === undefined ? undefined : failureId}
          aria-autocomplete="list"
          aria-controls={listId}
          aria-activedescendant={completion.chosen === -1 ? undefined : optionId(listId, completion.chosen)}
          placeholder="Filter: words, /regex/, $.price > 100, dir:in"
          title={isOpen ? undefined : HELP}
          spellCheck={false}
          autoComplete="off"
          value={typed}
          onFocus={completion.refresh}
          onBlur={() => {
            completion.close()
            if (failure === undefined) rememberFilter(typed)
          }}
          onChange={({ target }) => {
            setTyped(target.value)
            completion.follow(target.value, target.selectionStart ?? target.value.length)
          }}
          onKeyDown={(event) => {
            if (completion.onKey(event)) return
            if (event.key === 'Enter' || event.key === 'Escape') {
              completion.close()
              if (failure === undefined) rememberFilter(typed)
            }
            if (event.key === 'Escape') setTyped('')
          }}
        />
        <MisreadUnderline box={box} text={typed} at={failure?.at} />
      </div>
      <CompletionList
        id={listId}
        box={box}
        options={completion.options}
        chosen={completion.chosen}
        onAccept={completion.accept}
      />
      <SavedFilters
        text={typed}
        isValid={failure === undefined}
        onApply={(text) => {
          setTyped(text)
          box.current?.focus()
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

/** Applies what is typed once typing pauses, and types what is applied elsewhere: “filter by this” of a message. */
function useTyped(): { typed: string; setTyped(text: string): void; failure: Failure | undefined } {
  const applied = useApp((state) => state.filter.text)
  const [typed, setTyped] = useState(applied)
  const [shown, setShown] = useState(applied)
  if (applied !== shown) {
    setShown(applied)
    setTyped(applied)
  }
  return { typed, setTyped, failure: useApplied(typed, applied) }
}

/** @returns why what is typed is not applied, when it is not valid */
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
