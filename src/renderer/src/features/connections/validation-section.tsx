/** JSON Schemas of what arrives and of what is sent. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Failure, Result } from '../../../../shared/failure'
import { call } from '../../bridge'
import { SchemaEditor } from '../../ui/schema-editor'
import { Segments } from '../../ui/segments'
import { SettingRow } from '../../ui/setting-row'
import type { ConnectionSetup } from './setup-store'

const directions = ['received', 'sent'] as const
type Direction = (typeof directions)[number]

const notes: Readonly<Record<Direction, string>> = {
  received: 'Marked in the log where they do not fit.',
  sent: 'You are asked before one that does not fit.',
}
const without: Readonly<Record<Direction, string>> = {
  received: 'No message is marked.',
  sent: 'Everything is sent as it is.',
}

export function ValidationSection({ settings: { validation }, failures, edit }: ConnectionSetup) {
  const [direction, setDirection] = useState<Direction>('received')
  const wrong = useSchemaProblem(validation[direction])
  const refused = direction === 'received' ? failures.validation : undefined
  // What is taken late, when the other schema is looked at already, does not undo that one.
  const latest = useRef(validation)
  useLayoutEffect(() => {
    latest.current = validation
  })
  return (
    <div className="schema">
      <SettingRow label="Messages" note={notes[direction]}>
        {() => <Segments<Direction> label="Messages" options={directions} value={direction} onChange={setDirection} />}
      </SettingRow>
      <SchemaEditor
        key={direction}
        label={`JSON Schema of messages ${direction}`}
        value={validation[direction]}
        without={without[direction]}
        failure={wrong ?? refused}
        load={loadSchema}
        onTake={(schema) => edit({ validation: { ...latest.current, [direction]: schema } })}
      />
    </div>
  )
}

/** What the engine would refuse; JSON that is no schema only it knows. */
function useSchemaProblem(schema: string): Failure | undefined {
  const [problem, setProblem] = useState<{ schema: string; failure: Failure | undefined }>()
  useEffect(() => {
    let isLatest = true
    const check = async () => {
      const checked = await call('server.check', { schema })
      if (isLatest) setProblem({ schema, failure: checked.ok ? undefined : checked.error })
    }
    void check()
    return () => {
      isLatest = false
    }
  }, [schema])
  return problem?.schema === schema ? problem.failure : undefined
}

async function loadSchema(): Promise<Result<string | undefined>> {
  const opened = await call('file.open', { title: 'Load a JSON Schema', extensions: ['json'] })
  return opened.ok ? { ok: true, value: opened.value?.text } : opened
}
