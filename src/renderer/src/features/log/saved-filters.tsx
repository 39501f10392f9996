/** Filters kept under a name, on the desk: save the one that stands in the box, apply, rename, delete. */
import { type FormEvent, useState } from 'react'
import type { SavedFilter } from '../../../../shared/protocol/desk'
import { changeDesk, useDesk } from '../../state/desk-store'
import { notify } from '../../state/notices'
import { Popover } from '../../ui/popover'

const NAME_MAX = 80
/** As many as the desk holds. */
const SAVED_MAX = 500

interface Props {
  /** What stands in the box. */
  text: string
  isValid: boolean
  onApply(text: string): void
}

export function SavedFilters({ text, isValid, onApply }: Props) {
  const filters = useDesk((state) => state.filters)
  return (
    <Popover
      label="Saved filters"
      title="Filters kept under a name"
      face={<span className="filter-saved-button">{filters.some((each) => each.text === text) ? '★' : '☆'}</span>}
    >
      {(close) => (
        <>
          <SaveForm text={text} isValid={isValid} onSaved={close} />
          {filters.map((filter) => (
            <SavedLine
              key={filter.name}
              filter={filter}
              onApply={() => {
                close()
                onApply(filter.text)
              }}
            />
          ))}
        </>
      )}
    </Popover>
  )
}

function SaveForm({ text, isValid, onSaved }: { text: string; isValid: boolean; onSaved(): void }) {
  const [name, setName] = useState('')
  if (text.trim() === '') return <p className="popover-empty">Type a filter to keep it here under a name.</p>
  if (!isValid) return <p className="popover-empty">What stands in the box cannot be read, so it is not kept.</p>
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '' && keep({ name: name.trim(), text })) onSaved()
  }
  return (
    <form className="filter-save" onSubmit={save}>
      <input
        className="field"
        aria-label="Name of the filter"
        placeholder="Name for this filter"
        data-first
        maxLength={NAME_MAX}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className="button" disabled={name.trim() === ''}>
        Save filter
      </button>
    </form>
  )
}

function SavedLine({ filter, onApply }: { filter: SavedFilter; onApply(): void }) {
  const [newName, setNewName] = useState<string>()
  if (newName !== undefined) {
    const rename = (event: FormEvent) => {
      event.preventDefault()
      if (newName.trim() !== '') keep({ name: newName.trim(), text: filter.text }, filter.name)
      setNewName(undefined)
    }
    return (
      <form className="filter-save" onSubmit={rename}>
        <input
          ref={(input) => input?.focus()}
          className="field"
          aria-label={`New name of ${filter.name}`}
          maxLength={NAME_MAX}
          value={newName}
          onChange={(event) => setNewName(event.target.value)}
        />
        <button type="submit" className="button">
          Rename
        </button>
      </form>
    )
  }
  return (
    <div className="filter-saved">
      <button type="button" className="popover-item" data-item onClick={onApply}>
        <b>{filter.name}</b>
        <code>{filter.text}</code>
      </button>
      <button
        type="button"
        className="button quiet icon"
        aria-label={`Rename ${filter.name}`}
        title="Rename"
        onClick={() => setNewName(filter.name)}
      >
        ✎
      </button>
      <button
        type="button"
        className="button quiet icon"
        aria-label={`Delete ${filter.name}`}
        title="Delete"
        onClick={() => deleteWithUndo(filter)}
      >
        ×
      </button>
    </div>
  )
}

/**
 * One of the same name is replaced, as is the one it is to stand for.
 * @returns whether there was room
 */
function keep(filter: SavedFilter, insteadOf = filter.name): boolean {
  const others = useDesk.getState().filters.filter(({ name }) => name !== filter.name && name !== insteadOf)
  if (others.length >= SAVED_MAX) {
    notify({ kind: 'error', message: `${SAVED_MAX} filters are saved already. Delete one you no longer need.` })
    return false
  }
  void changeDesk({ filters: [...others, filter].sort((a, b) => a.name.localeCompare(b.name)) })
  return true
}

function deleteWithUndo(filter: SavedFilter): void {
  void changeDesk({ filters: useDesk.getState().filters.filter(({ name }) => name !== filter.name) })
  notify({
    kind: 'info',
    message: `“${filter.name}” was deleted.`,
    action: { label: 'Undo', act: () => void keep(filter) },
  })
}
