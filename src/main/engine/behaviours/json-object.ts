/**
 * A client's message as a JSON object, which is what chat, ticker and game understand. Its values stay `unknown`: each
 * behaviour checks the few it reads. Only names a behaviour asks for are ever read, so `__proto__` is a name like others.
 */
import type { Message } from './behaviour'

export type JsonObject = Readonly<Record<string, unknown>>

/** No command needs as much; parsing megabytes would hold up everybody else. */
const JSON_MAX_BYTES = 16 * 1024

/** @returns undefined for anything else: binary, too long, malformed, or JSON of another type */
export function readJsonObject({ isBinary, bytes }: Message): JsonObject | undefined {
  if (isBinary || bytes.length > JSON_MAX_BYTES) return undefined
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
