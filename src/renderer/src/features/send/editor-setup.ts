/** How the editor behaves and looks: the extensions of CodeMirror it is made of, no more than a message needs. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, linter } from '@codemirror/lint'
import { Annotation, type Extension, Prec } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { findJsonProblem } from './json-problem'

/** What the box is called, whichever it is; there is one at a time. */
export const BOX_NAME = 'Message to send'

/** Marks text that comes from the store: nobody typed it. */
export const loaded = Annotation.define<boolean>()

export interface EditorHandlers {
  onChange(text: string): void
  onSubmit(): void
  onOlder(): void
  onNewer(): void
}

/** @param handlers called late, so that the editor outlives their changes */
export function editorExtensions(handlers: () => EditorHandlers): Extension[] {
  const run = (act: (handlers: EditorHandlers) => void) => () => {
    act(handlers())
    return true
  }
  return [
    // Before the default keys, which have other ideas of Mod-Enter and Alt with arrows.
    Prec.highest(
      keymap.of([
        { key: 'Mod-Enter', run: run(({ onSubmit }) => onSubmit()) },
        { key: 'Alt-ArrowUp', run: run(({ onOlder }) => onOlder()) },
        { key: 'Alt-ArrowDown', run: run(({ onNewer }) => onNewer()) },
      ]),
    ),
    history(),
    // Tab is left alone: it leads on to the next control.
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': BOX_NAME, spellcheck: 'false' }),
    EditorView.updateListener.of(({ docChanged, state, transactions }) => {
      const isLoaded = transactions.some((transaction) => transaction.annotation(loaded) === true)
      if (docChanged && !isLoaded) handlers().onChange(state.doc.toString())
    }),
  ]
}

export const plainText: Extension = placeholder('Write a message')

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--json-key)' },
  { tag: tags.string, color: 'var(--json-string)' },
  { tag: tags.number, color: 'var(--json-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--json-atom)' },
])

export const jsonText: Extension = [
  json(),
  syntaxHighlighting(colours),
  bracketMatching(),
  indentOnInput(),
  linter(jsonDiagnostics, { delay: 300 }),
  placeholder('{"type": "subscribe"}'),
]

function jsonDiagnostics({ state }: EditorView): Diagnostic[] {
  const text = state.doc.toString()
  const problem = text.trim() === '' ? undefined : findJsonProblem(text)
  return problem === undefined
    ? []
    : [{ from: problem.startAt, to: problem.endAt, severity: 'error', message: problem.message }]
}
