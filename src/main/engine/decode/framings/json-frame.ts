/** Protocols whose messages are JSON as they stand: the message keeps its shape, and only gets a name. */
import { readJson } from '../formats/format'
import type { Content, Message } from '../message'

export type JsonContent = Extract<Content, { kind: 'json' }>
export type JsonObject = Record<string, unknown>

export function jsonOf(message: Message): JsonContent | undefined {
  const content = message.isText ? readJson(message.bytes) : undefined
  return content?.kind === 'json' ? content : undefined
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
