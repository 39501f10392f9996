/** Rows that the user wants to find again, with what he wrote about them. They last as long as their rows do. */
import { fail, ok, type Result } from '../../../shared/failure'
import { PREVIEW_MAX_BYTES } from '../../../shared/ipc/log-window'
import type { Bookmark } from '../../../shared/protocol/feed'
import type { FrameStore } from '../frames/frame-store'

/** More than a person leaves by hand; the list is pushed whole. */
export const BOOKMARKS_MAX = 1_000

export class Bookmarks {
  private prunedToSeq = 0
  private readonly bySeq = new Map<number, Bookmark>()

  constructor(
    private readonly store: FrameStore,
    private readonly onChange: () => void,
  ) {}

  /** In the order of their rows. */
  list(): Bookmark[] {
    return [...this.bySeq.values()].sort((one, other) => one.seq - other.seq)
  }

  noteOf(seq: number): string | undefined {
    return this.bySeq.size === 0 ? undefined : this.bySeq.get(seq)?.note
  }

  /**
   * Sets a bookmark, or writes another note to it.
   * @returns `ERR_NOT_FOUND` for a row that was evicted or does not exist yet, `ERR_TOO_MANY`
   */
  async set(seq: number, note: string): Promise<Result<void>> {
    const known = this.bySeq.get(seq)
    if (known === undefined && this.bySeq.size >= BOOKMARKS_MAX) return tooMany()
    const chunk = known === undefined ? await this.store.fetch(seq) : undefined
    if (known === undefined && chunk === undefined) {
      return fail('ERR_NOT_FOUND', 'This row is no longer stored, so there is nothing to come back to.')
    }
    // Others may have been set while this one's row was on its way.
    if (known === undefined && this.bySeq.size >= BOOKMARKS_MAX) return tooMany()
    if (chunk !== undefined) {
      const row = seq - chunk.firstSeq
      const payload = chunk.payloadAt(row) ?? new Uint8Array(0)
      this.bySeq.set(seq, {
        seq,
        timeMs: chunk.timeAt(row),
        connectionId: chunk.connectionAt(row),
        kind: chunk.kindAt(row),
        note,
        preview: new Uint8Array(payload.subarray(0, PREVIEW_MAX_BYTES)),
      })
    } else if (known !== undefined) this.bySeq.set(seq, { ...known, note })
    this.onChange()
    return ok(undefined)
  }

  /** Those of rows that were evicted go with them. */
  prune(): void {
    const { firstSeq } = this.store
    if (this.bySeq.size === 0 || firstSeq === this.prunedToSeq) return
    this.prunedToSeq = firstSeq
    const before = this.bySeq.size
    for (const seq of this.bySeq.keys()) if (seq < firstSeq) this.bySeq.delete(seq)
    if (this.bySeq.size < before) this.onChange()
  }

  remove(seq: number): Result<void> {
    if (this.bySeq.delete(seq)) this.onChange()
    return ok(undefined)
  }
}

function tooMany() {
  return fail('ERR_TOO_MANY', `There are ${BOOKMARKS_MAX} bookmarks already. Remove one you no longer need.`)
}
