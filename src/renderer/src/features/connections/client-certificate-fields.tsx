/** The certificate a client shows where the server asks for one: in PEM with its key beside it, or both in one PKCS#12 file. */
import type { ConnectionTls } from '../../../../shared/protocol/connection-settings'
import { ChoiceRow } from '../../ui/choice-row'
import { PathRow } from '../../ui/path-row'
import { chooseFile } from './choose-file'
import { useKinds } from './kinds'
import { SecretRow } from './secret-row'

type ClientCertificate = ConnectionTls['clientCertificate']

const words = [
  ['none', 'none'],
  ['pem', 'PEM'],
  ['pkcs12', 'PKCS#12'],
] as const

const notes: Readonly<Record<ClientCertificate['kind'], string>> = {
  none: 'Shown to servers that ask for one.',
  pem: 'A certificate and its key, each in a file.',
  pkcs12: 'Both in one file, .p12 or .pfx.',
}

const plain: readonly ClientCertificate[] = [
  { kind: 'none' },
  { kind: 'pem', certificateFile: '', keyFile: '', passphrase: '' },
  { kind: 'pkcs12', file: '', passphrase: '' },
]

interface Props {
  certificate: ClientCertificate
  onChange(certificate: ClientCertificate): void
}

export function ClientCertificateFields({ certificate, onChange }: Props) {
  const choose = useKinds(certificate, plain, onChange)
  return (
    <>
      <ChoiceRow
        label="Client certificate"
        note={notes[certificate.kind]}
        words={words}
        value={certificate.kind}
        onChange={choose}
      />
      {certificate.kind === 'pem' && (
        <>
          <PathRow
            label="Certificate file"
            hint="path of a PEM file"
            path={certificate.certificateFile}
            choose={() => chooseFile('Choose the certificate file', ['pem', 'crt', 'cer'])}
            onChange={(certificateFile) => onChange({ ...certificate, certificateFile })}
          />
          <PathRow
            label="Key file"
            hint="path of a PEM file"
            path={certificate.keyFile}
            choose={() => chooseFile('Choose the key file', ['pem', 'key'])}
            onChange={(keyFile) => onChange({ ...certificate, keyFile })}
          />
        </>
      )}
      {certificate.kind === 'pkcs12' && (
        <PathRow
          label="Certificate and key"
          hint="path of a .p12 or .pfx file"
          path={certificate.file}
          choose={() => chooseFile('Choose the certificate', ['p12', 'pfx'])}
          onChange={(file) => onChange({ ...certificate, file })}
        />
      )}
      {certificate.kind !== 'none' && (
        <SecretRow
          label="Passphrase"
          value={certificate.passphrase}
          onChange={(passphrase) => onChange({ ...certificate, passphrase })}
        />
      )}
    </>
  )
}
