/** Messages kept under a name: save what stands in the panel, take one back, delete one. */
import { type FormEvent, useState } from 'react'
import type { SavedMessage } from '../../../../shared/protocol/desk'
import { useDesk } from '../../state/desk-store'
import { notify } from '../../state/notices'
import { Popover } from '../../ui/popover'
import { draftOf, load, useCompose } from './compose-store'
import { DraftLine } from './draft-line'
import { focusBox } from './message-editor'
import { deleteMessage, saveMessage } from './saved-messages'

export function SavedMenu() {
  return (
    <Popover label="Saved" title="Messages kept under a name">
      {(close) => (
        <>
          <SaveForm onSaved={close} />
          <SavedList onChosen={close} />
        </>
      )}
    </Popover>
  )
}

function SaveForm({ onSaved }: { onSaved(): void }) {
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string>()
  const draft = draftOf(useCompose())
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (draft === undefined || name.trim() === '') return
    const why = saveMessage(name, draft)
    if (why === undefined) onSaved()
    setProblem(why)
  }
  if (draft === undefined) return <p className="popover-empty">A file is not saved here: it is kept where it is.</p>
  return (
    <form className="send-save" onSubmit={save}>
      <input
        className="field"
        aria-label="Name of the message"
        placeholder="Name for this message"
        data-first
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className="button" disabled={name.trim() === ''}>
        Save message
      </button>
      {problem !== undefined && <p className="send-problem">{problem}</p>}
    </form>
  )
}

function SavedList({ onChosen }: { onChosen(): void }) {
  const messages = useDesk((state) => state.messages)
  return messages.map((message) => (
    <div key={message.name} className="send-saved">
      <button
        type="button"
        className="popover-item"
        data-item
        onClick={() => {
          onChosen()
          load(message)
          focusBox()
        }}
      >
        <b>{message.name}</b>
        <DraftLine draft={message} />
      </button>
      <button
        type="button"
        className="button quiet icon"
        aria-label={`Delete ${message.name}`}
        title="Delete"
        onClick={() => deleteWithUndo(message)}
      >
        ×
      </button>
    </div>
  ))
}

function deleteWithUndo(message: SavedMessage): void {
  deleteMessage(message.name)
  notify({
    kind: 'info',
    message: `“${message.name}” was deleted.`,
    action: { label: 'Undo', act: () => void saveMessage(message.name, message) },
  })
}
