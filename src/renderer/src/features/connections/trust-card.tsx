/**
 * Beneath the failure of a connection whose server is not trusted: what it showed, to be compared, and the one way to go on
 * that opens no other door: this certificate, for this connection.
 */
import { useState } from 'react'
import type { ErrorCode, Failure } from '../../../../shared/failure'
import type { ConnectionSummary } from '../../../../shared/protocol/feed'
import type { Certificate, TlsSession } from '../../../../shared/protocol/handshake'
import { call } from '../../bridge'
import { showTab } from '../../state/app-store'
import { copyText } from '../../state/copy-text'
import { useHandshake } from '../../state/use-handshake'
import { CopyButton } from '../../ui/copy-button'
import { FailureLine } from '../../ui/failure-line'
import { Fingerprint } from '../../ui/fingerprint'
import './trust-card.css'

const OF_TRUST: ReadonlySet<ErrorCode> = new Set([
  'ERR_TLS_UNTRUSTED',
  'ERR_TLS_EXPIRED',
  'ERR_TLS_HOST_MISMATCH',
  'ERR_TLS_PIN_MISMATCH',
])

/** Nothing unless the connection failed for want of trust. */
export function TrustCard({ connection }: { connection: ConnectionSummary }) {
  const { id, state } = connection
  const isAboutTrust = state.name === 'failed' && OF_TRUST.has(state.error.code)
  const tls = useHandshake(isAboutTrust ? id : undefined, state)?.tls
  const leaf = tls?.chain[0]
  if (!isAboutTrust || tls === undefined || leaf === undefined) return null
  return state.error.code === 'ERR_TLS_PIN_MISMATCH' ? (
    <ChangedCard connection={connection} tls={tls} leaf={leaf} />
  ) : (
    <UntrustedCard connection={connection} leaf={leaf} />
  )
}

function UntrustedCard({ connection, leaf }: { connection: ConnectionSummary; leaf: Certificate }) {
  return (
    <section className="trust-card" aria-label="Certificate">
      <h3>Is this the certificate you expect?</h3>
      <dl className="facts selectable">
        <CertificateRows leaf={leaf} />
        <dt>SHA-256</dt>
        <dd className="mono" data-fingerprint={leaf.fingerprint256}>
          <Fingerprint pairs={leaf.fingerprint256} />
        </dd>
      </dl>
      <p>
        Compare the fingerprint with the one its owner tells you, by another way than this connection. Trusted, it is
        the only certificate this connection takes; nothing else changes.
      </p>
      <Actions connection={connection} leaf={leaf} isPrimary />
    </section>
  )
}

interface ChangedProps {
  connection: ConnectionSummary
  tls: TlsSession
  leaf: Certificate
}

function ChangedCard({ connection, tls: { pin = '', distrust }, leaf }: ChangedProps) {
  return (
    <section className="trust-card danger" aria-label="Certificate">
      <h3>The certificate is not the one you trusted</h3>
      <div className="fingerprints selectable">
        <div>
          <h4>Pinned to this connection</h4>
          <p className="mono">
            <Fingerprint pairs={pin} />
          </p>
        </div>
        <div>
          <h4>Shown now</h4>
          <p className="mono" data-fingerprint={leaf.fingerprint256}>
            <Fingerprint pairs={leaf.fingerprint256} />
          </p>
        </div>
      </div>
      <dl className="facts selectable">
        <CertificateRows leaf={leaf} />
        <dt>Authority</dt>
        <dd>{distrust ?? 'One that this computer trusts vouches for it.'}</dd>
      </dl>
      <p>
        Unless its owner tells you that it was replaced, and that the fingerprint is the new one, somebody may stand
        between you and the server: do not go on.
      </p>
      <Actions connection={connection} leaf={leaf} isPrimary={false} />
    </section>
  )
}

function CertificateRows({ leaf: { subject, issuer, subjectAltNames, validFrom, validTo } }: { leaf: Certificate }) {
  return (
    <>
      <dt>Subject</dt>
      <dd>{[subject, subjectAltNames].filter(Boolean).join(' · ')}</dd>
      <dt>Issuer</dt>
      <dd>{issuer}</dd>
      <dt>Valid</dt>
      <dd>
        {validFrom} – {validTo}
      </dd>
    </>
  )
}

interface ActionsProps {
  connection: ConnectionSummary
  leaf: Certificate
  /** Whether to go on is what most would do. */
  isPrimary: boolean
}

function Actions({ connection: { id, settings }, leaf: { fingerprint256 }, isPrimary }: ActionsProps) {
  const [failure, setFailure] = useState<Failure>()
  const trust = async () => {
    const tls = { ...settings.tls, pinnedFingerprint: fingerprint256 }
    const configured = await call('connection.configure', { id, change: { tls } })
    if (!configured.ok) return setFailure(configured.error)
    const connected = await call('connection.connect', { id })
    setFailure(connected.ok ? undefined : connected.error)
  }
  return (
    <>
      <div className="trust-actions">
        <button type="button" className={isPrimary ? 'button primary' : 'button'} onClick={() => void trust()}>
          Trust this certificate for this connection
        </button>
        <button type="button" className="button quiet" onClick={() => showTab('Handshake')}>
          Show the chain
        </button>
        <CopyButton label="Copy fingerprint" onCopy={() => copyText(fingerprint256)} />
      </div>
      {failure !== undefined && <FailureLine failure={failure} />}
    </>
  )
}
