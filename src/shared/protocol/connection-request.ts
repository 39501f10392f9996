/** What a connection is dialled with unless the user says otherwise. */
import type { ConnectionRequest } from './feed'

const HANDSHAKE_TIMEOUT_MS = 10_000

export function plainRequest(url: string): ConnectionRequest {
  return { url, query: [], headers: [], subprotocols: [], handshakeTimeoutMs: HANDSHAKE_TIMEOUT_MS, compression: true }
}
