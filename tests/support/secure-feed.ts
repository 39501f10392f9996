/** A feed behind TLS, with the certificates of `tests/fixtures/tls`. */
import type { Server } from 'node:http'
import { createServer, type ServerOptions } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { type CertificateName, readCertificate } from './certificates'
import { type Feed, startFeed } from './feed-server'

export interface SecureFeed extends Feed {
  /** By its name; the certificates are for that. */
  secureUrl: string
  /** How often somebody has asked over HTTP. */
  requestCount(): number
  /** At each handshake of TLS. */
  onSecure(listener: (socket: TLSSocket) => void): void
}

/** @param options of TLS; a certificate of its own among them stands in place of the named one */
export async function startSecureFeed(certificate: CertificateName, options: ServerOptions = {}): Promise<SecureFeed> {
  const https = createServer({ ...readCertificate(certificate), ...options })
  let requestCount = 0
  https.on('upgrade', () => requestCount++)
  https.on('request', () => requestCount++)
  const onSecure: SecureFeed['onSecure'] = (listener) => void https.on('secureConnection', listener)
  const feed = await startFeed({}, https as unknown as Server)
  return { ...feed, secureUrl: `wss://localhost:${feed.port}`, requestCount: () => requestCount, onSecure }
}
