/** Whether decoders have something to say of a message that its bytes do not say themselves. */
import type { DecodedFrame } from '../../../../shared/ipc/contract'
import { type FrameKind, frameTypeOf } from '../../../../shared/protocol/frame'

/** @returns false where a view of its own would show what Tree or Text show: JSON that came as text, and plain text */
export function saysMore(kind: FrameKind, { layers, label, problem }: DecodedFrame): boolean {
  if (problem !== undefined || label !== '') return true
  const isPlainJson = frameTypeOf(kind) === 'text' && layers.length === 1 && layers[0] === 'JSON'
  return layers.length > 0 && !isPlainJson
}
