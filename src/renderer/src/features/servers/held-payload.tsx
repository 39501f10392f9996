/** A held frame's whole payload: text to be edited, bytes to be read; and whether it goes on. */
import { useState } from 'react'
import type { HeldFrame } from '../../../../shared/protocol/feed'
import { FailureLine } from '../../ui/failure-line'
import { formatBytes } from '../../ui/format'
import { HexView } from '../../ui/hex-view'
import { boxText, editedText, heldText } from './held-words'
import { useHeldPayload } from './use-held'

/** More in a box for text takes longer than a key press should. */
const EDITED_MAX_BYTES = 1024 * 1024

interface Props {
  serverId: number
  frame: HeldFrame
  /** @param payload in place of its own */
  onRelease(payload?: string): void
  onDrop(): void
}

export function HeldPayload({ serverId, frame, onRelease, onDrop }: Props) {
  const { heldId } = frame
  const answer = useHeldPayload(serverId, heldId)
  // Of the frame before nothing stays but the buttons, which may have the focus.
  const [draft, setDraft] = useState<{ heldId: number; text: string }>()
  const edited = draft?.heldId === heldId ? draft.text : undefined
  const isEditable = frame.type === 'text' && frame.byteLength <= EDITED_MAX_BYTES
  return (
    <section className="held-payload" aria-label="Held frame">
      <header>
        <span className="held-what">
          {frame.type}, {formatBytes(frame.byteLength)}, {frame.direction === 'received' ? 'from' : 'to'} client{' '}
          {frame.connectionId}
        </span>
        <button type="button" className="button" onClick={onDrop}>
          Drop
        </button>
        <button type="button" className="button" title="As it came" onClick={() => onRelease()}>
          Release
        </button>
        {isEditable && (
          <button
            type="button"
            className={edited === undefined ? 'button' : 'button primary'}
            disabled={edited === undefined}
            title={edited === undefined ? 'Change the text first' : undefined}
            onClick={() => onRelease(edited)}
          >
            Release edited
          </button>
        )}
      </header>
      {answer !== undefined && !answer.ok && <FailureLine failure={answer.error} />}
      {answer?.ok === true &&
        (isEditable ? (
          <TextBox
            key={heldId}
            text={heldText(answer.value)}
            edited={edited}
            onEdit={(text) => setDraft(text === undefined ? undefined : { heldId, text })}
          />
        ) : (
          <>
            {frame.type === 'text' && <p>Too large to be edited here (over {formatBytes(EDITED_MAX_BYTES)}).</p>}
            <HexView key={heldId} bytes={answer.value} />
          </>
        ))}
    </section>
  )
}

function TextBox({
  text,
  edited,
  onEdit,
}: {
  text: string
  edited: string | undefined
  onEdit(text: string | undefined): void
}) {
  return (
    <textarea
      className="mono"
      aria-label="Held message"
      spellCheck={false}
      value={boxText(edited ?? text)}
      onChange={({ target }) => onEdit(target.value === boxText(text) ? undefined : editedText(target.value, text))}
    />
  )
}
