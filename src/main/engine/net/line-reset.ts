/**
 * Ends a line with a TCP reset (RFC 9293, section 3.5.2) in place of any goodbye. Node resets only sockets without TLS: of one with
 * it, it has to be known over which socket it goes.
 */
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'

const lines = new WeakMap<TLSSocket, Socket>()

/** @param line what `secure` goes over */
export function goesOver(secure: TLSSocket, line: Socket): void {
  lines.set(secure, line)
}

export function resetLine(transport: Duplex): void {
  const line = transport instanceof TLSSocket ? lines.get(transport) : transport
  if (line instanceof Socket) line.resetAndDestroy()
  else transport.destroy()
}
