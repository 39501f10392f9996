import { describe, expect, it } from 'vitest'
import {
  type LogRow,
  type LogWindowHeader,
  LogWindowPacker,
  PREVIEW_MAX_BYTES,
  unpackLogWindow,
  WINDOW_MAX_ROWS,
} from '../../../src/shared/ipc/log-window'

const header: Omit<LogWindowHeader, 'rowCount'> = {
  viewId: 3,
  firstRow: 9_007_199_254_000,
  availableFrom: 17,
  availableTo: 9_007_199_254_991,
  progress: 0.625,
  nowMs: 1_700_000_000_123.456,
  counters: { received: 2 ** 40, stored: 5, evicted: 2 ** 40 - 6, dropped: 1, sent: 7 },
}

function rowAt(at: number, payload: Uint8Array): Omit<LogRow, 'row' | 'preview'> {
  return {
    seq: 2 ** 45 + at,
    timeMs: 1_700_000_000_000 + at / 8,
    deltaMs: at === 0 ? Number.NaN : 0.125,
    connectionId: 2 ** 32 - 1 - at,
    byteLength: payload.byteLength,
    kind: at % 256,
    decor: at % 3 === 0 ? '' : `{"label":"é ${'x'.repeat(at)}"}`,
  }
}

function payloadAt(at: number): Uint8Array {
  return new Uint8Array((at * 31) % 450).fill(at)
}

function packed(rows: number, more: Partial<LogWindowHeader> = {}): Uint8Array {
  const packer = new LogWindowPacker()
  for (let at = 0; at < rows; at++) packer.add(rowAt(at, payloadAt(at)), payloadAt(at))
  return packer.pack({ ...header, ...more })
}

function expectRows(rows: readonly LogRow[], count: number): void {
  expect(rows).toHaveLength(count)
  for (const [at, { row, preview, ...columns }] of rows.entries()) {
    expect(columns).toEqual(rowAt(at, payloadAt(at)))
    expect(row).toBe(header.firstRow + at)
    expect([...preview]).toEqual([...payloadAt(at).subarray(0, PREVIEW_MAX_BYTES)])
  }
}

describe('a packed log window', () => {
  it.each([0, 1, 2, 3, 50, WINDOW_MAX_ROWS])('comes back as it was packed, with %i rows', (count) => {
    const { rows, rowCount, ...unpackedHeader } = unpackLogWindow(packed(count))
    expect(unpackedHeader).toEqual(header)
    expect(rowCount).toBe(count)
    expectRows(rows, count)
  })

  it.each([1, 2, 3, 4, 5, 6, 7])('comes back from %i bytes into a larger buffer', (offset) => {
    const buffer = packed(9)
    const larger = new Uint8Array(buffer.byteLength + 64).fill(0xee)
    larger.set(buffer, offset)
    expectRows(unpackLogWindow(larger.subarray(offset, offset + buffer.byteLength)).rows, 9)
    // Node's own bytes are the exception: what they call a slice is a view.
    const nodes = Buffer.from(larger.buffer, offset, buffer.byteLength)
    expectRows(unpackLogWindow(nodes).rows, 9)
  })

  it('holds as many rows as there are places, and leaves the rest out', () => {
    expect(unpackLogWindow(packed(WINDOW_MAX_ROWS + 5)).rowCount).toBe(WINDOW_MAX_ROWS)
  })

  it('shows nothing of the window before it', () => {
    const packer = new LogWindowPacker()
    for (let at = 0; at < 20; at++) packer.add(rowAt(at, payloadAt(at)), new Uint8Array(100).fill(0xaa))
    const first = packer.pack(header)
    packer.reset()
    packer.add(rowAt(0, payloadAt(3)), payloadAt(3))
    expect(packer.rowCount).toBe(1)
    const second = packer.pack(header)
    expect(unpackLogWindow(second).rows).toHaveLength(1)
    expect(second.byteLength).toBeLessThan(first.byteLength)
    expect(second.includes(0xaa)).toBe(false)
    // The first is not the packer's any more.
    expect(unpackLogWindow(first).rows).toHaveLength(20)
  })

  it('has a buffer to itself, so that it can be given away', () => {
    const { buffer, byteOffset, byteLength } = packed(5)
    expect([byteOffset, byteLength]).toEqual([0, buffer.byteLength])
  })
})
