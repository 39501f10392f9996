/** wss: without, with a certificate that is made here, or with one from files. */
import type { Failure, Result } from '../../../../shared/failure'
import type { TlsSettings } from '../../../../shared/protocol/server-settings'
import { call } from '../../bridge'
import { PathRow } from '../../ui/path-row'
import { Segments } from '../../ui/segments'
import { SettingRow } from '../../ui/setting-row'

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
            hint="path of a PEM file"
            choose={() => choosePath('Choose the certificate file', ['pem', 'crt', 'cer'])}
            path={tls.certificateFile}
            onChange={(certificateFile) => onChange({ ...tls, certificateFile })}
          />
          <PathRow
            label="Key file"
            hint="path of a PEM file"
            choose={() => choosePath('Choose the key file', ['pem', 'key'])}
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

async function choosePath(title: string, extensions: string[]): Promise<Result<string | undefined>> {
  const opened = await call('file.open', { title, extensions })
  return opened.ok ? { ok: true, value: opened.value?.path } : opened
}
