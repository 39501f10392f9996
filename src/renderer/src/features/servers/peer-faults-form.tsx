/** Faults of one client in place of its server's, or the server's again. */
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import type { PeerSummary } from '../../../../shared/protocol/feed'
import type { FaultSettings } from '../../../../shared/protocol/server-settings'
import { call } from '../../bridge'
import { FailureLine } from '../../ui/failure-line'
import { faultFields, readFaults, typedFaults } from './peer-faults'

interface Props {
  peer: PeerSummary
  serverFaults: FaultSettings
  onDone(): void
}

export function PeerFaultsForm({ peer, serverFaults, onDone }: Props) {
  const base = peer.faults ?? serverFaults
  const [typed, setTyped] = useState(() => typedFaults(base))
  const [failure, setFailure] = useState<Failure>()
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector('input')?.select(), [])

  const configure = async (faults: FaultSettings | undefined) => {
    const configured = await call('peer.configure', { id: peer.id, faults })
    if (configured.ok) onDone()
    else setFailure(configured.error)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = readFaults(typed, base)
    if (read.ok) void configure(read.value)
    else setFailure(read.error)
  }
  return (
    <form ref={form} className="peer-faults" onSubmit={submit} noValidate>
      <h3>Faults of client {peer.id}</h3>
      <p>In place of the server’s, for as long as it is connected.</p>
      <div className="peer-faults-fields">
        {faultFields.map(({ name, label, unit, max }) => (
          <label key={name} className="label">
            {label}, {unit}
            <input
              type="number"
              className="field"
              min={0}
              max={max}
              step={unit === '%' ? 'any' : 1}
              value={typed[name]}
              onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
            />
          </label>
        ))}
      </div>
      {failure !== undefined && <FailureLine failure={failure} />}
      <div className="peer-faults-actions">
        <button type="submit" className="button primary">
          Apply
        </button>
        {peer.faults !== undefined && (
          <button type="button" className="button" onClick={() => void configure(undefined)}>
            Back to the server’s
          </button>
        )}
      </div>
    </form>
  )
}
