/** wss: without, with a certificate that is made here, or with one from files. */
import { useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import type { TlsSettings } from '../../../../shared/protocol/server-settings'
import { call } from '../../bridge'
import { FailureLine } from '../../ui/failure-line'
import { LateInput } from '../../ui/late-input'
import { Segments } from '../../ui/segments'
import { SettingRow } from './setting-row'

const kinds = { off: 'off', made: 'made here', files: 'from files' } as const
type Label = (typeof kinds)[TlsSettings['kind']]
const labels = Object.values(kinds)

const notes: Readonly<Record<TlsSettings['kind'], string>> = {
  off: 'ws:// only.',
  made: 'wss:// with a certificate for localhost; give clients its CA.',
  files: 'wss:// with your own certificate, in PEM.',
}

interface Props {
  tls: TlsSettings
  failure?: Failure
  onChange(tls: TlsSettings): void
}

export function TlsFields({ tls, failure, onChange }: Props) {
  const choose = (label: Label) => {
    const alsoPlain = tls.kind !== 'off' && tls.alsoPlain
    if (label === 'off') onChange({ kind: 'off' })
    else if (label === 'made here') onChange({ kind: 'made', alsoPlain })
    else onChange({ kind: 'files', certificateFile: '', keyFile: '', alsoPlain })
  }
  return (
    <>
      <SettingRow label="TLS" note={notes[tls.kind]} failure={failure}>
        {() => (
          <Segments
            label="TLS"
            options={labels}
            value={kinds[tls.kind]}
            onChange={(label) => label !== kinds[tls.kind] && choose(label)}
          />
        )}
      </SettingRow>
      {tls.kind === 'files' && (
        <>
          <PathRow
            label="Certificate file"
            extensions={['pem', 'crt', 'cer']}
            path={tls.certificateFile}
            onChange={(certificateFile) => onChange({ ...tls, certificateFile })}
          />
          <PathRow
            label="Key file"
            extensions={['pem', 'key']}
            path={tls.keyFile}
            onChange={(keyFile) => onChange({ ...tls, keyFile })}
          />
        </>
      )}
      {tls.kind !== 'off' && (
        <SettingRow label="Plain beside it" note="On the same port, for clients that cannot do TLS.">
          {(id) => (
            <label className="setting-check">
              <input
                id={id}
                type="checkbox"
                checked={tls.alsoPlain}
                onChange={(event) => onChange({ ...tls, alsoPlain: event.target.checked })}
              />
              Also accept ws://
            </label>
          )}
        </SettingRow>
      )}
    </>
  )
}

interface PathProps {
  label: string
  extensions: string[]
  path: string
  onChange(path: string): void
}

function PathRow({ label, extensions, path, onChange }: PathProps) {
  const [failure, setFailure] = useState<Failure>()
  const choose = async () => {
    const opened = await call('file.open', { title: `Choose the ${label.toLowerCase()}`, extensions })
    setFailure(opened.ok ? undefined : opened.error)
    if (opened.ok && opened.value !== undefined) onChange(opened.value.path)
  }
  return (
    <SettingRow label={label} isWide>
      {(id) => (
        <>
          <LateInput
            id={id}
            className="field mono path"
            spellCheck={false}
            maxLength={4_096}
            placeholder="path of a PEM file"
            value={path}
            onCommit={(typed) => {
              onChange(typed.trim())
              return typed.trim()
            }}
          />
          <button
            type="button"
            className="button"
            aria-label={`Choose the ${label.toLowerCase()}`}
            onClick={() => void choose()}
          >
            Choose…
          </button>
          {failure !== undefined && <FailureLine failure={failure} />}
        </>
      )}
    </SettingRow>
  )
}
