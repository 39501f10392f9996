/** A message on a fault line, and the frames that wait there, first come, first served. */
import type { Mark } from '../../../shared/protocol/frame'

export interface LineFrame {
  type: 'text' | 'binary'
  payload: Buffer
  /** `dropped`: to be recorded, not passed on. */
  mark: Mark | undefined
}

/** What a waiting frame costs besides its payload: itself, its place, its Buffer. It bounds empty frames, too. */
export const FRAME_OVERHEAD_BYTES = 192

export interface WaitingFrame {
  readonly frame: LineFrame
  readonly dueMs: number
}

interface Place extends WaitingFrame {
  next: Place | undefined
}

/** A linked list, since an array of a hundred thousand is slow to take the first from. The caller bounds `byteLength`. */
export class WaitingFrames {
  private first: Place | undefined
  private last: Place | undefined
  private bytes = 0

  get head(): WaitingFrame | undefined {
    return this.first
  }

  get byteLength(): number {
    return this.bytes
  }

  push(frame: LineFrame, dueMs: number): void {
    const place: Place = { frame, dueMs, next: undefined }
    if (this.last === undefined) this.first = place
    else this.last.next = place
    this.last = place
    this.bytes += costOf(frame)
  }

  shift(): LineFrame | undefined {
    const place = this.first
    if (place === undefined) return undefined
    this.first = place.next
    if (place.next === undefined) this.last = undefined
    this.bytes -= costOf(place.frame)
    return place.frame
  }
}

function costOf(frame: LineFrame): number {
  return frame.payload.length + FRAME_OVERHEAD_BYTES
}
