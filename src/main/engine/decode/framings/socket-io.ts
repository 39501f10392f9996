/**
 * Socket.IO and the Engine.IO beneath it (github.com/socketio/engine.io-protocol, revisions 3 and 4, and
 * github.com/socketio/socket.io-protocol, revision 5), as they go over a WebSocket: one packet a message.
 *
 *   `42/admin,3["chat",{…}]`   4: a message; 2: EVENT; of the namespace /admin; to be acknowledged as 3
 *
 * Attachments follow an event as binary messages of their own. Which event that was is another row's business.
 */
import type { Body, Framed, Framing, Message } from '../message'

const ENGINE_PACKETS = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'] as const
const PACKETS = ['CONNECT', 'DISCONNECT', 'EVENT', 'ACK', 'CONNECT_ERROR', 'BINARY_EVENT', 'BINARY_ACK'] as const

const MESSAGE = 4
const LAYER = 'Socket.IO'
const ENGINE_LAYER = 'Engine.IO'

/** Type, attachments, namespace, acknowledgement; then data. */
const PACKET = /^([0-6])(?:(\d{1,9})-)?(?:(\/[^,]*),|(\/[^,]*)$)?(\d{1,15})?/
/** Before the arguments of an event: a bracket and the event's name. */
const EVENT_NAME = /^\[\s*("(?:[^"\\]|\\.)*"|\d+)\s*,?\s*/

export const socketIo: Framing = {
  read(message, { path }) {
    return message.isText ? readText(message.bytes.toString('utf8')) : readAttachment(message, /[?&]EIO=3\b/.test(path))
  },
}

function readText(text: string): Framed | undefined {
  const type = text.charCodeAt(0) - 0x30
  const name = ENGINE_PACKETS[type]
  if (name === undefined) return undefined
  const rest = text.slice(1)
  if (type === MESSAGE) return readPacket(rest)
  if (type === 0) {
    const body = json(rest)
    return body === undefined ? undefined : { layer: ENGINE_LAYER, label: 'open', body }
  }
  // All but `open` say nothing, but for the `probe` of an upgrade.
  if (rest !== '' && rest !== 'probe') return undefined
  return { layer: ENGINE_LAYER, label: rest === '' ? name : `${name} probe`, body: { kind: 'nothing' } }
}

function readPacket(text: string): Framed | undefined {
  const head = PACKET.exec(text)
  if (head === null) return undefined
  const [whole, type, attachments, before, alone, id] = head
  const namespace = before ?? alone
  const packet = PACKETS[Number(type)] as (typeof PACKETS)[number]
  const data = text.slice(whole.length)
  const details: [string, string][] = []
  if (namespace !== undefined) details.push(['namespace', namespace])
  if (id !== undefined) details.push(['acknowledgement', id])
  if (attachments !== undefined) details.push(['attachments', attachments])
  const body: Body | undefined = data === '' ? { kind: 'nothing' } : json(data)
  if (body === undefined) return undefined
  const after = `${id === undefined ? '' : ` #${id}`}${namespace === undefined ? '' : ` ${namespace}`}`
  const framed = { layer: LAYER, details }
  switch (packet) {
    case 'EVENT':
    case 'BINARY_EVENT': {
      const name = EVENT_NAME.exec(data)
      if (body.kind !== 'json' || !Array.isArray(body.value) || name === null) return undefined
      const event = String(body.value[0])
      return { ...framed, label: `EVENT ${event}${after}`, body: args(body.value.slice(1), data.slice(name[0].length)) }
    }
    case 'ACK':
    case 'BINARY_ACK':
      if (body.kind !== 'json' || !Array.isArray(body.value)) return undefined
      return { ...framed, label: `ACK${after}`, body: args(body.value, data.replace(/^\s*\[\s*/, '')) }
    case 'CONNECT':
    case 'CONNECT_ERROR':
    case 'DISCONNECT':
      return { ...framed, label: `${packet}${after}`, body }
  }
}

/**
 * What an event carries: its argument, or the list of them where there are more or none.
 * @param written all of them as they were sent, up to the closing bracket
 */
function args(values: unknown[], written: string): Body {
  if (values.length === 0) return { kind: 'nothing' }
  const inside = written.slice(0, written.lastIndexOf(']')).trim()
  return values.length === 1
    ? { kind: 'json', value: values[0], text: inside }
    : { kind: 'json', value: values, text: `[${inside}]` }
}

/** Revision 3 puts its packet type before the bytes. */
function readAttachment({ bytes }: Message, isThird: boolean): Framed | undefined {
  if (isThird && bytes[0] !== MESSAGE) return undefined
  return {
    layer: LAYER,
    label: 'attachment',
    body: { kind: 'bytes', message: { bytes: isThird ? bytes.subarray(1) : bytes, isText: false } },
  }
}

function json(text: string): Body | undefined {
  try {
    return { kind: 'json', value: JSON.parse(text) as unknown, text }
  } catch {
    return undefined
  }
}
