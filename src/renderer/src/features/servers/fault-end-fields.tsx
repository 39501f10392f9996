/** What ends each connection by itself, and how long after it opened. */
import type { FaultSettings } from '../../../../shared/protocol/server-settings'
import { QuantityRow } from '../../ui/quantity-row'
import { Segments } from '../../ui/segments'
import { SettingRow } from '../../ui/setting-row'
import { CloseFields } from './close-fields'

type End = FaultSettings['end']

const kinds = ['never', 'reset', 'half-open', 'close'] as const
const FIRST_AFTER_MS = 10_000
const notes: Readonly<Record<End['kind'], string>> = {
  never: 'Connections last.',
  reset: 'TCP RST, without a close frame.',
  'half-open': 'Nothing passes any more, and the socket stays open.',
  close: 'A close frame with a code of your choice.',
}

export function FaultEndFields({ end, onChange }: { end: End; onChange(end: End): void }) {
  const choose = (kind: End['kind']) => {
    const afterMs = end.kind === 'never' ? FIRST_AFTER_MS : end.afterMs
    if (kind === 'never') onChange({ kind })
    else if (kind === 'close') onChange({ kind, afterMs, closeCode: 1011, reason: '' })
    else onChange({ kind, afterMs })
  }
  return (
    <>
      <SettingRow label="Each ends by" note={notes[end.kind]}>
        {() => (
          <Segments
            label="Each connection ends by"
            options={kinds}
            value={end.kind}
            onChange={(kind) => kind !== end.kind && choose(kind)}
          />
        )}
      </SettingRow>
      {end.kind !== 'never' && (
        <QuantityRow
          label="Ends after"
          note="Counted from its opening."
          range={{ kind: 'duration', min: 0, max: 86_400_000 }}
          value={end.afterMs}
          plain={FIRST_AFTER_MS}
          onChange={(afterMs) => onChange({ ...end, afterMs })}
        />
      )}
      {end.kind === 'close' && (
        <SettingRow label="Close frame" isWide>
          {(id) => (
            <CloseFields
              id={id}
              label="Close frame"
              closeCode={end.closeCode}
              reason={end.reason}
              onChange={(change) => onChange({ ...end, ...change })}
            />
          )}
        </SettingRow>
      )}
    </>
  )
}
