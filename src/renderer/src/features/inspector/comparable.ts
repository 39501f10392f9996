/** A message as the text that is compared: decoded where it can be, JSON in lines, bytes as hex. */
import type { DecodedFrame, FrameDetail } from '../../../../shared/ipc/contract'
import { frameTypeOf } from '../../../../shared/protocol/frame'
import { hexDump } from '../../ui/hex-lines'

/** Comparing more takes longer than anybody waits. */
export const COMPARED_MAX_BYTES = 1024 * 1024
/** A line of hex is five times its bytes. */
const HEX_MAX_BYTES = 64 * 1024

const strict = new TextDecoder('utf-8', { fatal: true })

export type Comparable = { ok: true; text: string; isJson: boolean } | { ok: false; why: string }

export function comparableOf(
  { seq, kind, payload, byteLength }: FrameDetail,
  decoded: DecodedFrame | undefined,
): Comparable {
  if (typeof payload === 'string') return { ok: false, why: `The bytes of message #${seq} are no longer there.` }
  if (byteLength > COMPARED_MAX_BYTES)
    return { ok: false, why: `Message #${seq} is larger than 1 MiB, too large to compare.` }
  if (decoded?.text !== undefined) {
    return { ok: true, text: decoded.isJson ? inLines(decoded.text) : decoded.text, isJson: decoded.isJson }
  }
  try {
    const text = strict.decode(payload)
    const json = frameTypeOf(kind) === 'text' || /^\s*[[{]/.test(text) ? tryLines(text) : undefined
    if (json !== undefined) return { ok: true, text: json, isJson: true }
    if (frameTypeOf(kind) !== 'binary') return { ok: true, text, isJson: false }
  } catch {
    // No text: its bytes.
  }
  return { ok: true, text: hexDump(payload.subarray(0, HEX_MAX_BYTES)), isJson: false }
}

function tryLines(text: string): string | undefined {
  try {
    return inLines(text)
  } catch {
    return undefined
  }
}

/** Throws for what is no JSON. */
function inLines(text: string): string {
  return JSON.stringify(JSON.parse(text), null, 2)
}
