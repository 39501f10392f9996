/** A time to wait, among other things of a line. */
import { QuantityBox } from './quantity-box'

/** As the schemas of rules and of messages on open have it. */
const waiting = { kind: 'duration', min: 0, max: 600_000 } as const

export function WaitBox({ label, ms, onCommit }: { label: string; ms: number; onCommit(ms: number): void }) {
  return <QuantityBox label={label} range={waiting} value={ms} onCommit={onCommit} />
}
