/** Messages as permessage-deflate puts them on the wire (RFC 7692, section 7.2.1), one after the other in one context. */
import { constants, createDeflateRaw, deflateRawSync, type ZlibOptions } from 'node:zlib'
import { packWireFrame } from './wire'

/** RSV1, the first of the three reserved bits. */
export const COMPRESSED = 0b100

export class MessageDeflater {
  private readonly stream

  constructor(options: ZlibOptions = {}) {
    this.stream = createDeflateRaw(options)
  }

  /** @returns the payload of one compressed message */
  deflate(message: string | Uint8Array): Promise<Buffer> {
    return new Promise((resolve) => {
      const parts: Buffer[] = []
      const keep = (part: Buffer) => parts.push(part)
      this.stream.on('data', keep)
      this.stream.write(message)
      this.stream.flush(constants.Z_SYNC_FLUSH, () => {
        this.stream.off('data', keep)
        resolve(Buffer.concat(parts).subarray(0, -4))
      })
    })
  }

  async frame(message: string | Uint8Array): Promise<Buffer> {
    const opcode = typeof message === 'string' ? 1 : 2
    return packWireFrame(opcode, await this.deflate(message), { reserved: COMPRESSED })
  }
}

/** A text frame whose stream ends in it: what follows begins another (RFC 7692, section 7.2.3.4). */
export function finalFrame(message: string, more = Buffer.alloc(0)): Buffer {
  return packWireFrame(1, Buffer.concat([deflateRawSync(message), more]), { reserved: COMPRESSED })
}
