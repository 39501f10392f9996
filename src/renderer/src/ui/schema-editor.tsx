/** A JSON Schema as it is typed, loaded from a file or taken away; in use once the keys have rested and it is valid. */
import { useEffect, useRef, useState } from 'react'
import type { Failure, Result } from '../../../shared/failure'
import { SCHEMA_MAX_LENGTH } from '../../../shared/protocol/server-settings'
import { CodeEditor } from './code-editor'
import { FailureLine } from './failure-line'
import { findJsonProblem } from './json-problem'
import './schema-editor.css'

/** Of rest after a key, before the schema is taken: a word half typed is no mistake yet. */
const REST_MS = 400

interface Props {
  /** Of the editor. */
  label: string
  value: string
  /** What is so while there is no schema. */
  without: string
  /** Of the schema that was taken last. */
  failure?: Failure
  /** Asks for a file. @returns its text; nothing where the user thought better of it */
  load(): Promise<Result<string | undefined>>
  onTake(schema: string): void
}

export function SchemaEditor({ label, value, without, failure: given, load, onTake }: Props) {
  const { text, type, take, failure, setFailure } = useRestedText(value, onTake)
  const loadFile = async () => {
    const loaded = await load()
    if (!loaded.ok) setFailure(loaded.error)
    else if (loaded.value !== undefined) take(loaded.value)
  }
  const shown = failure ?? given
  const state = text.trim() === '' ? without : 'In use.'
  return (
    <>
      <div className="schema-bar">
        <span className="setting-label">JSON Schema</span>
        <span className="schema-state">{shown === undefined && state}</span>
        <button type="button" className="button" onClick={() => void loadFile()}>
          Load schema…
        </button>
        <button type="button" className="button quiet" disabled={text === ''} onClick={() => take('')}>
          Remove schema
        </button>
      </div>
      <CodeEditor
        className="schema-editor"
        label={label}
        isJson
        hint={'{"type": "object", "required": ["symbol"]}'}
        value={text}
        onChange={type}
      />
      {shown !== undefined && <FailureLine failure={shown} />}
    </>
  )
}

/**
 * Text that is taken when the keys have rested and it is JSON; until then only its problem is shown.
 * What is typed is not lost when the section is left in between: it is taken then.
 */
function useRestedText(kept: string, onTake: (schema: string) => void) {
  const [text, setText] = useState(kept)
  const [failure, setFailure] = useState<Failure>()
  const latest = useRef({ text, kept, onTake })
  latest.current = { text, kept, onTake }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const take = (typed: string) => {
    clearTimeout(timer.current)
    setText(typed)
    const wrong = schemaProblem(typed)
    setFailure(wrong)
    if (wrong === undefined && typed !== latest.current.kept) latest.current.onTake(typed)
  }
  const type = (typed: string) => {
    setText(typed)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => take(typed), REST_MS)
  }
  // Set from elsewhere: an import, or its undoing.
  useEffect(() => {
    if (kept !== latest.current.text && schemaProblem(latest.current.text) === undefined) setText(kept)
  }, [kept])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      const { text, kept, onTake } = latest.current
      if (text !== kept && schemaProblem(text) === undefined) onTake(text)
    },
    [],
  )
  return { text, type, take, failure, setFailure }
}

function schemaProblem(text: string): Failure | undefined {
  if (text.trim() === '') return undefined
  if (text.length > SCHEMA_MAX_LENGTH) {
    return {
      code: 'ERR_SCHEMA_INVALID',
      message: 'This schema is longer than 256 KiB, more than can be checked against.',
    }
  }
  const problem = findJsonProblem(text)
  return problem === undefined ? undefined : { code: 'ERR_SCHEMA_INVALID', message: problem.message }
}
