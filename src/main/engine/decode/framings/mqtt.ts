/**
 * MQTT 3.1.1 and 5 over WebSocket (docs.oasis-open.org/mqtt): a message holds packets one after another, and a packet may go on
 * from one message to the next: the libraries of Node write one field a message. The message that ends a packet is the one
 * that is named; those before it are parts. What a PUBLISH carries is read further.
 *
 * Only CONNECT says which version is spoken, and it is in another row. Where it was seen, it is remembered; else a PUBLISH is
 * read as 5 if it can be (its properties have to make sense to the byte), as 3.1.1 if not.
 */
import { type IConnectPacket, type IPublishPacket, type Packet, parser } from 'mqtt-packet'
import type { Framed, Framing, Message, Surroundings } from '../message'
import { emptyObject, plainBytes } from '../plain-value'

/** Packets in one message that are read; a message of a megabyte could hold half a million. */
const PACKETS_MAX = 1_000
/** Messages that make one packet: a CONNECT with all there is in it takes some twenty. */
const PARTS_MAX = 64
const JOINED_MAX_BYTES = 1024 * 1024
/** Type and flags, then a length of at most four bytes. */
const HEADER_MAX_BYTES = 5
/** Of packets in a message, how many a label names. */
const NAMED_MAX = 3
/** The type that stands in a CONNECT's first byte, and its flags. */
const CONNECT = 0x10
/** As property lists of version 5 name them, where there is none to be shown. */
const NOT_SHOWN = new Set(['cmd', 'length', 'payload', 'topic', 'password'])

export const mqtt: Framing = {
  read(message, surroundings) {
    if (message.isText) return undefined
    const { bytes } = message
    const alone = readPackets(bytes, surroundings)
    const joined = alone === undefined ? joinEarlier(bytes, surroundings) : undefined
    const read = alone ?? joined?.read
    if (read === undefined) return { layer: 'MQTT', label: 'part of a packet', body: { kind: 'nothing' } }
    const { packets, version, problem } = read
    for (const packet of packets) if (packet.cmd === 'connect') remember(packet, surroundings)
    const framed = packets.length === 1 ? single(packets[0] as Packet) : several(packets)
    if (joined !== undefined) framed.details = [...(framed.details ?? []), ['messages', String(joined.messageCount)]]
    return { layer: version === 5 ? 'MQTT 5' : 'MQTT', ...framed, ...(problem === undefined ? {} : { problem }) }
  },
}

/** Whether it can be nothing else: a CONNECT, with the protocol's name in its place. */
export function looksLikeMqtt({ bytes, isText }: Message): boolean {
  if (isText || bytes[0] !== CONNECT) return false
  const name = bytes.subarray(1, 12)
  return name.includes('\u0000\u0004MQTT') || name.includes('\u0000\u0006MQIsdp')
}

/** The shortest row of messages that ends with this one and is one packet, by the length in its fixed header. */
function joinEarlier(bytes: Buffer, surroundings: Surroundings): { read: Packets; messageCount: number } | undefined {
  const parts = [bytes]
  let byteLength = bytes.length
  for (const part of surroundings.earlier?.() ?? []) {
    parts.unshift(part)
    byteLength += part.length
    if (parts.length > PARTS_MAX || byteLength > JOINED_MAX_BYTES) return undefined
    if (packetLength(parts) !== byteLength) continue
    const read = readPackets(Buffer.concat(parts), surroundings)
    if (read?.packets.length === 1 && read.problem === undefined) return { read, messageCount: parts.length }
  }
  return undefined
}

/** What a fixed header at their beginning says (MQTT 5, section 2.1), with itself; undefined where there is none. */
function packetLength(parts: Buffer[]): number | undefined {
  const header = Buffer.concat(parts.slice(0, HEADER_MAX_BYTES + 1)).subarray(0, HEADER_MAX_BYTES)
  if (((header[0] as number) ?? 0) >> 4 === 0) return undefined
  let length = 0
  for (let at = 1; at < header.length; at++) {
    const byte = header[at] as number
    length += (byte & 0x7f) * 128 ** (at - 1)
    if (byte < 0x80) return length + at + 1
  }
  return undefined
}

interface Packets {
  packets: Packet[]
  version: 3 | 4 | 5
  problem?: string
}

