/** What a server does wrong on purpose. A running server takes each change at once. */
import { type FaultSettings, plainServer } from '../../../../shared/protocol/server-settings'
import { FailureLine } from '../../ui/failure-line'
import { QuantityRow } from '../../ui/quantity-row'
import { Segments } from '../../ui/segments'
import { SettingRow } from '../../ui/setting-row'
import type { ServerSetup } from './draft-store'
import { FaultEndFields } from './fault-end-fields'
import {
  directionChoiceOf,
  directionChoices,
  directionsFor,
  type FaultField,
  messageFields,
  oversizeField,
  refusalField,
  seedField,
  timingFields,
} from './fault-fields'
import { activeFaults, faultSummary } from './fault-summary'
import './faults.css'

const plain = plainServer().faults
const corruptions = ['truncated', 'utf-8', 'oversize'] as const
const corruptionNotes: Readonly<Record<FaultSettings['corruption'], string>> = {
  truncated: 'JSON that breaks off.',
  'utf-8': 'Text that is no UTF-8: the client has to close with 1007.',
  oversize: 'A message that is far too large.',
}

export function FaultsSection({ settings, failures, edit }: ServerSetup) {
  const { faults } = settings
  const change = (part: Partial<FaultSettings>) => edit({ faults: { ...faults, ...part } })
  const amounts = (fields: readonly FaultField[]) =>
    fields.map((field) => (
      <QuantityRow
        key={field.name}
        label={field.label}
        note={field.note}
        range={field}
        value={faults[field.name]}
        plain={plain[field.name]}
        onChange={(value) => change({ [field.name]: value })}
      />
    ))
  const isOn = activeFaults(faults).length > 0
  return (
    <>
      <div className="fault-summary">
        <span className={isOn ? 'is-on' : ''} role="status" aria-label="Faults that are on">
          {faultSummary(faults)}
        </span>
        <button
          type="button"
          className="button"
          disabled={!isOn}
          onClick={() => edit({ faults: { ...plain, seed: faults.seed } })}
        >
          Clear faults
        </button>
      </div>
      {failures.faults !== undefined && <FailureLine failure={failures.faults} />}
      <h3>Messages</h3>
      <SettingRow label="Direction" note="Seen from the server: what it sends to clients, or receives from them.">
        {() => (
          <Segments
            label="Direction of faults"
            options={directionChoices}
            value={directionChoiceOf(faults.directions)}
            onChange={(choice) => change({ directions: directionsFor(choice) })}
          />
        )}
      </SettingRow>
      {amounts(messageFields)}
      <SettingRow label="Corruption" note={corruptionNotes[faults.corruption]}>
        {() => (
          <Segments
            label="Corruption"
            options={corruptions}
            value={faults.corruption}
            onChange={(corruption) => change({ corruption })}
          />
        )}
      </SettingRow>
      {faults.corruption === 'oversize' && amounts([oversizeField])}
      <h3>Timing</h3>
      {amounts(timingFields)}
      <QuantityRow
        label="Stall every"
        note="Nothing passes for a while, once in so long."
        range={{ kind: 'duration', min: 100, max: 86_400_000, hasOff: true }}
        value={faults.stall.everyMs}
        plain={plain.stall.everyMs}
        onChange={(everyMs) => change({ stall: { ...faults.stall, everyMs } })}
      />
      <QuantityRow
        label="Stall for"
        note="How long it lasts."
        range={{ kind: 'duration', min: 1, max: 600_000 }}
        value={faults.stall.forMs}
        plain={plain.stall.forMs}
        onChange={(forMs) => change({ stall: { ...faults.stall, forMs } })}
      />
      <h3>Connections</h3>
      {amounts([refusalField])}
      <SettingRow label="Pings" note="A client’s heartbeat finds nobody there.">
        {(id) => (
          <label className="setting-check">
            <input
              id={id}
              type="checkbox"
              checked={faults.noPong}
              onChange={(event) => change({ noPong: event.target.checked })}
            />
            No pong
          </label>
        )}
      </SettingRow>
      <FaultEndFields end={faults.end} onChange={(end) => change({ end })} />
      <h3>Repeating a run</h3>
      {amounts([seedField])}
    </>
  )
}
