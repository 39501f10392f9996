/**
 * What `ws` and Node's parser let pass though an opening handshake may not have it: an old HTTP, an old WebSocket, two hosts.
 * Two hosts are two answers to whom this is for, and a proxy may have read the other one.
 */
import type { IncomingMessage } from 'node:http'
import type { Refusal } from './refusal'

/** The only one there is a standard for; `ws` also takes 8, a draft, whose pages name their origin in another header. */
const VERSION = '13'

type RequestHead = Pick<IncomingMessage, 'httpVersion' | 'headers' | 'rawHeaders'>

/** @returns why not, or undefined */
export function checkRequestForm({ httpVersion, headers, rawHeaders }: RequestHead): Refusal | undefined {
  // RFC 6455, section 4.2.1: HTTP/1.1 or higher. In HTTP/2 there is no Upgrade header.
  if (httpVersion !== '1.1') {
    return { statusCode: 400, reason: `A WebSocket is opened with HTTP/1.1, not HTTP/${httpVersion}.` }
  }
  // RFC 9112, section 3.2. Names stand at even places, values at odd ones.
  const hosts = rawHeaders.filter((text, place) => place % 2 === 0 && text.toLowerCase() === 'host')
  if (hosts.length > 1) {
    return { statusCode: 400, reason: `The request has ${hosts.length} Host headers, and may have one.` }
  }
  if (headers['sec-websocket-version'] !== VERSION) {
    return {
      statusCode: 400,
      reason: `Not a WebSocket handshake: missing or invalid Sec-WebSocket-Version header. It must be ${VERSION}.`,
      // RFC 6455, section 4.4.
      headers: { 'Sec-WebSocket-Version': VERSION },
    }
  }
  return undefined
}
