/** The JSON Schema that messages must fit, and what becomes of one that does not. */
import type { Result } from '../../../../shared/failure'
import type { ValidationSettings } from '../../../../shared/protocol/server-settings'
import { call } from '../../bridge'
import { SchemaEditor } from '../../ui/schema-editor'
import { Segments } from '../../ui/segments'
import { SettingRow } from '../../ui/setting-row'
import type { ServerSetup } from './draft-store'

const choices = ['answer', 'close', 'flag'] as const
const meanings: Readonly<Record<ValidationSettings['whenInvalid'], string>> = {
  answer: 'The client is told what is wrong; the behaviour never sees the message.',
  close: 'The connection is closed with 1008; the behaviour never sees the message.',
  flag: 'Only its row in the log is marked; the behaviour sees it all the same.',
}

export function ValidationSection({ settings, failures, edit }: ServerSetup) {
  const { validation } = settings
  return (
    <div className="schema">
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
      <SchemaEditor
        label="JSON Schema"
        value={validation.schema}
        without="Every message is let through."
        failure={failures.validation}
        load={loadSchema}
        onTake={(schema) => edit({ validation: { ...validation, schema } })}
      />
    </div>
  )
}

async function loadSchema(): Promise<Result<string | undefined>> {
  const opened = await call('file.open', { title: 'Load a JSON Schema', extensions: ['json'] })
  return opened.ok ? { ok: true, value: opened.value?.text } : opened
}
