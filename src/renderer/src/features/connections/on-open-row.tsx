/** One message that is sent on open: its type, its text, how long to wait before it. */
import type { OnOpenMessage } from '../../../../shared/protocol/connection-settings'
import { FailureLine } from '../../ui/failure-line'
import { OrderButtons } from '../../ui/order-buttons'
import { variableTint } from '../../ui/variable-tint'
import { WaitBox } from '../../ui/wait-box'
import { hexProblem } from './hex-text'

/** As `connection-settings.ts` has it. */
const TEXT_MAX = 65_536
/** More lines scroll. */
const ROWS_MAX = 8
/** About as many characters as a line has where the window is small. */
const LINE_CHARACTERS = 32

interface Props {
  message: OnOpenMessage
  number: number
  isFirst: boolean
  isLast: boolean
  onChange(message: OnOpenMessage): void
  onMove(by: number): void
  onRemove(): void
}

export function OnOpenRow({ message, number, isFirst, isLast, onChange, onMove, onRemove }: Props) {
  const name = `message ${number}`
  const wrong = message.type === 'binary' ? hexProblem(message.message) : undefined
  return (
    <li className="on-open" aria-label={`Message ${number}`}>
      <span className="on-open-number">{number}</span>
      <select
        className="field"
        aria-label={`Type of ${name}`}
        value={message.type}
        onChange={(event) => onChange({ ...message, type: event.target.value as OnOpenMessage['type'] })}
      >
        <option value="text">text</option>
        <option value="binary">binary</option>
      </select>
      <textarea
        className={`field mono ${variableTint(message.message)}`}
        aria-label={`Text of ${name}`}
        aria-invalid={wrong !== undefined}
        placeholder={message.type === 'text' ? '{"op": "subscribe", "channel": "trades"}' : '0a ff'}
        rows={rowsFor(message.message)}
        maxLength={TEXT_MAX}
        spellCheck={false}
        value={message.message}
        onChange={(event) => onChange({ ...message, message: event.target.value })}
      />
      <span className="on-open-wait">
        after
        <WaitBox
          label={`Wait before ${name}`}
          ms={message.waitMs}
          onCommit={(waitMs) => onChange({ ...message, waitMs })}
        />
      </span>
      <OrderButtons name={name} isFirst={isFirst} isLast={isLast} onMove={onMove} onRemove={onRemove} />
      {wrong !== undefined && <FailureLine failure={{ code: 'ERR_OPTION_INVALID', message: wrong }} />}
    </li>
  )
}

/** As high as its text, wrapped. */
function rowsFor(text: string): number {
  const rows = text.split('\n').map((line) => Math.max(1, Math.ceil(line.length / LINE_CHARACTERS)))
  return Math.min(
    ROWS_MAX,
    rows.reduce((sum, each) => sum + each, 0),
  )
}
