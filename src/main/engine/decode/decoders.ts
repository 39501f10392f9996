/**
 * Makes frames readable, each as its connection's settings say. Lazily: only of rows that somebody looks at, that a filter
 * asks for a field, or that a chart draws. Nothing of a frame is kept; whoever shows rows keeps what it was told.
 *
 * Most feeds are JSON or text as they stand, and of those there is nothing to say: `read` and `jsonOf` answer undefined
 * after a look at a few bytes.
 */
import type { Result } from '../../../shared/failure'
import type { DecodedFrame } from '../../../shared/ipc/contract'
import { type Decoding, type Decodings, plainConnection } from '../../../shared/protocol/connection-settings'
import { type Direction, directionOf, type FrameKind, frameTypeOf } from '../../../shared/protocol/frame'
import { contentText, cut, excerpt } from './excerpt'
import { looksLikeJsonRpc } from './framings/json-rpc'
import { type FramingName, framingOf } from './framings/recognise'
import type { Earlier, Message, Reading, Seen, Surroundings } from './message'
import { readMessage, type Way } from './pipeline'
import { ProtoReaders } from './proto-readers'
import { isTooMuch } from './unpack'

/** What a row says of a frame. */
export interface RowReading {
  /** What the protocol calls it; nothing where it has no word. */
  label: string
  /** At most 200 bytes; nothing where the bytes are as readable as it gets. */
  preview?: string
  /** Why the bytes were not read as they should be, in a sentence. */
  problem?: string
}

/** What was agreed in the handshake. */
export interface DecodingHints {
  subprotocol: string
  /** The path and query that were asked for. */
  path: string
}

/** What a connection says of itself, asked again at every frame: it must be quick. */
export interface DecodingSource {
  decodings: Decodings
  /** Another one after every handshake. */
  stamp: unknown
  /** Asked once a stamp. */
  hints(): DecodingHints
}

/** Of a row or a point; a larger one is read only where somebody asks for it alone. A window of rows takes some ms so. */
export const READ_MAX_BYTES = 256 * 1024
/** What a row's message may unpack to. */
const READ_UNPACKED_MAX_BYTES = 1024 * 1024
/** As text, of a frame that is looked at: what a window can show, and a message between threads can be. */
const DECODED_TEXT_MAX_BYTES = 32 * 1024 * 1024
const LABEL_MAX_BYTES = 120
/** Connections that are remembered after they have gone; the oldest is forgotten first. Each is some hundred bytes. */
const PLANS_MAX = 20_000

/** Of clients, which have no settings of their own. */
export const automaticDecodings: Decodings = plainConnection('').decoding
const RECORD_SEPARATOR = 0x1e
const CURLY = 0x7b
const SQUARE = 0x5b

/** How the frames of one connection are read. */
interface Plan {
  decodings: Decodings
  stamp: unknown
  ways: Record<Direction, Way>
  around: Record<Direction, Surroundings>
  /** Text frames of that direction are read as they stand, unless their first bytes say otherwise. */
  leavesText: Record<Direction, boolean>
}

export class Decoders {
  private readonly plans = new Map<number, Plan>()
  private readonly protos = new ProtoReaders()
  private readonly plain: Plan

  /** @param sourceOf undefined for a connection that is gone: it is read as it was when it was last looked at */
  constructor(private readonly sourceOf: (connectionId: number) => DecodingSource | undefined) {
    this.plain = this.makePlan(automaticDecodings, undefined, { subprotocol: '', path: '' }, {})
  }

  /** A client has come that may be gone before its rows are looked at: what it speaks is remembered. */
  welcome(connectionId: number, hintsOf: () => DecodingHints): void {
    const hints = hintsOf()
    if (framingOf(hints.subprotocol, hints.path) === undefined) return
    this.keep(connectionId, this.makePlan(automaticDecodings, undefined, hints, {}))
  }

  /** Its rows are read without hints from now on. */
  forget(connectionId: number): void {
    this.plans.delete(connectionId)
  }

  /**
   * @param earlier messages before it, for protocols that go on from one message to the next (MQTT)
   * @returns undefined where the bytes say it all
   */
  read(connectionId: number, kind: FrameKind, payload: Buffer, earlier?: Earlier): RowReading | undefined {
    const reading = this.readWithin(connectionId, kind, payload, earlier)
    if (reading === undefined) return undefined
    const { layers, label, content } = reading
    // What is too much for a row may be read where it is looked at alone.
    const problem = reading.problem !== undefined && isTooMuch(reading.problem) ? undefined : reading.problem
    const why = problem === undefined ? {} : { problem: problem.message }
    // JSON that came as text, and whose framing it is not.
    const isAsItCame = layers.length === 0 || (frameTypeOf(kind) === 'text' && layers.join() === 'JSON')
    if (isAsItCame || (content === undefined && label === '')) {
      return problem === undefined ? undefined : { label: '', ...why }
    }
    return { label: cut(label, LABEL_MAX_BYTES), preview: excerpt(content), ...why }
  }

