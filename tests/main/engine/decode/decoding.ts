/** Decoders of one connection, as a test sets it up. */
import { Decoders, type DecodingHints } from '../../../../src/main/engine/decode/decoders'
import { type Decoding, plainConnection } from '../../../../src/shared/protocol/connection-settings'
import { frameKind } from '../../../../src/shared/protocol/frame'

export const RECEIVED_TEXT = frameKind('text', 'received')
export const RECEIVED_BINARY = frameKind('binary', 'received')
export const SENT_TEXT = frameKind('text', 'sent')
export const SENT_BINARY = frameKind('binary', 'sent')
const ID = 1

export function decoding(received: Partial<Decoding> = {}, hints: Partial<DecodingHints> = {}) {
  const { decoding: decodings } = plainConnection('', { decoding: { received, sent: received } })
  const decoders = new Decoders(() => ({
    decodings,
    stamp: 1,
    hints: () => ({ subprotocol: '', path: '/', ...hints }),
  }))
  const bytesOf = (payload: Uint8Array | string) => Buffer.from(payload as string)
  const kindOf = (payload: Uint8Array | string) => (typeof payload === 'string' ? RECEIVED_TEXT : RECEIVED_BINARY)
  return {
    decoders,
    /** A text frame of a string, a binary one of bytes. */
    read: (payload: Uint8Array | string, kind = kindOf(payload)) => decoders.read(ID, kind, bytesOf(payload)),
    decode: (payload: Uint8Array | string, kind = kindOf(payload)) => decoders.decode(ID, kind, bytesOf(payload)),
    jsonOf: (payload: Uint8Array | string, kind = kindOf(payload)) => decoders.jsonOf(ID, kind, bytesOf(payload)),
    /** What the decoded text says. */
    value(payload: Uint8Array | string): unknown {
      const { text, isJson, problem } = this.decode(payload)
      if (!isJson || text === undefined) throw new Error(problem?.message ?? 'It was not decoded.')
      return JSON.parse(text)
    },
  }
}
