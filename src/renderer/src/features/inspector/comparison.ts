/** Finds what the message selected is compared with, and reads both. */
import { parsePath } from '../../../../shared/filter/parse-field'
import { call } from '../../bridge'
import type { ComparisonState } from '../../state/message-view'
import { withRoot } from '../../ui/field-path'
import { type Comparable, comparableOf } from './comparable'
import { readFrame } from './read-frame'

export type Partner = { seq: number } | { why: string }

export async function findPartner(seq: number, state: ComparisonState): Promise<Partner> {
  switch (state.with) {
    case 'previous':
      return earlier(seq, undefined, 'There is no message before it of the same connection and direction.')
    case 'same': {
      const keyPath = withRoot(state.keyPath)
      const path = parsePath(keyPath)
      if (!path.ok) return { why: path.error.message }
      return earlier(seq, path.value, `There is no message before it with the same ${keyPath}.`)
    }
    case 'row': {
      const row = Number(state.row.replace(/^#/, ''))
      if (!Number.isSafeInteger(row) || row <= 0)
        return { why: 'Type the number of a row, as it stands in the first column.' }
      return row === seq ? { why: 'That is this message itself.' } : { seq: row }
    }
  }
}

async function earlier(seq: number, path: (string | number)[] | undefined, why: string): Promise<Partner> {
  const found = await call('frame.earlier', { seq, path })
  if (!found.ok) return { why: found.error.message }
  return found.value.seq === undefined ? { why } : { seq: found.value.seq }
}

export async function readComparable(seq: number): Promise<Comparable> {
  const read = await readFrame(seq)
  return read.ok ? comparableOf(read.value.frame, read.value.decoded) : { ok: false, why: read.error.message }
}
