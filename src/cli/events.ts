/** A row of the log as one JSON object, the form in which a script reads it (`docs/serve.md`). */
import { isUtf8 } from 'node:buffer'
import type { StoredRow } from '../main/engine'
import { assertNever } from '../shared/assert-never'
import { unpackCloseBody } from '../shared/protocol/close-code'
import type { ServerState } from '../shared/protocol/feed'
import { directionOf, frameTypeOf, markOf } from '../shared/protocol/frame'

/** What an empty close frame reads as (RFC 6455, section 7.1.5). */
const NO_STATUS = 1005
/** How the row begins that every client opens with; the `open` event says it already. */
const OPEN_ROW = 'Open: '

export type CliEvent = { event: string } & Record<string, unknown>

export function listeningEvent({ url, urls, certificate }: Extract<ServerState, { name: 'running' }>): CliEvent {
  return { event: 'listening', url, urls, certificate }
}

export function missedEvent(count: number): CliEvent {
  return { event: 'missed', count }
}

/** @returns one event; two for the first row of a client that is not its opening, since the opening was missed */
export function eventsOf(row: StoredRow, serverId: number): CliEvent[] {
  const client = row.connectionId === serverId ? null : row.connectionId
  const event = eventOf(row, client)
  if (row.newcomer === undefined) return [event]
  const { remoteAddress: address, user } = row.newcomer
  const { seq, timeMs } = row
  const open: CliEvent = { event: 'open', client, address, user, seq, timeMs }
  return event.event === 'note' && String(event.text).startsWith(OPEN_ROW) ? [open] : [open, event]
}

function eventOf({ kind, payload, byteLength, seq, timeMs }: StoredRow, client: number | null): CliEvent {
  const type = frameTypeOf(kind)
  const direction = directionOf(kind)
  const mark = markOf(kind)
  switch (type) {
    case 'text':
    case 'binary':
      return { event: 'message', client, direction, type, byteLength, ...content(type, payload), mark, seq, timeMs }
    case 'ping':
    case 'pong':
      return { event: type, client, direction, byteLength, ...content('text', payload), mark, seq, timeMs }
    case 'close': {
      const body = unpackCloseBody(payload ?? new Uint8Array(0))
      return { event: 'close', client, direction, closeCode: NO_STATUS, reason: '', ...body, mark, seq, timeMs }
    }
    case 'event': {
      const text = payload === undefined ? '' : new TextDecoder().decode(payload)
      return { event: 'note', client, text, marked: mark === 'noted', seq, timeMs }
    }
    default:
      return assertNever(type)
  }
}

/** Text as such, unless a fault made it something else; bytes in Base64. Neither where the payload could not be kept. */
function content(
  type: 'text' | 'binary',
  payload: Uint8Array | undefined,
): { text: string } | { base64: string } | object {
  if (payload === undefined) return {}
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  return type === 'text' && isUtf8(bytes) ? { text: bytes.toString() } : { base64: bytes.toString('base64') }
}
