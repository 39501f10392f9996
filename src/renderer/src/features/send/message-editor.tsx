/** The box for text and JSON, with the keys of a message: send it, and the ones before it. */
import { Prec } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import { useLayoutEffect, useRef, useState } from 'react'
import { CodeEditor } from '../../ui/code-editor'

/** What the box is called, whichever it is; there is one at a time. */
export const BOX_NAME = 'Message to send'

export interface EditorHandlers {
  onChange(text: string): void
  onSubmit(): void
  onOlder(): void
  onNewer(): void
}

interface Props extends EditorHandlers {
  value: string
  isJson: boolean
}

export function MessageEditor({ value, isJson, ...handlers }: Props) {
  const latest = useRef<EditorHandlers>(handlers)
  useLayoutEffect(() => {
    latest.current = handlers
  })
  const [keys] = useState(() => messageKeys(() => latest.current))
  return (
    <CodeEditor
      className="send-editor"
      label={BOX_NAME}
      value={value}
      isJson={isJson}
      hint={isJson ? '{"type": "subscribe"}' : 'Write a message'}
      extensions={keys}
      onChange={handlers.onChange}
    />
  )
}

/** @param handlers called late, so that the editor outlives their changes */
function messageKeys(handlers: () => EditorHandlers) {
  const run = (act: (handlers: EditorHandlers) => void) => () => {
    act(handlers())
    return true
  }
  // Before the default keys, which have other ideas of Mod-Enter and Alt with arrows.
  return Prec.highest(
    keymap.of([
      { key: 'Mod-Enter', run: run(({ onSubmit }) => onSubmit()) },
      { key: 'Alt-ArrowUp', run: run(({ onOlder }) => onOlder()) },
      { key: 'Alt-ArrowDown', run: run(({ onNewer }) => onNewer()) },
    ]),
  )
}

/** After something was loaded: on to writing. The box may be another one by the next frame. */
export function focusBox(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[aria-label="${BOX_NAME}"]`)?.focus())
}
