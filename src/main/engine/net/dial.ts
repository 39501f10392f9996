/** Dials: opens one outbound WebSocket for a connection and sees its handshake through to `opened` or `failed`. */
import type { IncomingMessage } from 'node:http'
import type { Socket, TcpNetConnectOpts } from 'node:net'
import { type ClientOptions, WebSocket } from 'ws'
import { type Failure, ok, type Result } from '../../../shared/failure'
import { USER_AGENT } from '../../../shared/product'
import type { ConnectionSettings } from '../../../shared/protocol/connection-settings'
import type { Clock } from '../clock'
import type { Connection } from './connection'
import { describeDialError } from './dial-failure'
import { HANDSHAKE_BODY_MAX_BYTES, HandshakeRecord } from './handshake-record'
import { LentReads, type WindowBudget } from './lent-reads'
import { checkRequest } from './request-check'
import { openSecureLine } from './secure-line'
import { describeWantedCertificate } from './tls-alert'

/** A message larger than this is refused with 1009, so that one peer cannot fill memory. */
export const CLIENT_MESSAGE_MAX_BYTES = 100 * 1024 * 1024
/** How long the other side has to answer our close frame before the socket is cut. */
export const CLOSE_TIMEOUT_MS = 5_000

/** A dial that can be given up. Does nothing once the handshake is over. */
export type CancelDial = () => void

/**
 * @param trustedAuthorities PEM of those trusted for this URL besides the system's and the settings'
 * @returns at once: how to cancel, or what is wrong with the request; the outcome reaches `connection`
 */
export function dial(
  connection: Connection,
  settings: ConnectionSettings,
  now: Clock,
  windows: WindowBudget,
  trustedAuthorities: (url: URL) => string[] = () => [],
): Result<CancelDial> {
  const checked = checkRequest(settings)
  if (!checked.ok) return checked
  const url = checked.value
  const record = new HandshakeRecord(now)
  const reads = url.protocol === 'ws:' ? new LentReads(windows) : undefined
  connection.dialling()
  connection.log(`Connecting to ${withoutSecrets(url)}`)

  const givenUp = new AbortController()
  // Node takes a socket that comes later, though the types of `ws` do not know. Until then the request waits, and is not written.
  const secureConnection = ((_: TcpNetConnectOpts, use: (error: undefined, socket: Socket) => void) => {
    void openSecureLine(url, settings.tls, trustedAuthorities(url), record, givenUp.signal).then((line) => {
      if (isOver && line.ok) line.value.socket.destroy()
      else if (line.ok) use(undefined, line.value.socket)
      else end(line.error)
    })
  }) as unknown as ClientOptions['createConnection']
  const options: ClientOptions & { closeTimeout: number } = {
    // Node takes a list for each, though the types of `ws` do not know.
    headers: headerFields(settings.headers) as unknown as Record<string, string>,
    perMessageDeflate: settings.compression,
    maxPayload: CLIENT_MESSAGE_MAX_BYTES,
    closeTimeout: CLOSE_TIMEOUT_MS,
    // Pongs are sent by Connection, which records them as rows.
    autoPong: false,
    createConnection: reads?.connect ?? secureConnection,
    finishRequest(clientRequest) {
      record.request(clientRequest)
      clientRequest.end()
    },
  }
  let socket: WebSocket
  try {
    socket = new WebSocket(url, settings.subprotocols, options)
  } catch (error) {
    // What `ws` or Node refuses beyond our own checks.
    const message = `The request could not be made: ${(error as Error).message}. Check headers and subprotocols.`
    connection.failed({ code: 'ERR_HEADER_INVALID', message }, record.finish())
    return ok(() => {})
  }

  let isOver = false
  let refusal: (() => Failure) | undefined
  const end = (failure: Failure) => {
    if (isOver) return
    isOver = true
    clearTimeout(timer)
    givenUp.abort()
    connection.failed(failure, record.finish())
    socket.terminate()
  }
  // Our own: the one of `ws` is of silence, and a server that drips bytes would hold it off for ever.
  const timer = setTimeout(() => {
    // The answer is known, only its body never ended.
    if (refusal !== undefined) return end(refusal())
    const seconds = settings.handshakeTimeoutMs / 1000
    end({
      code: 'ERR_TIMEOUT',
      message: `${url.host} did not finish the handshake within ${seconds} s. Check the server, or allow it more time.`,
    })
  }, settings.handshakeTimeoutMs)

  let transport: Socket | undefined
  socket.on('upgrade', (response) => {
    transport = response.socket
    record.answered(response)
  })
  socket.on('open', () => {
    if (isOver || transport === undefined) return
    isOver = true
    clearTimeout(timer)
    connection.opened(socket, transport, record.finish(socket.protocol, socket.extensions))
    reads?.begin(socket)
  })
  socket.on('unexpected-response', (_request, response) => {
    record.answered(response)
    refusal = () => ({ code: 'ERR_HANDSHAKE_REFUSED', message: describeRefusal(record.statusLine, response) })
    readBody(response, (body, isTruncated) => {
      record.refusedWith(body, isTruncated)
      const wanted = describeWantedCertificate(body)
      if (wanted !== undefined)
        refusal = () => ({ code: 'ERR_HANDSHAKE_REFUSED', message: `${wanted} It answered ${record.statusLine}.` })
      if (refusal !== undefined) end(refusal())
    })
  })
  socket.on('error', (error) => end(describeDialError(error, url)))

  return ok(() =>
    end({ code: 'ERR_CANCELLED', message: 'You cancelled before the handshake was done. Connect to try again.' }),
  )
}

/** Node sends a header once for each value of its list. It knows names by their small letters: the first case stands. */
function headerFields(headers: ConnectionSettings['headers']): Record<string, string[]> {
  const fields = new Map<string, [name: string, values: string[]]>()
  for (const [name, value] of headers) {
    const known = fields.get(name.toLowerCase())
    if (known === undefined) fields.set(name.toLowerCase(), [name, [value]])
    else known[1].push(value)
  }
  if (!fields.has('user-agent')) fields.set('user-agent', ['User-Agent', [USER_AGENT]])
  return Object.fromEntries(fields.values())
}

/** The log shows no password, and no query: tokens travel there. The Handshake tab has the request as it was sent. */
function withoutSecrets({ protocol, host, pathname, search }: URL): string {
  return `${protocol}//${host}${pathname}${search === '' ? '' : '?…'}`
}

function describeRefusal(statusLine: string, { statusCode = 0, headers }: IncomingMessage): string {
  const answer = `The server answered ${statusLine} instead of switching protocols.`
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
    return `${answer} It points to ${headers.location}: if that is the feed, connect there with ws:// or wss://.`
  }
  if (statusCode === 401) return `${answer} It wants authorization: see the Handshake tab.`
  if (statusCode === 403) return `${answer} It does not allow this request; its reason may be in the Handshake tab.`
  if (statusCode === 404) return `${answer} Check the path of the URL.`
  return `${answer} Its headers and body are in the Handshake tab.`
}

/** Calls back once: when the body ends, breaks off, or is as long as we keep. */
function readBody(response: IncomingMessage, done: (body: string, isTruncated: boolean) => void): void {
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
