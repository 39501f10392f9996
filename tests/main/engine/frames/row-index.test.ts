import { describe, expect, it } from 'vitest'
import { CHUNK_MAX_ROWS } from '../../../../src/main/engine/frames/chunk'
import { RowIndex } from '../../../../src/main/engine/frames/row-index'
import { seededRandom } from '../../../support/seeded-random'

/** The same in the plainest way: every seq that was added, in a list; those before `from` are gone. */
class ListOfRows {
  readonly seqs: number[] = []
  from = 0

  ordinalFrom(seq: number): number {
    const at = this.seqs.findIndex((each, ordinal) => ordinal >= this.from && each >= seq)
    return at === -1 ? this.seqs.length : at
  }

  seqAt(ordinal: number): number | undefined {
    return ordinal < this.from ? undefined : this.seqs[ordinal]
  }
}

describe('a row index', () => {
  it.each([1, 2, 3, 4, 5])('answers as a plain list does in a random run (%i)', (seed) => {
    const random = seededRandom(seed)
    const index = new RowIndex(0)
    const model = new ListOfRows()
    const chunks: { firstSeq: number; rows: number }[] = []
    let nextSeq = 1
    const check = (ordinal: number, seq: number) => {
      expect({ ordinal, seq: index.seqAt(ordinal) }).toEqual({ ordinal, seq: model.seqAt(ordinal) })
      expect({ seq, ordinal: index.ordinalFrom(seq) }).toEqual({ seq, ordinal: model.ordinalFrom(seq) })
    }
    for (let round = 0; round < 40; round++) {
      const rows = 1 + Math.floor(random() * 700)
      chunks.push({ firstSeq: nextSeq, rows })
      // From none of the chunk's rows to all of them.
      const density = Math.floor(random() * 5) / 4
      for (let row = 0; row < rows; row++) {
        if (random() >= density) continue
        index.append(nextSeq, Uint16Array.of(row))
        model.seqs.push(nextSeq + row)
      }
      nextSeq += rows
      if (random() < 0.4) {
        chunks.splice(0, Math.floor(random() * chunks.length))
        const firstSeq = chunks[0]?.firstSeq ?? nextSeq
        index.dropBefore(firstSeq)
        const kept = model.seqs.findIndex((seq) => seq >= firstSeq)
        model.from = Math.max(model.from, kept === -1 ? model.seqs.length : kept)
      }
      expect(index.firstOrdinal).toBe(model.from)
      expect(index.endOrdinal).toBe(model.seqs.length)
      for (let i = 0; i < 60; i++)
        check(Math.floor(random() * (model.seqs.length + 3)), Math.floor(random() * (nextSeq + 3)))
      check(model.from, 0)
      check(model.from - 1, nextSeq)
      check(model.seqs.length - 1, chunks[0]?.firstSeq ?? 0)
      check(model.seqs.length, model.seqs.at(-1) ?? 0)
    }
  })

  it('grows at its old end too: what is put before has lower numbers, and all others keep theirs', () => {
    const index = new RowIndex(10)
    index.append(100, Uint16Array.of(7, 9))
    index.prepend(100, Uint16Array.of(1, 2, 5))
    index.prepend(50, new Uint16Array(0))
    index.prepend(20, Uint16Array.of(29))
    index.append(100, Uint16Array.of(11))
    expect([index.firstOrdinal, index.endOrdinal]).toEqual([6, 13])
    const seqs = [49, 101, 102, 105, 107, 109, 111]
    expect(seqs.map((_, at) => index.seqAt(6 + at))).toEqual(seqs)
    expect(seqs.map((seq) => index.ordinalFrom(seq))).toEqual(seqs.map((_, at) => 6 + at))
    expect([index.ordinalFrom(0), index.ordinalFrom(106), index.ordinalFrom(112)]).toEqual([6, 10, 13])
    index.dropBefore(100)
    expect([index.firstOrdinal, index.seqAt(6), index.seqAt(7)]).toEqual([7, undefined, 101])
  })

  it('holds every row of a full chunk', () => {
    const index = new RowIndex(0)
    index.append(
      1_000,
      Uint16Array.from({ length: CHUNK_MAX_ROWS }, (_, row) => row),
    )
    expect(index.endOrdinal).toBe(CHUNK_MAX_ROWS)
    expect(index.seqAt(CHUNK_MAX_ROWS - 1)).toBe(1_000 + CHUNK_MAX_ROWS - 1)
    expect(index.ordinalFrom(1_000 + CHUNK_MAX_ROWS - 1)).toBe(CHUNK_MAX_ROWS - 1)
  })

  it('is empty at first, and after everything was dropped goes on with its numbers', () => {
    const index = new RowIndex(0)
    expect([index.firstOrdinal, index.endOrdinal, index.seqAt(0), index.ordinalFrom(5)]).toEqual([0, 0, undefined, 0])
    index.append(1, Uint16Array.of(3))
    index.dropBefore(10)
    expect([index.firstOrdinal, index.endOrdinal, index.seqAt(0)]).toEqual([1, 1, undefined])
    index.append(10, Uint16Array.of(2))
    expect([index.firstOrdinal, index.endOrdinal, index.seqAt(1)]).toEqual([1, 2, 12])
  })
})
