/** A handshake's request as it will stand on the wire: what `ws` and Node add, where they add it. */
import type { ConnectionSettings } from '../../../shared/protocol/connection-settings'
import type { HeaderLine } from '../../../shared/protocol/handshake'
import { deflateHeader } from './deflate-offer'
import { type HeaderField, hasHeader, headerLists } from './header-field'

/** The key is made for each request (RFC 6455, section 4.1). */
const KEY_TO_COME = '‹made anew each time›'

export function requestLineOf(url: URL): string {
  return `GET ${url.pathname}${url.search}`
}

export function wireHeaders(
  url: URL,
  headers: readonly HeaderField[],
  settings: Pick<ConnectionSettings, 'compression' | 'deflate' | 'subprotocols'>,
): HeaderLine[] {
  const own = Object.entries(headerLists(headers)).flatMap(([name, values]) =>
    values.map((value): HeaderLine => [name, value]),
  )
  const extensions = deflateHeader(settings)
  return [
    ...own,
    ['Sec-WebSocket-Version', '13'],
    ['Sec-WebSocket-Key', KEY_TO_COME],
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ...(extensions === undefined ? [] : [['Sec-WebSocket-Extensions', extensions] as HeaderLine]),
    ...(settings.subprotocols.length === 0
      ? []
      : [['Sec-WebSocket-Protocol', settings.subprotocols.join(',')] as HeaderLine]),
    ...(hasHeader(headers, 'host') ? [] : [['Host', url.host] as HeaderLine]),
  ]
}

/** With the cookies of this URL beside those that the user typed. */
export function withCookies(headers: readonly HeaderField[], cookie: string): HeaderField[] {
  if (cookie === '') return [...headers]
  const isCookie = ({ name }: HeaderField) => name.toLowerCase() === 'cookie'
  const own = headers.filter(isCookie)
  const name = own[0]?.name ?? 'Cookie'
  const value = [...own.map((each) => each.value), cookie].filter((each) => each !== '').join('; ')
  return [...headers.filter((each) => !isCookie(each)), { name, value, isCredential: true }]
}
