/**
 * What a row of the log is: a whole data message, one control frame, or one event of the connection (RFC 6455,
 * section 5.2, plus our own event). Direction and type share one byte, the store's `kind` column.
 */

export const frameTypes = ['text', 'binary', 'ping', 'pong', 'close', 'event'] as const
export type FrameType = (typeof frameTypes)[number]

export const directions = ['received', 'sent'] as const
export type Direction = (typeof directions)[number]

/** Opcodes of RFC 6455, section 11.8. Zero (continuation) never reaches the log, so it stands for an event. */
export const Opcode = {
  event: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const satisfies Record<FrameType, number>

const OPCODE_MASK = 0x0f
const SENT_BIT = 0x10

/** What is remarkable about a row; those can be asked for alone. It stands in the three high bits. */
export const marks = [
  /** Not what the schema wants. */
  'invalid',
  /** Not passed on: received, but kept from the behaviour; or to be sent, and never sent. */
  'dropped',
  'delayed',
  /** The second of two. */
  'duplicated',
  /** Came after one that it was before. */
  'reordered',
  /** Its bytes are not those that were meant: corrupted, or edited by hand. */
  'changed',
  /** An event that tells of a limit, a refusal or a fault. */
  'noted',
] as const
export type Mark = (typeof marks)[number]

const MARK_SHIFT = 5
const MARK_MASK = 0xe0
const DROPPED = markBits('dropped')
const DUPLICATED = markBits('duplicated')

/** One byte: the opcode in the low nibble, `SENT_BIT` for what we sent, a mark above. */
export type FrameKind = number

export function frameKind(type: FrameType, direction: Direction, mark?: Mark): FrameKind {
  return Opcode[type] | (direction === 'sent' ? SENT_BIT : 0) | (mark === undefined ? 0 : markBits(mark))
}

export function markOf(kind: FrameKind): Mark | undefined {
  return marks[(kind >> MARK_SHIFT) - 1]
}

function markBits(mark: Mark): number {
  return (marks.indexOf(mark) + 1) << MARK_SHIFT
}

export function directionOf(kind: FrameKind): Direction {
  return (kind & SENT_BIT) === 0 ? 'received' : 'sent'
}

export function frameTypeOf(kind: FrameKind): FrameType {
  switch (kind & OPCODE_MASK) {
    case Opcode.text:
      return 'text'
    case Opcode.binary:
      return 'binary'
    case Opcode.ping:
      return 'ping'
    case Opcode.pong:
      return 'pong'
    case Opcode.close:
      return 'close'
    default:
      return 'event'
  }
}

/**
 * Delivered by the socket: the frames that `received = stored + evicted + dropped` speaks of. The second of two that a
 * fault made of one was not.
 */
export function isReceived(kind: FrameKind): boolean {
  return (kind & SENT_BIT) === 0 && (kind & OPCODE_MASK) !== Opcode.event && (kind & MARK_MASK) !== DUPLICATED
}

/** Handed to the socket by us: a data message or a control frame, not an event, nor what a fault kept back. */
export function isSent(kind: FrameKind): boolean {
  return (kind & SENT_BIT) !== 0 && (kind & OPCODE_MASK) !== Opcode.event && (kind & MARK_MASK) !== DROPPED
}

/** A data message, whichever way it went. */
export function isMessage(kind: FrameKind): boolean {
  const type = frameTypeOf(kind)
  return type === 'text' || type === 'binary'
}
