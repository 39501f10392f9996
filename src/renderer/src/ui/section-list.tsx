/** The sections of a setup, each with how much of it is not as it comes. */
import type { KeyboardEvent } from 'react'

interface Props<S extends string> {
  sections: readonly S[]
  section: S
  counts: Readonly<Record<S, number>>
  /** Sections with something that was refused. */
  failing: ReadonlySet<S>
  onShow(section: S): void
}

export function SectionList<S extends string>({ sections, section, counts, failing, onShow }: Props<S>) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = sections[(sections.indexOf(section) + step + sections.length) % sections.length] ?? section
    onShow(next)
    event.currentTarget.querySelector<HTMLElement>(`[data-section="${next}"]`)?.focus()
  }
  return (
    <nav className="section-list" aria-label="Setup sections" onKeyDown={onKeyDown}>
      {sections.map((each) => (
        <button
          key={each}
          type="button"
          className="section-item"
          data-section={each}
          aria-label={each}
          aria-description={describe(counts[each], failing.has(each))}
          aria-current={each === section ? 'true' : undefined}
          tabIndex={each === section ? 0 : -1}
          onClick={() => onShow(each)}
        >
          <span>{each}</span>
          {failing.has(each) ? (
            <span className="section-count is-failing">!</span>
          ) : (
            counts[each] > 0 && <span className="section-count">{counts[each]}</span>
          )}
        </button>
      ))}
    </nav>
  )
}

function describe(count: number, isFailing: boolean): string | undefined {
  if (isFailing) return 'something here was refused'
  return count === 0 ? undefined : `${count} set`
}
