/**
 * How one socket ends (RFC 6455, section 7): by whose close frame, or without one. Writes the rows of the close frames, and knows
 * what the last state says.
 */

import { packCloseBody } from '../../../shared/protocol/close-code'
import type { ConnectionState } from '../../../shared/protocol/connection-state'
import type { Direction } from '../../../shared/protocol/frame'
import { LOST } from '../../../shared/protocol/gap'
import { describeSocketError } from './socket-error'

/** Stand for a close frame that has none, and for none at all (RFC 6455, section 7.4.1). */
export const NO_STATUS = 1005
export const NO_CLOSE_FRAME = 1006

interface EndingLine {
  recordClose(direction: Direction, body: Uint8Array): void
  log(text: string): void
  /** Does it when all that was sent before has left. */
  afterAll(act: () => void): void
}

export class Ending {
  private sentByUs: { closeCode: number; reason: string } | undefined
  /** We ended it with an error; the other side's answer is not read any more. */
  private isBroken = false

  constructor(private readonly line: EndingLine) {}

  /** Our close frame is on its way: it leaves behind what was sent before it, and so does its row. */
  begun(closeCode: number, reason: Buffer): void {
    this.sentByUs = { closeCode, reason: reason.toString() }
    this.line.afterAll(() => this.record('sent', closeCode, reason))
  }

  /** `ws` found the peer breaking the protocol, and has sent the close frame that says so. */
  broken(error: Error & { code?: string }): void {
    const { code, message, closeCode } = describeSocketError(error)
    const isFirst = this.sentByUs === undefined
    const ending = closeCode !== undefined && isFirst ? ` The connection was closed with ${closeCode}.` : ''
    this.line.log(`${code}: ${message}${ending}`)
    if (closeCode === undefined) return
    this.isBroken = true
    if (isFirst) this.begun(closeCode, Buffer.alloc(0))
  }

  /** The socket is closed. @param closeCode as `ws` tells it */
  over(closeCode: number, reason: Buffer): Extract<ConnectionState, { name: 'closed' }> {
    const { sentByUs, line } = this
    const cameWithFrame = closeCode !== NO_CLOSE_FRAME
    if (cameWithFrame) this.record('received', closeCode, reason)
    // `ws` answers a close frame with its own code and reason (RFC 6455, section 5.5.1).
    if (cameWithFrame && sentByUs === undefined) this.record('sent', closeCode, reason)
    if (!cameWithFrame && !this.isBroken) {
      line.log(LOST)
    }
    const closedBy = sentByUs !== undefined ? 'us' : cameWithFrame ? 'peer' : 'network'
    return { name: 'closed', ...(sentByUs ?? { closeCode, reason: reason.toString() }), closedBy }
  }

  private record(direction: Direction, closeCode: number, reason: Uint8Array): void {
    this.line.recordClose(direction, packCloseBody(closeCode, reason))
  }
}
