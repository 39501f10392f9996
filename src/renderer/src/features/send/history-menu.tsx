/** What was sent before, newest first; one click takes it back into the panel. */
import { Popover } from '../../ui/popover'
import { load, useCompose } from './compose-store'
import { DraftLine } from './draft-line'
import { focusBox } from './message-editor'

export function HistoryMenu() {
  return (
    <Popover label="History" title="Alt+↑ and Alt+↓ walk through it in the editor">
      {(close) => <HistoryList onChosen={close} />}
    </Popover>
  )
}

function HistoryList({ onChosen }: { onChosen(): void }) {
  const history = useCompose((state) => state.history)
  if (history.length === 0)
    return <p className="popover-empty">What goes out from here is listed here until you quit.</p>
  return history.toReversed().map((draft) => (
    <button
      key={`${draft.kind} ${draft.content}`}
      type="button"
      className="popover-item"
      data-item
      onClick={() => {
        onChosen()
        load(draft)
        focusBox()
      }}
    >
      <DraftLine draft={draft} />
    </button>
  ))
}
