/** What else goes into the handshake: headers, query parameters, how long to wait, whether to offer compression. */
import type { ConnectionSettings } from '../../../../shared/protocol/connection-settings'

interface Props {
  request: ConnectionSettings
  isReadOnly: boolean
  onChange(part: Partial<ConnectionSettings>): void
}

export function RequestOptions({ request, isReadOnly, onChange }: Props) {
  return (
    <fieldset className="request-options" disabled={isReadOnly} aria-label="Handshake options">
      <Pairs label="Header" pairs={request.headers} onChange={(headers) => onChange({ headers })} />
      <Pairs label="Query parameter" pairs={request.query} onChange={(query) => onChange({ query })} />
      <div className="request-numbers">
        <label className="label">
          Handshake timeout, s
          <input
            type="number"
            className="field"
            min={1}
            max={600}
            value={request.handshakeTimeoutMs / 1000}
            onChange={(event) => onChange({ handshakeTimeoutMs: toTimeoutMs(event.target.value) })}
          />
        </label>
        <label className="label check">
          <input
            type="checkbox"
            checked={request.compression}
            onChange={(event) => onChange({ compression: event.target.checked })}
          />
          Offer permessage-deflate
        </label>
      </div>
    </fieldset>
  )
}

/** Kept in the range the engine takes, whatever is typed. */
function toTimeoutMs(seconds: string): number {
  const typed = Number(seconds)
  return Number.isFinite(typed) ? Math.min(600, Math.max(1, typed)) * 1000 : 10_000
}

type Pair = [name: string, value: string]

function Pairs({ label, pairs, onChange }: { label: string; pairs: Pair[]; onChange(pairs: Pair[]): void }) {
  const replace = (at: number, pair: Pair) => onChange(pairs.map((each, index) => (index === at ? pair : each)))
  return (
    <div className="request-pairs">
      <span className="label">{label}s</span>
      {pairs.map(([name, value], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
        <div key={at} className="request-pair">
          <input
            className="field mono"
            aria-label={`${label} ${at + 1} name`}
            placeholder="name"
            spellCheck={false}
            value={name}
            onChange={(event) => replace(at, [event.target.value, value])}
          />
          <input
            className="field mono"
            aria-label={`${label} ${at + 1} value`}
            placeholder="value"
            spellCheck={false}
            value={value}
            onChange={(event) => replace(at, [name, event.target.value])}
          />
          <button
            type="button"
            className="button quiet icon"
            aria-label={`Remove ${label.toLowerCase()} ${at + 1}`}
            onClick={() => onChange(pairs.filter((_, index) => index !== at))}
          >
            ×
          </button>
        </div>
      ))}
      <button type="button" className="button quiet" onClick={() => onChange([...pairs, ['', '']])}>
        + {label.toLowerCase()}
      </button>
    </div>
  )
}