function readPackets(bytes: Buffer, { seen }: Surroundings): Packets | undefined {
  if (seen.mqttVersion !== undefined) return parse(bytes, seen.mqttVersion)
  const fifth = parse(bytes, 5)
  return fifth !== undefined && fifth.problem === undefined ? fifth : (parse(bytes, 4) ?? fifth)
}

/** @returns undefined where not even the first packet makes sense */
function parse(bytes: Buffer, version: 3 | 4 | 5): Packets | undefined {
  const reader = parser({ protocolVersion: version })
  const packets: Packet[] = []
  let problem: string | undefined
  let left = 0
  let isFull = false
  reader.on('packet', (packet: Packet) => {
    if (packets.length < PACKETS_MAX) packets.push(packet)
    else isFull = true
  })
  reader.on('error', (error: unknown) => {
    problem ??= `What follows is no MQTT: ${error instanceof Error ? error.message : String(error)}.`
  })
  try {
    // A copy: the library keeps and slices what it is given.
    left = reader.parse(Buffer.from(bytes))
  } catch (error) {
    // It trusts lengths within a packet, and reads beyond its end.
    problem ??= `What follows is no MQTT: ${error instanceof Error ? error.message : String(error)}.`
  }
  if (packets.length === 0) return undefined
  if (isFull) problem ??= `This message holds more than ${PACKETS_MAX} packets; the first of them are shown.`
  if (left > 0) problem ??= `The last packet goes on in the next message; ${left} bytes of it are here.`
  const connect = packets.find((packet): packet is IConnectPacket => packet.cmd === 'connect')
  return { packets, version: connect?.protocolVersion ?? version, ...(problem === undefined ? {} : { problem }) }
}

function remember({ protocolVersion }: IConnectPacket, { seen }: Surroundings): void {
  if (protocolVersion !== undefined) seen.mqttVersion = protocolVersion
}

function single(packet: Packet): Omit<Framed, 'layer'> {
  if (packet.cmd !== 'publish') return { label: labelOf(packet), body: { kind: 'json', value: fieldsOf(packet) } }
  return {
    label: labelOf(packet),
    details: Object.entries(fieldsOf(packet)).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
    body: { kind: 'bytes', message: { bytes: payloadOf(packet), isText: false } },
  }
}

function several(packets: Packet[]): Omit<Framed, 'layer'> {
  const more = packets.length - NAMED_MAX
  const names = packets.slice(0, NAMED_MAX).map(labelOf).join(', ')
  const value = packets.map((packet) => {
    const fields = Object.assign(emptyObject(), { packet: labelOf(packet) }, fieldsOf(packet))
    if (packet.cmd === 'publish') fields.payload = payloadValue(payloadOf(packet))
    return fields
  })
  return { label: more > 0 ? `${names}, and ${more} more` : names, body: { kind: 'json', value } }
}

function payloadOf({ payload }: IPublishPacket): Buffer {
  return Buffer.isBuffer(payload) ? payload : Buffer.from(payload)
}

/** Of one among several: JSON and text as such. */
function payloadValue(bytes: Buffer): unknown {
  const text = bytes.toString('utf8')
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text.includes('\ufffd') ? plainBytes(bytes) : text
  }
}

function labelOf(packet: Packet): string {
  const name = packet.cmd.toUpperCase()
  switch (packet.cmd) {
    case 'publish':
      return `${name} ${packet.topic === '' ? `alias ${packet.properties?.topicAlias ?? '?'}` : packet.topic}`
    case 'connect':
      return `${name} ${packet.clientId}`.trimEnd()
    case 'connack':
      return `${name} ${packet.returnCode ?? packet.reasonCode ?? 0}`
    case 'subscribe':
      return `${name} ${packet.subscriptions.map(({ topic }) => topic).join(', ')}`
    case 'unsubscribe':
      return `${name} ${packet.unsubscriptions.join(', ')}`
    default:
      return packet.messageId === undefined ? name : `${name} #${packet.messageId}`
  }
}

/** What a packet says but for what its label or its body does. A password is nobody's to read here; the raw bytes have it. */
function fieldsOf(packet: Packet): Record<string, unknown> {
  const fields = emptyObject()
  for (const [name, value] of Object.entries(packet)) {
    if (value === undefined || value === null || NOT_SHOWN.has(name)) continue
    fields[name] = plain(value)
  }
  return fields
}

function plain(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return plainBytes(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const object = emptyObject()
  for (const [name, each] of Object.entries(value)) if (each !== undefined) object[name] = plain(each)
  return object
}
