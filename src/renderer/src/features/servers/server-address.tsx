/** Where a running server is reached, and what a client has to know to trust it; each is copied with one click. */
import type { ServerCertificate, ServerState } from '../../../../shared/protocol/feed'
import { copyText } from '../../state/copy-text'
import { CopyButton } from '../../ui/copy-button'
import { Popover } from '../../ui/popover'
import { StateDot } from '../../ui/state-dot'
import { shortFingerprint, splitAddresses } from './address'

export function ServerAddress({ running }: { running: Extract<ServerState, { name: 'running' }> }) {
  const { certificate } = running
  const { shown, rest } = splitAddresses(running.urls.length > 0 ? running.urls : [running.url])
  return (
    <>
      {shown.map((url, at) => (
        <span key={url} className="server-url">
          {at === 0 && <StateDot state="open" />}
          <span className="mono selectable">{url}</span>
          <CopyButton
            label={at === 0 ? 'Copy address' : `Copy ${url.split(':')[0]} address`}
            onCopy={() => copyText(url)}
          />
        </span>
      ))}
      {rest.length > 0 && (
        <Popover label="All addresses" face={`${rest.length} more`}>
          {() =>
            rest.map((url) => (
              <div key={url} className="server-url">
                <span className="mono selectable">{url}</span>
                <CopyButton label={`Copy ${url}`} onCopy={() => copyText(url)} />
              </div>
            ))
          }
        </Popover>
      )}
      {certificate !== undefined && <CertificateMark certificate={certificate} />}
    </>
  )
}

function CertificateMark({ certificate: { fingerprint256, ca } }: { certificate: ServerCertificate }) {
  return (
    <span className="server-url">
      <span className="server-fingerprint mono selectable" title={`SHA-256 of the certificate: ${fingerprint256}`}>
        {shortFingerprint(fingerprint256)}
      </span>
      <CopyButton label="Copy fingerprint" onCopy={() => copyText(fingerprint256)} />
      {ca !== undefined && <CopyButton label="Copy CA" onCopy={() => copyText(ca)} />}
    </span>
  )
}
