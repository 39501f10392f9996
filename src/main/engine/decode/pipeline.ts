/**
 * The way of a message: unpacked, recognised, read. Each step adds a layer; the first that fails says why, and what was had
 * until then is the answer.
 */
import { type Failure, ok, type Result } from '../../../shared/failure'
import type { Decoding } from '../../../shared/protocol/connection-settings'
import { type ReadProto, readFormat } from './formats/format'
import { type FramingName, framings, sniff } from './framings/recognise'
import type { Framed, Message, Reading, Surroundings } from './message'
import { isTooMuch, type Packing, packingOf, unpack } from './unpack'

export interface Way {
  decoding: Decoding
  /** What the connection's subprotocol or URL says; nothing where they do not. */
  expected: FramingName | undefined
  readProto: ReadProto
}

const layerNames: Readonly<Record<Packing, string>> = {
  gzip: 'gzip',
  zlib: 'zlib',
  deflate: 'deflate',
  brotli: 'Brotli',
  base64: 'base64',
}

const framingTitles: Readonly<Record<FramingName, string>> = {
  'socket.io': 'a Socket.IO packet',
  signalr: 'a SignalR message',
  stomp: 'a STOMP frame',
  'graphql-ws': 'a message of GraphQL over WebSocket',
  'json-rpc': 'a JSON-RPC 2.0 message',
  mqtt: 'an MQTT packet',
  phoenix: 'a message of Phoenix channels',
}

/** @param unpackedMaxBytes what one unpacking may grow to */
export function readMessage(message: Message, way: Way, around: Surroundings, unpackedMaxBytes?: number): Reading {
  const reading: Reading = { layers: [], label: '', details: [] }
  const unpacked = unpackAll(message, way.decoding.unpacks, reading, unpackedMaxBytes)
  if (!unpacked.ok) return { ...reading, problem: unpacked.error }
  const framed = unframe(unpacked.value, way, around)
  if (framed === undefined) {
    const chosen = way.decoding.framing
    const problem =
      chosen === 'auto' || chosen === 'none'
        ? undefined
        : failure(`This message is not ${framingTitles[chosen]}. If others are not either, choose another framing.`)
    return format(unpacked.value, way, problem === undefined ? reading : { ...reading, problem })
  }
  reading.layers.push(framed.layer)
  reading.label = framed.label
  reading.details = framed.details ?? []
  if (framed.problem !== undefined) reading.problem = failure(framed.problem)
  return withBody(framed, way, reading)
}

function withBody({ body }: Framed, way: Way, reading: Reading): Reading {
  switch (body.kind) {
    case 'nothing':
      return reading
    case 'bytes':
      return body.message.bytes.length === 0 ? reading : format(body.message, way, reading)
    default:
      return { ...reading, content: body }
  }
}

/** Text frames that nobody packed come between others: only base64 is text. */
function unpackAll(
  message: Message,
  packings: readonly Packing[],
  reading: Reading,
  maxBytes: number | undefined,
): Result<Message> {
  if (packings.length === 0) {
    const packing = packingOf(message)
    const unpacked = packing === undefined ? undefined : unpack(message, packing, maxBytes)
    if (packing === undefined || unpacked === undefined) return ok(message)
    // It was a guess: what does not unpack was something else, unless it is one that grows without end.
    if (!unpacked.ok) return isTooMuch(unpacked.error) ? unpacked : ok(message)
    reading.layers.push(layerNames[packing])
    return unpacked
  }
  if (message.isText && packings[0] !== 'base64') return ok(message)
  let inner = message
  for (const packing of packings) {
    const unpacked = unpack(inner, packing, maxBytes)
    if (!unpacked.ok) return unpacked
    reading.layers.push(layerNames[packing])
    inner = unpacked.value
  }
  return ok(inner)
}

/** What was unpacked is text or bytes whatever its frame was: text protocols are tried on both. */
function unframe(message: Message, { decoding, expected }: Way, around: Surroundings): Framed | undefined {
  if (decoding.framing === 'none' || message.bytes.length === 0) return undefined
  const name = decoding.framing === 'auto' ? (expected ?? sniff(message)) : decoding.framing
  return name === undefined ? undefined : framings[name].read(message, around)
}

function format(message: Message, { decoding, readProto }: Way, reading: Reading): Reading {
  const formatted = readFormat(message, decoding.format, readProto)
  if (formatted === undefined) return reading
  if (!formatted.ok) return { ...reading, problem: reading.problem ?? formatted.error }
  const { layer, content } = formatted.value
  return { ...reading, layers: layer === undefined ? reading.layers : [...reading.layers, layer], content }
}

function failure(message: string): Failure {
  return { code: 'ERR_DECODE_FAILED', message }
}
