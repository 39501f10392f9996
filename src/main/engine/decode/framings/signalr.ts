/**
 * SignalR's hub protocol (github.com/dotnet/aspnetcore, docs/specs/HubProtocol.md), of ASP.NET Core: JSON records, each ended
 * by a record separator (0x1e), or MessagePack arrays, each after its length as a varint. A message may hold several.
 * The handshake is JSON in both.
 */
import { ByteReader } from '../byte-reader'
import { readMessagePack } from '../formats/msgpack'
import type { Body, Framed, Framing } from '../message'
import { emptyObject } from '../plain-value'
import { readOrNothing } from '../unreadable'

const SEPARATOR = 0x1e
/** A length has at most 31 bits. */
const LENGTH_MAX_BYTES = 5
/** Records that a label names; the rest are a number. */
const NAMED_MAX = 3

const TYPES = [
  '',
  'Invocation',
  'StreamItem',
  'Completion',
  'StreamInvocation',
  'CancelInvocation',
  'Ping',
  'Close',
  'Ack',
  'Sequence',
] as const

interface HubMessage {
  value: Record<string, unknown>
  /** As it came, of JSON. */
  text?: string
}

export const signalr: Framing = {
  read({ bytes, isText }) {
    if (bytes.at(-1) === SEPARATOR && bytes[0] === 0x7b) {
      const records = readRecords(bytes)
      if (records !== undefined) return framed(records, 'SignalR')
    }
    const messages = isText ? undefined : readOrNothing(() => readMessages(bytes))
    return messages === undefined ? undefined : framed(messages, 'SignalR (MessagePack)')
  },
}

function framed(messages: HubMessage[], layer: string): Framed {
  const names = messages.slice(0, NAMED_MAX).map(({ value }) => nameOf(value))
  const more = messages.length - names.length
  return { layer, label: names.join(', ') + (more > 0 ? `, and ${more} more` : ''), body: bodyOf(messages) }
}

function bodyOf(messages: HubMessage[]): Body {
  const [first] = messages
  if (messages.length === 1 && first !== undefined) return { kind: 'json', ...first }
  const value = messages.map((each) => each.value)
  const texts = messages.map(({ text }) => text)
  return texts.includes(undefined) ? { kind: 'json', value } : { kind: 'json', value, text: `[${texts.join(',')}]` }
}

/** @returns undefined unless every record is a hub's message */
function readRecords(bytes: Buffer): HubMessage[] | undefined {
  const texts = bytes.subarray(0, -1).toString('utf8').split('\u001e')
  const records: HubMessage[] = []
  for (const text of texts) {
    const value = parse(text)
    if (value === undefined || !isHubMessage(value)) return undefined
    records.push({ value, text })
  }
  return records
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** One of the types, or a handshake: its request names a protocol, its answer is empty or an error. */
function isHubMessage(value: Record<string, unknown>): boolean {
  if ('type' in value) return typeof value.type === 'number' && Boolean(TYPES[value.type])
  const keys = Object.keys(value)
  if (typeof value.protocol === 'string' && typeof value.version === 'number') return true
  return keys.length === 0 || (keys.length === 1 && typeof value.error === 'string')
}

/** @throws Unreadable */
function readMessages(bytes: Buffer): HubMessage[] {
  const reader = new ByteReader(bytes, 'SignalR with MessagePack')
  if (reader.left === 0) reader.fail('It is empty')
  const messages: HubMessage[] = []
  while (reader.left > 0) {
    reader.countValue()
    const array = readMessagePack(reader.take(Number(reader.varint(LENGTH_MAX_BYTES))))
    const value = Array.isArray(array) ? named(array) : undefined
    if (value === undefined) return reader.fail('A message is none of a hub')
    messages.push({ value })
  }
  return messages
}

/** The array's places by the names that the JSON protocol gives them. */
function named(array: unknown[]): Record<string, unknown> | undefined {
  const [type] = array
  switch (type) {
    case 1:
    case 4:
      if (typeof array[3] !== 'string' || !Array.isArray(array[4])) return undefined
      return pick({ type, invocationId: array[2], target: array[3], arguments: array[4], streamIds: array[5] })
    case 2:
      return pick({ type, invocationId: array[2], item: array[3] })
    case 3:
      // 1: an error, 2: no result, 3: a result.
      if (array[3] === 1) return pick({ type, invocationId: array[2], error: array[4] })
      return pick({ type, invocationId: array[2], result: array[3] === 3 ? (array[4] ?? null) : undefined })
    case 5:
      return pick({ type, invocationId: array[2] })
    case 6:
      return pick({ type })
    case 7:
      return pick({ type, error: array[1], allowReconnect: array[2] })
    case 8:
    case 9:
      return pick({ type, sequenceId: array[1] })
    default:
      return undefined
  }
}

/** What is said: an absent part is null or an empty list in MessagePack, and no part in JSON. */
function pick(parts: Record<string, unknown>): Record<string, unknown> {
  const value = emptyObject()
  for (const [name, part] of Object.entries(parts)) {
    const isAbsent = part === undefined || (part === null && name !== 'result')
    if (!isAbsent && !(name === 'streamIds' && Array.isArray(part) && part.length === 0)) value[name] = part
  }
  return value
}

function nameOf(value: Record<string, unknown>): string {
  const type = typeof value.type === 'number' ? TYPES[value.type] : undefined
  if (type === undefined) {
    if (typeof value.protocol === 'string') return `Handshake ${value.protocol}`
    return typeof value.error === 'string' ? 'Handshake refused' : 'Handshake accepted'
  }
  const target = typeof value.target === 'string' ? ` ${value.target}` : ''
  const id = typeof value.invocationId === 'string' ? ` #${value.invocationId}` : ''
  const error = typeof value.error === 'string' && type !== 'Close' ? ' error' : ''
  return `${type}${target}${id}${error}`
}
