/** Whom a wss connection trusts, and how it shows who it is. */
import type { ConnectionTls } from '../../../../shared/protocol/connection-settings'
import { ChoiceRow } from '../../ui/choice-row'
import { PathRow } from '../../ui/path-row'
import { SettingRow } from '../../ui/setting-row'
import { TextRow } from '../../ui/text-row'
import { chooseFile } from './choose-file'
import { ClientCertificateFields } from './client-certificate-fields'
import type { ConnectionSetup } from './setup-store'

const versions = [
  ['TLSv1', '1.0'],
  ['TLSv1.1', '1.1'],
  ['TLSv1.2', '1.2'],
  ['TLSv1.3', '1.3'],
] as const

export function TlsSection({ settings: { tls }, failures, edit }: ConnectionSetup) {
  const change = (part: Partial<ConnectionTls>) => edit({ tls: { ...tls, ...part } })
  return (
    <>
      <p className="setting-text">For wss:// only. The system’s authorities are trusted, and those of the CA file.</p>
      <PathRow
        label="CA file"
        hint="path of a PEM file"
        path={tls.caFile}
        failure={failures.tls}
        choose={() => chooseFile('Choose the CA file', ['pem', 'crt', 'cer'])}
        onChange={(caFile) => change({ caFile })}
      />
      <ClientCertificateFields
        certificate={tls.clientCertificate}
        onChange={(clientCertificate) => change({ clientCertificate })}
      />
      <ChoiceRow
        label="Oldest TLS version"
        note="1.0 and 1.1 are broken."
        words={versions}
        value={tls.minVersion}
        onChange={(minVersion) => change({ minVersion })}
      />
      <TextRow
        label="Server name"
        note="SNI; the URL’s host without one."
        isMono
        maxLength={1_024}
        value={tls.serverName}
        onChange={(serverName) => change({ serverName })}
      />
      <SettingRow label="Pinned certificate" isWide isTop>
        {() =>
          tls.pinnedFingerprint === '' ? (
            <span className="setting-none">None: the authorities decide. One can be pinned where it is refused.</span>
          ) : (
            <>
              <code className="pin mono selectable">{tls.pinnedFingerprint}</code>
              <button type="button" className="button" onClick={() => change({ pinnedFingerprint: '' })}>
                Remove the pin
              </button>
            </>
          )
        }
      </SettingRow>
    </>
  )
}
