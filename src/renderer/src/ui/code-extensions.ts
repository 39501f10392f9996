/** How an editor behaves and looks: the extensions of CodeMirror it is made of, no more than a message or a schema needs. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, linter } from '@codemirror/lint'
import { Annotation, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { findJsonProblem } from './json-problem'

/** Marks text that comes from a store: nobody typed it. */
export const loaded = Annotation.define<boolean>()

/** @param onChange called late, so that the editor outlives its changes */
export function editorExtensions(label: string, onChange: () => (text: string) => void): Extension[] {
  return [
    history(),
    // Tab is left alone: it leads on to the next control.
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
    EditorView.updateListener.of(({ docChanged, state, transactions }) => {
      const isLoaded = transactions.some((transaction) => transaction.annotation(loaded) === true)
      if (docChanged && !isLoaded) onChange()(state.doc.toString())
    }),
  ]
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--json-key)' },
  { tag: tags.string, color: 'var(--json-string)' },
  { tag: tags.number, color: 'var(--json-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--json-atom)' },
])

/** JSON in the window's colours, for what is only read. */
export const jsonColours: Extension = syntaxHighlighting(colours)

const jsonExtensions: Extension = [
  json(),
  jsonColours,
  bracketMatching(),
  indentOnInput(),
  linter(jsonDiagnostics, { delay: 300 }),
]

export function languageExtensions(isJson: boolean, hint: string): Extension {
  return [isJson ? jsonExtensions : [], placeholder(hint)]
}

function jsonDiagnostics({ state }: EditorView): Diagnostic[] {
  const text = state.doc.toString()
  const problem = text.trim() === '' ? undefined : findJsonProblem(text)
  return problem === undefined
    ? []
    : [{ from: problem.startAt, to: problem.endAt, severity: 'error', message: problem.message }]
}
