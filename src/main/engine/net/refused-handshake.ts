/** What a server said in place of switching protocols: in a sentence, and as much of it as is kept. */
import type { IncomingMessage } from 'node:http'
import { HANDSHAKE_BODY_MAX_BYTES } from './handshake-record'
import { shownUrl } from './login'

/** @param url what was asked */
export function describeRefusal(statusLine: string, { statusCode = 0, headers }: IncomingMessage, url: URL): string {
  const answer = `The server answered ${statusLine} instead of switching protocols.`
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
    const place = shownPlace(headers.location, url)
    return `${answer} It points to ${place}: if that is the feed, connect there with ws:// or wss://.`
  }
  if (statusCode === 401) return `${answer} It wants authorization: see the Handshake tab.`
  if (statusCode === 403) return `${answer} It does not allow this request; its reason may be in the Handshake tab.`
  if (statusCode === 404) return `${answer} Check the path of the URL.`
  return `${answer} Its headers and body are in the Handshake tab.`
}

/** Calls back once: when the body ends, breaks off, or is as long as we keep. */
export function readRefusal(response: IncomingMessage, done: (body: string, isTruncated: boolean) => void): void {
  const parts: Buffer[] = []
  let byteLength = 0
  response.on('data', (part: Buffer) => {
    parts.push(part.subarray(0, HANDSHAKE_BODY_MAX_BYTES - byteLength))
    byteLength += part.byteLength
    if (byteLength > HANDSHAKE_BODY_MAX_BYTES) response.destroy()
  })
  response.on('error', () => {})
  response.on('close', () => done(Buffer.concat(parts).toString('utf8'), byteLength > HANDSHAKE_BODY_MAX_BYTES))
}

function shownPlace(location: string, from: URL): string {
  try {
    return shownUrl(new URL(location, from))
  } catch {
    return location.replace(/[?#].*$/s, '?…')
  }
}
