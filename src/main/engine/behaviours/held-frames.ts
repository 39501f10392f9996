/** Frames that a person holds back, looks at, edits, and lets go: of all clients, in the order in which they came. */
import { fail, ok, type Result } from '../../../shared/failure'
import { PREVIEW_MAX_BYTES } from '../../../shared/ipc/log-window'
import type { HeldFrame } from '../../../shared/protocol/feed'
import type { Direction } from '../../../shared/protocol/frame'
import type { Message, Peer } from './behaviour'

/** More than a person looks through; beyond it who sends is not read until some are let go. */
export const HELD_MAX = 1_000
export const HELD_MAX_BYTES = 16 * 1024 * 1024

export interface Held {
  readonly heldId: number
  readonly peer: Peer
  readonly direction: Direction
  readonly message: Message
  readonly timeMs: number
}

/** What becomes of a frame that is let go, or not. */
export interface HeldHooks {
  pass(held: Held, message: Message, isEdited: boolean): void
  drop(held: Held): void
  /** There is no more room, or there is again. */
  onFull(isFull: boolean): void
  onChange(): void
}

export class HeldFrames {
  directions: readonly Direction[] = []
  /** There is no more room: who sends is not to be read, nor is who comes meanwhile. */
  isFull = false
  private readonly byId = new Map<number, Held>()
  private byteLength = 0
  private lastId = 0

  constructor(private readonly hooks: HeldHooks) {}

  get count(): number {
    return this.byId.size
  }

  /** What is of another direction is let go, in its order: nothing that comes later overtakes it. */
  hold(directions: readonly Direction[]): void {
    this.directions = directions
    this.release([...this.byId.values()].flatMap((held) => (directions.includes(held.direction) ? [] : held.heldId)))
  }

  /** @returns whether it is held */
  take(peer: Peer, direction: Direction, message: Message, timeMs: number): boolean {
    if (!this.directions.includes(direction)) return false
    const heldId = ++this.lastId
    // What came is part of a larger read; held, it would keep all of it.
    const bytes = Buffer.from(message.bytes)
    this.byId.set(heldId, { heldId, peer, direction, message: { ...message, bytes }, timeMs })
    this.byteLength += bytes.byteLength
    this.changed()
    return true
  }

  list(): HeldFrame[] {
    return [...this.byId.values()].map(({ heldId, peer, direction, message, timeMs }) => ({
      heldId,
      connectionId: peer.id,
      direction,
      type: message.isBinary ? 'binary' : 'text',
      timeMs,
      byteLength: message.bytes.byteLength,
      preview: new Uint8Array(message.bytes.subarray(0, PREVIEW_MAX_BYTES)),
    }))
  }

  /** @returns `ERR_NOT_FOUND` for what was let go already */
  read(heldId: number): Result<{ payload: Uint8Array }> {
    const held = this.byId.get(heldId)
    return held === undefined ? gone(heldId) : ok({ payload: new Uint8Array(held.message.bytes) })
  }

  /**
   * Lets frames go, in the order in which they came.
   * @param payload in place of the frame's own, where it is one
   */
  release(heldIds: readonly number[], payload?: Buffer): Result<void> {
    const wanted = this.inOrder(heldIds)
    if (payload !== undefined && wanted.length !== 1) {
      return fail('ERR_NOT_FOUND', 'Only one frame can be edited at a time, and it must still be held.')
    }
    for (const held of wanted) {
      this.remove(held)
      this.hooks.pass(
        held,
        payload === undefined ? held.message : { ...held.message, bytes: payload },
        payload !== undefined,
      )
    }
    this.changed()
    return ok(undefined)
  }

  drop(heldIds: readonly number[]): void {
    for (const held of this.inOrder(heldIds)) {
      this.remove(held)
      this.hooks.drop(held)
    }
    this.changed()
  }

  /** The peer is gone, and so is what was for it or from it. */
  forget(peer: Peer): void {
    this.drop([...this.byId.values()].filter((held) => held.peer === peer).map(({ heldId }) => heldId))
  }

  private inOrder(heldIds: readonly number[]): Held[] {
    const wanted = new Set(heldIds)
    return [...this.byId.values()].filter(({ heldId }) => wanted.has(heldId))
  }

  private remove({ heldId, message }: Held): void {
    this.byId.delete(heldId)
    this.byteLength -= message.bytes.byteLength
  }

  private changed(): void {
    const isFull = this.byId.size >= HELD_MAX || this.byteLength >= HELD_MAX_BYTES
    if (isFull !== this.isFull) {
      this.isFull = isFull
      this.hooks.onFull(isFull)
    }
    this.hooks.onChange()
  }
}

function gone(heldId: number): Result<never> {
  return fail('ERR_NOT_FOUND', `Frame ${heldId} is not held any more.`)
}
