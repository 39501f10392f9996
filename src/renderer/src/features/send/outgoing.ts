/** What the panel would put on the wire, or what is wrong with it. */
import { assertNever } from '../../../../shared/assert-never'
import { SEND_MAX_BYTES } from '../../../../shared/ipc/contract'
import { formatCount } from '../../ui/format'
import { findJsonProblem } from '../../ui/json-problem'
import type { Draft } from './draft'
import { parseBase64, parseHex, type TypedBytes } from './typed-bytes'

export type Outgoing =
  | { ok: true; type: 'text' | 'binary'; payload: string | Uint8Array<ArrayBuffer>; byteLength: number }
  /** A sentence; empty where nothing was typed yet, and nothing is wrong. */
  | { ok: false; problem: string }

/** A binary message comes from a file or from what was typed. */
export type Source = Draft | { kind: 'file'; bytes: Uint8Array<ArrayBuffer> }

export function readOutgoing(source: Source): Outgoing {
  switch (source.kind) {
    case 'text':
      return textOutgoing(source.content)
    case 'json': {
      if (source.content.trim() === '') return { ok: false, problem: '' }
      const problem = findJsonProblem(withoutPlaceholders(source.content))
      return problem === undefined ? textOutgoing(source.content) : { ok: false, problem: problem.message }
    }
    case 'hex':
      return typedOutgoing(parseHex(source.content))
    case 'base64':
      return typedOutgoing(parseBase64(source.content))
    case 'file':
      return binaryOutgoing(source.bytes)
    default:
      return assertNever(source)
  }
}

/** A placeholder may stand for any value: a number in its place, as wide, keeps every other place where it is. */
function withoutPlaceholders(text: string): string {
  return text.replace(/\{\{[^{}]*\}\}/g, (placeholder) => '0'.padEnd(placeholder.length))
}

function textOutgoing(payload: string): Outgoing {
  const byteLength = new TextEncoder().encode(payload).byteLength
  return within(byteLength) ?? { ok: true, type: 'text', payload, byteLength }
}

function typedOutgoing(typed: TypedBytes): Outgoing {
  return typed.ok ? binaryOutgoing(typed.bytes) : typed
}

function binaryOutgoing(payload: Uint8Array<ArrayBuffer>): Outgoing {
  const { byteLength } = payload
  return within(byteLength) ?? { ok: true, type: 'binary', payload, byteLength }
}

function within(byteLength: number): { ok: false; problem: string } | undefined {
  return byteLength > SEND_MAX_BYTES ? { ok: false, problem: tooLarge(byteLength) } : undefined
}

export function tooLarge(byteLength: number): string {
  const [most, asked] = [SEND_MAX_BYTES, byteLength].map(formatCount)
  return `One message has at most ${most} bytes; this one has ${asked}. Split it.`
}
