/** Which variables count: one environment of those the user made, or none. */
import { changeDesk, useDesk } from '../../state/desk-store'
import { openDialog } from '../../state/dialog-store'
import './environments.css'

export function EnvironmentSelect() {
  const environments = useDesk((desk) => desk.environments)
  const active = useDesk((desk) => desk.activeEnvironment)
  const isKnown = environments.some(({ name }) => name === active)
  return (
    <div className="environment-line">
      <select
        className="field"
        aria-label="Environment"
        title="What {{variables}} stand for"
        value={isKnown ? active : ''}
        onChange={(event) => void changeDesk({ activeEnvironment: event.target.value })}
      >
        <option value="">No environment</option>
        {environments.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button quiet icon"
        aria-label="Edit environments"
        title="Edit environments"
        onClick={() => openDialog({ kind: 'environments' })}
      >
        <span aria-hidden="true">{'{ }'}</span>
      </button>
    </div>
  )
}
