/** The JSON Schema that messages must fit, and what becomes of one that does not. */
import { useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import { SCHEMA_MAX_LENGTH, type ValidationSettings } from '../../../../shared/protocol/server-settings'
import { call } from '../../bridge'
import { CodeEditor } from '../../ui/code-editor'
import { FailureLine } from '../../ui/failure-line'
import { findJsonProblem } from '../../ui/json-problem'
import { Segments } from '../../ui/segments'
import type { ServerSetup } from './draft-store'
import { SettingRow } from './setting-row'
import './validation.css'

/** Of rest after a key, before the schema is taken: a word half typed is no mistake yet. */
const REST_MS = 400

const choices = ['answer', 'close', 'flag'] as const
const meanings: Readonly<Record<ValidationSettings['whenInvalid'], string>> = {
  answer: 'The client is told what is wrong; the behaviour never sees the message.',
  close: 'The connection is closed with 1008; the behaviour never sees the message.',
  flag: 'Only its row in the log is marked; the behaviour sees it all the same.',
}

export function ValidationSection({ settings, failures, edit }: ServerSetup) {
  const { validation } = settings
  const { text, type, take, failure, setFailure } = useRestedText(validation.schema, (schema) =>
    edit({ validation: { ...validation, schema } }),
  )
  const load = async () => {
    const opened = await call('file.open', { title: 'Load a JSON Schema', extensions: ['json'] })
    if (!opened.ok) setFailure(opened.error)
    else if (opened.value !== undefined) take(opened.value.text)
  }
  const shown = failure ?? failures.validation
  const state = text.trim() === '' ? 'Every message is let through.' : 'In use.'
  return (
    <div className="validation">
      <SettingRow label="When invalid" note={meanings[validation.whenInvalid]}>
        {() => (
          <Segments
            label="When invalid"
            options={choices}
            value={validation.whenInvalid}
            onChange={(whenInvalid) => edit({ validation: { ...validation, whenInvalid } })}
          />
        )}
      </SettingRow>
      <div className="validation-bar">
        <span className="setting-label">JSON Schema</span>
        <span className="validation-state">{shown === undefined && state}</span>
        <button type="button" className="button" onClick={() => void load()}>
          Load schema…
        </button>
        <button type="button" className="button quiet" disabled={text === ''} onClick={() => take('')}>
          Remove schema
        </button>
      </div>
      <CodeEditor
        className="validation-editor"
        label="JSON Schema"
        isJson
        hint={'{"type": "object", "required": ["symbol"]}'}
        value={text}
        onChange={type}
      />
      {shown !== undefined && <FailureLine failure={shown} />}
    </div>
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
    return { code: 'ERR_SCHEMA_INVALID', message: 'This schema is longer than 256 KiB, more than a server takes.' }
  }
  const problem = findJsonProblem(text)
  return problem === undefined ? undefined : { code: 'ERR_SCHEMA_INVALID', message: problem.message }
}
