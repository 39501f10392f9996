/** The box for text and JSON: CodeMirror, kept alike with the store. */
import { Compartment, EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { BOX_NAME, type EditorHandlers, editorExtensions, jsonText, loaded, plainText } from './editor-setup'

interface Props extends EditorHandlers {
  value: string
  isJson: boolean
}

export function MessageEditor({ value, isJson, ...handlers }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const language = useRef(new Compartment())
  const latest = useRef(handlers)
  const first = useRef({ value, isJson })
  useLayoutEffect(() => {
    latest.current = handlers
  })

  useEffect(() => {
    if (host.current === null) return
    const { value, isJson } = first.current
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: value,
        extensions: [editorExtensions(() => latest.current), language.current.of(languageOf(isJson))],
      }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [])

  useEffect(() => {
    view.current?.dispatch({ effects: language.current.reconfigure(languageOf(isJson)) })
  }, [isJson])

  // What was typed comes back as it is; only what was loaded differs.
  useEffect(() => {
    const editor = view.current
    if (editor === undefined || editor.state.doc.toString() === value) return
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      selection: { anchor: value.length },
      annotations: loaded.of(true),
    })
  }, [value])

  return <div ref={host} className="send-editor mono" />
}

function languageOf(isJson: boolean) {
  return isJson ? jsonText : plainText
}

/** After something was loaded: on to writing. The box may be another one by the next frame. */
export function focusBox(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[aria-label="${BOX_NAME}"]`)?.focus())
}
