/** What a client hears that a local server does not let in: over HTTP, before any upgrade. */
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { HeaderLine } from '../../../shared/protocol/handshake'
import type { Refusal } from '../guards/refusal'

/** Ours to say, whatever an upstream said. */
const OWN_HEADERS = new Set(['connection', 'content-length', 'content-encoding', 'transfer-encoding'])
/** The first byte of a TLS connection (RFC 8446, section 5.1). */
export const TLS_HANDSHAKE_RECORD = 0x16

/** A refusal before the upgrade: a status, and the reason as JSON. */
export function answerRefusal(
  socket: Duplex,
  statusCode: number,
  reason: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  finishWith(socket, refusalMessage(statusCode, reason, headers))
}

export function refusalMessage(
  statusCode: number,
  reason: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const type = { 'Content-Type': 'application/json; charset=utf-8' }
  return message(statusCode, Object.entries({ ...type, ...headers }), JSON.stringify({ error: reason }))
}

/** Any answer in place of the upgrade; then the line is closed. */
export function answerInstead(socket: Duplex, statusCode: number, headers: readonly HeaderLine[], body: string): void {
  finishWith(socket, message(statusCode, headers, body))
}

function message(statusCode: number, headers: readonly HeaderLine[], body: string): string {
  const lines = [
    ...headers.filter(([name]) => !OWN_HEADERS.has(name.toLowerCase())),
    ['Connection', 'close'],
    ['Content-Length', String(Buffer.byteLength(body))],
  ].map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? 'Refused'}`, ...lines, '', body].join('\r\n')
}

function finishWith(socket: Duplex, text: string): void {
  socket.on('error', () => {})
  // A client that keeps its side open would keep the socket for ever.
  socket.once('finish', () => socket.destroy())
  socket.end(text)
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