  /**
   * For filters and charts: the message as JSON would have it, so that `$.price` is found in it.
   * @returns undefined where nothing is decoded: then its text is to be parsed, if it is JSON
   */
  jsonOf(connectionId: number, kind: FrameKind, payload: Buffer, earlier?: Earlier): unknown {
    const reading = this.readWithin(connectionId, kind, payload, earlier)
    const content = reading?.content
    if (content?.kind === 'json') return content.value
    // What is in gzip, or the body of STOMP, is its text: `$ ~ word` looks there.
    return reading !== undefined && reading.layers.length > 0 ? content?.text : undefined
  }

  /** All there is to say of a frame that somebody looks at. */
  decode(connectionId: number, kind: FrameKind, payload: Buffer, earlier?: Earlier): DecodedFrame {
    const message = messageOf(kind, payload)
    if (message === undefined) return { layers: [], label: '', isJson: false }
    const { layers, label, details, content, problem } = this.readWhole(connectionId, kind, message, earlier)
    const decoded: DecodedFrame = { layers, label: cut(label, LABEL_MAX_BYTES), isJson: content?.kind === 'json' }
    if (details.length > 0) decoded.details = details
    if (problem !== undefined) decoded.problem = problem
    if (content === undefined) return decoded
    const text = contentText(content, true)
    if (text.length > DECODED_TEXT_MAX_BYTES) {
      const isJson = false
      const limit = DECODED_TEXT_MAX_BYTES / 1024 / 1024
      const tooLong = `This message reads as more than ${limit} MiB of text; its beginning is shown.`
      return { ...decoded, isJson, text: cut(text, DECODED_TEXT_MAX_BYTES), problem: failure(tooLong) }
    }
    decoded.text = text
    return decoded
  }

  /** Whoever keeps readings keeps this beside them: another object once the connection's frames are read another way. */
  wayOf(connectionId: number): object {
    return this.planOf(connectionId)
  }

  /** Full names of the messages in `.proto` files, which are read anew. */
  protoTypes(files: readonly string[]): Result<{ types: string[] }> {
    return this.protos.types(files)
  }

  private readWithin(connectionId: number, kind: FrameKind, payload: Buffer, earlier?: Earlier): Reading | undefined {
    if (payload.length === 0 || payload.length > READ_MAX_BYTES) return undefined
    const message = messageOf(kind, payload)
    if (message === undefined) return undefined
    const plan = this.planOf(connectionId)
    const direction = directionOf(kind)
    if (message.isText && plan.leavesText[direction] && saysItself(message)) return undefined
    return readMessage(message, plan.ways[direction], { ...plan.around[direction], earlier }, READ_UNPACKED_MAX_BYTES)
  }

  private readWhole(connectionId: number, kind: FrameKind, message: Message, earlier?: Earlier): Reading {
    const plan = this.planOf(connectionId)
    const direction = directionOf(kind)
    return readMessage(message, plan.ways[direction], { ...plan.around[direction], earlier })
  }

  private planOf(connectionId: number): Plan {
    const known = this.plans.get(connectionId)
    const source = this.sourceOf(connectionId)
    if (source === undefined) return known ?? this.plain
    if (known !== undefined && known.decodings === source.decodings && known.stamp === source.stamp) return known
    const seen = known?.stamp === source.stamp ? known?.around.received.seen : undefined
    const plan = this.makePlan(source.decodings, source.stamp, source.hints(), seen ?? {})
    this.keep(connectionId, plan)
    return plan
  }

  private keep(connectionId: number, plan: Plan): void {
    const oldest = this.plans.keys().next().value
    if (this.plans.size >= PLANS_MAX && !this.plans.has(connectionId) && oldest !== undefined) this.plans.delete(oldest)
    this.plans.set(connectionId, plan)
  }

  private makePlan(decodings: Decodings, stamp: unknown, hints: DecodingHints, seen: Seen): Plan {
    const expected = framingOf(hints.subprotocol, hints.path)
    const wayOf = (decoding: Decoding): Way => ({ decoding, expected, readProto: this.protos.readerFor(decoding) })
    return {
      decodings,
      stamp,
      ways: { received: wayOf(decodings.received), sent: wayOf(decodings.sent) },
      around: {
        received: { direction: 'received', ...hints, seen },
        sent: { direction: 'sent', ...hints, seen },
      },
      leavesText: { received: leavesText(decodings.received, expected), sent: leavesText(decodings.sent, expected) },
    }
  }
}

/** Text that no setting and no hint makes into anything else. */
function leavesText({ unpacks, framing }: Decoding, expected: FramingName | undefined): boolean {
  return unpacks[0] !== 'base64' && (framing === 'none' || (framing === 'auto' && expected === undefined))
}

/** JSON as it stands: not the records of SignalR, nor JSON-RPC, which has names for its messages. */
function saysItself(message: Message): boolean {
  const { bytes } = message
  const first = bytes[0]
  if (first === CURLY || first === SQUARE) return bytes.at(-1) !== RECORD_SEPARATOR && !looksLikeJsonRpc(message)
  // Text that begins with a capital letter may be a command of STOMP.
  return first === undefined || first < 0x41 || first > 0x5a
}

function messageOf(kind: FrameKind, bytes: Buffer): Message | undefined {
  const type = frameTypeOf(kind)
  return type === 'text' || type === 'binary' ? { bytes, isText: type === 'text' } : undefined
}

function failure(message: string) {
  return { code: 'ERR_DECODE_FAILED' as const, message }
}
