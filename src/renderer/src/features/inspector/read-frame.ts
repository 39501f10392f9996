/** One frame of the store, and what its decoders make of it: both at once, so that a view does not change under the eye. */
import { ok, type Result } from '../../../../shared/failure'
import type { DecodedFrame, FrameDetail } from '../../../../shared/ipc/contract'
import { isMessage } from '../../../../shared/protocol/frame'
import { call } from '../../bridge'
import { saysMore } from './decoded'

/** Up to here a message is read whole, decoded, and can be a tree; beyond, it is shown in parts. */
export const WHOLE_MAX_BYTES = 8 * 1024 * 1024

export interface ReadFrame {
  /** Of a message larger than `WHOLE_MAX_BYTES` its beginning. */
  frame: FrameDetail
  /** Undefined for what is readable as it is. */
  decoded: DecodedFrame | undefined
}

/** @returns `ERR_NOT_FOUND` for a number that no frame has yet; what is no longer there says so in its payload */
export async function readFrame(seq: number): Promise<Result<ReadFrame>> {
  const read = await call('frame.read', { seq, maxBytes: WHOLE_MAX_BYTES })
  if (!read.ok) return read
  const frame = read.value
  const isDecodable = isMessage(frame.kind) && typeof frame.payload !== 'string' && frame.byteLength <= WHOLE_MAX_BYTES
  const decoded = isDecodable ? await call('frame.decode', { seq }) : undefined
  return ok({ frame, decoded: decoded?.ok && saysMore(frame.kind, decoded.value) ? decoded.value : undefined })
}
