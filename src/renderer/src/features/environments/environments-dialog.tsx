/** The editor of environments: on the left which, on the right its variables. Nothing counts until it is saved. */
import { useState } from 'react'
import { changeDesk, useDesk } from '../../state/desk-store'
import { closeDialog } from '../../state/dialog-store'
import { Dialog } from '../../ui/dialog'
import {
  changeOf,
  type Draft,
  draftOf,
  environmentProblem,
  firstProblem,
  type Shown,
  variablesIn,
  withAdded,
  withName,
  withoutEnvironment,
  withVariables,
} from './draft'
import { VariableList } from './variable-list'
import './environments.css'

export function EnvironmentsDialog() {
  const [before] = useState(() => draftOf(useDesk.getState()))
  const [draft, setDraft] = useState(before)
  const [shown, setShown] = useState<Shown>(before.active ?? 'globals')
  const [asksToLeave, setAsksToLeave] = useState(false)
  const [saidProblem, setSaidProblem] = useState<string>()
  const change = (next: Draft) => {
    setDraft(next)
    setSaidProblem(undefined)
    setAsksToLeave(false)
  }
  const leave = () => {
    if (draft === before || asksToLeave) closeDialog()
    else setAsksToLeave(true)
  }
  const save = async () => {
    const wrong = firstProblem(draft)
    if (wrong !== undefined) {
      setShown(wrong.shown)
      setSaidProblem(wrong.problem)
      return
    }
    closeDialog()
    await changeDesk(changeOf(draft))
  }
  return (
    <Dialog
      title="Environments"
      width="wide"
      onCancel={leave}
      onSubmit={() => void save()}
      foot={
        <>
          <span className="aside" role="status">
            {saidProblem ?? (asksToLeave ? 'Your changes are not saved.' : '')}
          </span>
          <button type="button" className="button" onClick={leave}>
            {asksToLeave ? 'Discard' : 'Cancel'}
          </button>
          <button type="submit" className="button primary">
            Save
          </button>
        </>
      }
    >
      <p className="dialog-note">
        A variable is written <code>{'{{name}}'}</code> in URLs, headers, queries and messages. An environment’s own
        stand before those of all.
      </p>
      <div className="environments">
        <EnvironmentList draft={draft} shown={shown} onShow={setShown} onChange={change} />
        <div className="environment-pane">
          {shown !== 'globals' && <EnvironmentHead draft={draft} shown={shown} onShow={setShown} onChange={change} />}
          <VariableList
            key={shown}
            variables={variablesIn(draft, shown)}
            onChange={(variables) => change(withVariables(draft, shown, variables))}
          />
        </div>
      </div>
    </Dialog>
  )
}

interface ListProps {
  draft: Draft
  shown: Shown
  onShow(shown: Shown): void
  onChange(draft: Draft): void
}

function EnvironmentList({ draft, shown, onShow, onChange }: ListProps) {
  return (
    <div className="environment-list" role="group" aria-label="Environments">
      <button
        type="button"
        className="popover-item"
        aria-pressed={shown === 'globals'}
        onClick={() => onShow('globals')}
      >
        All environments
      </button>
      {draft.environments.map(({ name }, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: its name changes as it is typed, its place does not
          key={index}
          type="button"
          className="popover-item"
          aria-pressed={shown === index}
          onClick={() => onShow(index)}
        >
          {name.trim() === '' ? 'Without a name' : name}
        </button>
      ))}
      <button
        type="button"
        className="button quiet environment-add"
        onClick={() => {
          onChange(withAdded(draft))
          onShow(draft.environments.length)
        }}
      >
        + New environment
      </button>
    </div>
  )
}

function EnvironmentHead({ draft, shown, onShow, onChange }: ListProps & { shown: number }) {
  const environment = draft.environments[shown]
  if (environment === undefined) return null
  const problem = environmentProblem(draft, shown)
  return (
    <>
      <div className="environment-head">
        <input
          className="field"
          aria-label="Environment’s name"
          aria-invalid={problem !== undefined}
          maxLength={200}
          value={environment.name}
          onChange={(event) => onChange(withName(draft, shown, event.target.value))}
        />
        <button
          type="button"
          className="button"
          onClick={() => {
            onChange(withAdded(draft, environment))
            onShow(draft.environments.length)
          }}
        >
          Duplicate
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            onChange(withoutEnvironment(draft, shown))
            onShow('globals')
          }}
        >
          Remove
        </button>
      </div>
      {problem !== undefined && <p className="dialog-problem">{problem}</p>}
    </>
  )
}
