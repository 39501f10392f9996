/**
 * Phoenix channels (hexdocs.pm/phoenix, “Writing a Channels Client”): objects in version 1; in version 2 arrays of
 * [join reference, reference, topic, event, payload], and binary messages with the same parts by their lengths.
 */
import { ByteReader } from '../byte-reader'
import type { Framed, Framing, Message } from '../message'
import { readOrNothing } from '../unreadable'
import { isObject, jsonOf } from './json-frame'

const LAYER = 'Phoenix'
const REPLY = 1
const BROADCAST = 2

export const phoenix: Framing = {
  read(message, { direction }) {
    if (!message.isText) return readOrNothing(() => readBinary(message, direction === 'sent'))
    const content = jsonOf(message)
    if (content === undefined) return undefined
    const { value } = content
    if (Array.isArray(value)) {
      if (value.length !== 5) return undefined
      const [joinRef, ref, topic, event, payload] = value as unknown[]
      return named(topic, event, payload, { joinRef, ref }, content)
    }
    return isObject(value)
      ? named(value.topic, value.event, value.payload, { joinRef: value.join_ref, ref: value.ref }, content)
      : undefined
  },
}

function named(
  topic: unknown,
  event: unknown,
  payload: unknown,
  refs: { joinRef: unknown; ref: unknown },
  body: Framed['body'],
): Framed | undefined {
  if (typeof topic !== 'string' || typeof event !== 'string') return undefined
  const status = event === 'phx_reply' && isObject(payload) ? payload.status : undefined
  return {
    layer: LAYER,
    label: `${event} ${topic}${typeof status === 'string' ? ` ${status}` : ''}`,
    details: Object.entries(refs).flatMap(([name, ref]) => (ref == null ? [] : [[name, String(ref)]])) as [
      string,
      string,
    ][],
    body,
  }
}

/**
 * A push has a reference only on its way to the server, a reply has a status in the event's place.
 * @throws Unreadable
 */
function readBinary({ bytes }: Message, isSent: boolean): Framed {
  const reader = new ByteReader(bytes, 'a binary Phoenix message')
  const kind = reader.byte()
  if (kind > BROADCAST) reader.fail(`Kind ${kind} stands for nothing`)
  const names =
    kind === BROADCAST
      ? ['topic', 'event']
      : kind === REPLY || isSent
        ? ['joinRef', 'ref', 'topic', 'event']
        : ['joinRef', 'topic', 'event']
  const lengths = names.map(() => reader.byte())
  const parts: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const text = reader.text(lengths[index] as number)
    parts[name] = typeof text === 'string' ? text : reader.fail('A name is not UTF-8')
  }
  const { topic, event, joinRef, ref } = parts
  const details = [...(joinRef ? [['joinRef', joinRef]] : []), ...(ref ? [['ref', ref]] : [])] as [string, string][]
  return {
    layer: LAYER,
    label: kind === REPLY ? `phx_reply ${topic} ${event}` : `${event} ${topic}`,
    details,
    body: { kind: 'bytes', message: { bytes: reader.take(reader.left), isText: false } },
  }
}
