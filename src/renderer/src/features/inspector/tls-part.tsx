/** The TLS session of a handshake: how it is protected, and by whose word we know the other side. */
import { Fragment } from 'react'
import type { Certificate, TlsSession } from '../../../../shared/protocol/handshake'

export function TlsPart({ tls: { protocol, cipher, chain } }: { tls: TlsSession }) {
  return (
    <section className="tls" aria-label="TLS">
      <h3>TLS</h3>
      <dl className="facts selectable">
        <dt>Protocol</dt>
        <dd className="mono">{protocol}</dd>
        <dt>Cipher</dt>
        <dd className="mono">{cipher}</dd>
      </dl>
      <ol className="certificates">
        {chain.map((certificate, at) => (
          <li key={certificate.fingerprint256}>
            <h4>{at === 0 ? 'Certificate' : 'Signed by'}</h4>
            <CertificateFacts certificate={certificate} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function CertificateFacts({ certificate }: { certificate: Certificate }) {
  const { subject, issuer, validFrom, validTo, subjectAltNames, fingerprint256 } = certificate
  return (
    <dl className="facts selectable">
      <dt>Subject</dt>
      <dd>{subject}</dd>
      <dt>Issuer</dt>
      <dd>{issuer}</dd>
      <dt>Valid</dt>
      <dd>
        {validFrom} – {validTo}
      </dd>
      {subjectAltNames !== '' && (
        <>
          <dt>Names</dt>
          <dd>{subjectAltNames}</dd>
        </>
      )}
      <dt>SHA-256</dt>
      <dd className="mono fingerprint">
        <Fingerprint pairs={fingerprint256} />
      </dd>
    </dl>
  )
}

/** May break after a colon, and nowhere else; copied it is whole. */
function Fingerprint({ pairs }: { pairs: string }) {
  return pairs.split(/(?<=:)/).map((pair, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pairs repeat, and never move
    <Fragment key={at}>
      {pair}
      <wbr />
    </Fragment>
  ))
}
