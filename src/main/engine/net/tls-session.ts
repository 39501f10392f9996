/** What can be shown of a TLS session: how it is protected, and the chain of certificates the other side showed. */
import type { PeerCertificate, TLSSocket } from 'node:tls'
import type { Certificate, TlsSession } from '../../../shared/protocol/handshake'

/** Real chains have two to four; a hostile one could be endless. */
const CHAIN_MAX = 10

export function tlsSessionOf(socket: TLSSocket): TlsSession {
  const chain: Certificate[] = []
  let certificate = socket.getPeerCertificate(true)
  while (certificate?.raw !== undefined && chain.length < CHAIN_MAX) {
    chain.push(describeCertificate(certificate))
    const issuer = certificate.issuerCertificate
    if (issuer === undefined || issuer.fingerprint256 === certificate.fingerprint256) break
    certificate = issuer
  }
  return { protocol: socket.getProtocol() ?? '', cipher: socket.getCipher()?.name ?? '', chain }
}

function describeCertificate(certificate: PeerCertificate): Certificate {
  const name = (of: PeerCertificate['subject'] | undefined) => [of?.CN, of?.O].flat().filter(Boolean).join(', ')
  return {
    subject: name(certificate.subject),
    issuer: name(certificate.issuer),
    subjectAltNames: certificate.subjectaltname ?? '',
    validFrom: certificate.valid_from,
    validTo: certificate.valid_to,
    fingerprint256: certificate.fingerprint256,
    serialNumber: certificate.serialNumber,
  }
}
