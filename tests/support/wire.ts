/** Frames as they stand on the wire (RFC 6455, section 5.2), right or wrong as the test wants them. */

export interface WireFrame {
  opcode: number
  payload: Buffer
}

export interface FrameFlaws {
  fin?: boolean
  /** The three reserved bits, as a number from 0 to 7. */
  reserved?: number
  /** Clients mask, servers do not. */
  mask?: boolean
  /** Claims another length than the payload has. */
  claimedLength?: number
}

export function packWireFrame(opcode: number, payload: string | Uint8Array, flaws: FrameFlaws = {}): Buffer {
  const { fin = true, reserved = 0, mask = false, claimedLength } = flaws
  const bytes = Buffer.from(payload as Uint8Array)
  const length = claimedLength ?? bytes.byteLength
  const head = [(fin ? 0x80 : 0) | (reserved << 4) | opcode]
  const maskBit = mask ? 0x80 : 0
  const parts: Buffer[] = []
  if (length < 126) {
    parts.push(Buffer.from([...head, maskBit | length]))
  } else if (length < 65_536) {
    const extended = Buffer.from([...head, maskBit | 126, 0, 0])
    extended.writeUInt16BE(length, 2)
    parts.push(extended)
  } else {
    const extended = Buffer.from([...head, maskBit | 127, 0, 0, 0, 0, 0, 0, 0, 0])
    extended.writeBigUInt64BE(BigInt(length), 2)
    parts.push(extended)
  }
  if (mask) {
    const key = Buffer.from([1, 2, 3, 4])
    parts.push(key, masked(bytes, key))
  } else {
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}

/** @returns every whole frame in the bytes, unmasked */
export function unpackWireFrames(bytes: Buffer): WireFrame[] {
  const frames: WireFrame[] = []
  for (let at = 0; at + 2 <= bytes.byteLength; ) {
    const opcode = (bytes[at] as number) & 0x0f
    const isMasked = ((bytes[at + 1] as number) & 0x80) !== 0
    let length = (bytes[at + 1] as number) & 0x7f
    let start = at + 2
    if (length === 126) {
      length = bytes.readUInt16BE(start)
      start += 2
    } else if (length === 127) {
      length = Number(bytes.readBigUInt64BE(start))
      start += 8
    }
    const key = isMasked ? bytes.subarray(start, start + 4) : Buffer.alloc(4)
    if (isMasked) start += 4
    if (start + length > bytes.byteLength) break
    frames.push({ opcode, payload: masked(bytes.subarray(start, start + length), key) })
    at = start + length
  }
  return frames
}

/** Masking twice is unmasking (RFC 6455, section 5.3). */
function masked(bytes: Buffer, key: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, at) => byte ^ (key[at % 4] as number)))
}
