/** What a client hears that a local server does not let in: over HTTP, before any upgrade. */
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Refusal } from '../guards/refusal'

/** The first byte of a TLS connection (RFC 8446, section 5.1). */
const TLS_HANDSHAKE_RECORD = 0x16

/** A refusal before the upgrade: a status, and the reason as JSON. */
export function answerRefusal(
  socket: Duplex,
  statusCode: number,
  reason: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = JSON.stringify({ error: reason })
  socket.on('error', () => {})
  // A client that keeps its side open would keep the socket for ever.
  socket.once('finish', () => socket.destroy())
  const fields = {
    Connection: 'close',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    ...headers,
  }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}`, ...lines, '', body].join('\r\n'))
}

/** The codes that Node's parser gives its errors. */
export function describeNonsense({ code, message, rawPacket }: Error & { code?: string; rawPacket?: Buffer }): Refusal {
  if (rawPacket?.[0] === TLS_HANDSHAKE_RECORD) {
    return { statusCode: 400, reason: 'It speaks TLS, this server does not. Connect with ws://, not wss://.' }
  }
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { statusCode: 408, reason: 'Its request took too long.' }
    case 'HPE_HEADER_OVERFLOW':
      return { statusCode: 431, reason: 'Its headers are too long.' }
    default:
      return { statusCode: 400, reason: `It does not speak HTTP: ${message}.` }
  }
}
