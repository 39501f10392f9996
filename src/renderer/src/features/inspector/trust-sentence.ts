/** Whether the other side of a TLS session was trusted, and by whose word, in a sentence. */
import { isTrusted, type TlsSession } from '../../../../shared/protocol/handshake'

export function trustSentence(tls: TlsSession): string {
  const { pin, distrust } = tls
  if (pin === undefined) return distrust === undefined ? 'By its authority.' : `Not trusted. ${distrust}`
  if (!isTrusted(tls)) return 'Not trusted: it is not the certificate that is pinned to this connection.'
  const otherwise = distrust === undefined ? '' : ` Without the pin it would not be. ${distrust}`
  return `By its fingerprint, which is pinned to this connection.${otherwise}`
}
