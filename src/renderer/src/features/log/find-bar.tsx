/** Finds in the rows that the filter leaves: one after the other, the rows stay. */
import { useEffect, useRef } from 'react'
import { onCommand } from '../../state/commands'
import { closeFind, type FindState, find, openFind, setFindText, useFind } from '../../state/find-store'
import './find-bar.css'

/** @param grid where the keyboard goes when the bar is closed */
export function FindBar({ focusLog }: { focusLog(): void }) {
  const { isOpen, text, state } = useFind()
  const box = useRef<HTMLInputElement>(null)
  useEffect(
    () =>
      onCommand({
        find: () => {
          openFind()
          // It may have been there already.
          box.current?.select()
        },
        'find-next': () => void find('next'),
        'find-previous': () => void find('previous'),
      }),
    [],
  )
  useEffect(() => {
    if (isOpen) box.current?.select()
  }, [isOpen])
  if (!isOpen) return null
  const close = () => {
    closeFind()
    focusLog()
  }
  return (
    <div className="find-bar" role="search" aria-label="Find in the log">
      <input
        ref={box}
        type="search"
        className="field"
        aria-label="Find"
        aria-invalid={state.name === 'failed'}
        placeholder="Find: words, &quot;a phrase&quot;, /regex/, $.price > 100"
        spellCheck={false}
        value={text}
        onChange={(event) => setFindText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void find(event.shiftKey ? 'previous' : 'next')
          if (event.key === 'Escape') close()
        }}
      />
      <button
        type="button"
        className="button icon"
        aria-label="Previous match"
        title="Previous match (Shift+Enter, Shift+F3)"
        onClick={() => void find('previous')}
      >
        ↑
      </button>
      <button
        type="button"
        className="button icon"
        aria-label="Next match"
        title="Next match (Enter, F3)"
        onClick={() => void find('next')}
      >
        ↓
      </button>
      <span className={state.name === 'failed' ? 'find-state failed' : 'find-state'} role="status" aria-label="Matches">
        {sentenceOf(state)}
      </span>
      <button type="button" className="button quiet icon" aria-label="Close find" title="Close (Esc)" onClick={close}>
        ×
      </button>
    </div>
  )
}

function sentenceOf(state: FindState): string {
  switch (state.name) {
    case 'idle':
      return ''
    case 'searching':
      return 'Searching…'
    case 'found':
      return state.wrapped ? 'Begun again at the other end.' : ''
    case 'none':
      return 'No match.'
    case 'failed':
      return state.failure.message
  }
}
