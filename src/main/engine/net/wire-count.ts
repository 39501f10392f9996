/**
 * How many bytes the transport carried for what was said: frame headers, masks and compression make the difference (RFC 6455,
 * section 5.2; RFC 7692). Counted from the handshake on. Of TLS it is the plain side: a `TLSSocket` counts what it encrypts and
 * what it has decrypted.
 */
import type { Duplex } from 'node:stream'
import type { ConnectionHealth } from '../../../shared/ipc/contract'
import type { Direction } from '../../../shared/protocol/frame'

/** What Node's sockets count, those of TLS too. */
type Counting = Duplex & { readonly bytesRead?: number; readonly bytesWritten?: number }

export class WireCount {
  private receivedPayloadBytes = 0
  private sentPayloadBytes = 0
  private transport: Counting | undefined
  private readonly readBefore: number
  private readonly writtenBefore: number
  private readonly counts: boolean
  private receivedBytes = 0
  private sentBytes = 0

  /** @param transport at the moment the handshake is over: what it holds unread came behind the answer */
  constructor(transport: Counting) {
    this.transport = transport
    this.counts = transport.bytesRead !== undefined && transport.bytesWritten !== undefined
    this.readBefore = (transport.bytesRead ?? 0) - transport.readableLength
    this.writtenBefore = transport.bytesWritten ?? 0
  }

  /** @param payload of a frame or a message, as it is without compression */
  countPayload(direction: Direction, { byteLength }: Uint8Array): void {
    if (direction === 'received') this.receivedPayloadBytes += byteLength
    else this.sentPayloadBytes += byteLength
  }

  /** @returns undefined where the transport does not count */
  get bytes(): ConnectionHealth['wire'] {
    if (!this.counts) return undefined
    this.look()
    const { receivedBytes, sentBytes, receivedPayloadBytes, sentPayloadBytes } = this
    return { receivedBytes, sentBytes, receivedPayloadBytes, sentPayloadBytes }
  }

  /** The transport is gone; its numbers stay. */
  end(): void {
    this.look()
    this.transport = undefined
  }

  private look(): void {
    const { transport } = this
    if (transport === undefined) return
    this.receivedBytes = (transport.bytesRead ?? 0) - this.readBefore
    // Node counts what was written to it; the payloads are counted when the kernel has them.
    this.sentBytes = Math.max(0, (transport.bytesWritten ?? 0) - this.writtenBefore - transport.writableLength)
  }
}
