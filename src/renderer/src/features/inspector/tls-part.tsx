/** The TLS session of a handshake: how it is protected, by whose word we know the other side, and why not where we do not. */
import { useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import type { ConnectionSummary } from '../../../../shared/protocol/feed'
import { type Certificate, isTrusted, type TlsSession } from '../../../../shared/protocol/handshake'
import { call } from '../../bridge'
import { FailureLine } from '../../ui/failure-line'
import { Fingerprint } from '../../ui/fingerprint'
import { trustSentence } from './trust-sentence'

/** @param connection of a peer there is none */
export function TlsPart({ tls, connection }: { tls: TlsSession; connection: ConnectionSummary | undefined }) {
  const { protocol, cipher, chain } = tls
  const isPinned = connection !== undefined && connection.settings.tls.pinnedFingerprint !== ''
  return (
    <section className="tls" aria-label="TLS">
      <h3>TLS</h3>
      <dl className="facts selectable">
        <dt>Protocol</dt>
        <dd className="mono">{protocol}</dd>
        <dt>Cipher</dt>
        <dd className="mono">{cipher}</dd>
        <dt>Trust</dt>
        <dd className={isTrusted(tls) ? 'tls-trust' : 'tls-trust bad'}>{trustSentence(tls)}</dd>
        {isPinned && (
          <>
            <dt>Pinned</dt>
            <dd className="mono fingerprint">
              <Fingerprint pairs={connection.settings.tls.pinnedFingerprint} />
              <RemovePin connection={connection} />
            </dd>
          </>
        )}
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

function RemovePin({ connection: { id, settings } }: { connection: ConnectionSummary }) {
  const [failure, setFailure] = useState<Failure>()
  const remove = async () => {
    const tls = { ...settings.tls, pinnedFingerprint: '' }
    const configured = await call('connection.configure', { id, change: { tls } })
    setFailure(configured.ok ? undefined : configured.error)
  }
  return (
    <>
      <button
        type="button"
        className="button quiet"
        title="From the next handshake on the authorities decide again"
        onClick={() => void remove()}
      >
        Remove the pin
      </button>
      {failure !== undefined && <FailureLine failure={failure} />}
    </>
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
