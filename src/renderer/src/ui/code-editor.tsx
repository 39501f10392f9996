/** A box for text and JSON: CodeMirror, kept alike with a store. */
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { editorExtensions, languageExtensions, loaded } from './code-extensions'
import './code-editor.css'

interface Props {
  label: string
  value: string
  isJson: boolean
  /** Stands in the empty box. */
  hint: string
  className?: string
  /** Taken once, when the box is made: keys of its own, for instance. */
  extensions?: Extension
  onChange(text: string): void
}

export function CodeEditor({ label, value, isJson, hint, className, extensions = [], onChange }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const language = useRef(new Compartment())
  const latest = useRef(onChange)
  const first = useRef({ label, value, isJson, hint, extensions })
  useLayoutEffect(() => {
    latest.current = onChange
  })

  useEffect(() => {
    if (host.current === null) return
    const { label, value, isJson, hint, extensions } = first.current
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          extensions,
          editorExtensions(label, () => latest.current),
          language.current.of(languageExtensions(isJson, hint)),
        ],
      }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [])

  useEffect(() => {
    view.current?.dispatch({ effects: language.current.reconfigure(languageExtensions(isJson, hint)) })
  }, [isJson, hint])

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

  return <div ref={host} className={`code-editor mono ${className ?? ''}`} />
}
