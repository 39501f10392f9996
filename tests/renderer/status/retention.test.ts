import { describe, expect, it } from 'vitest'
import { describeSpans } from '../../../src/renderer/src/features/status/retention'
import { defaultLimits, type StorageState } from '../../../src/shared/protocol/storage'

const MIB = 1024 * 1024
const storage: StorageState = {
  limits: { ...defaultLimits, memoryBytes: 100 * MIB, diskBytes: 6_000 * MIB },
  hasDisk: true,
  memoryBytes: 0,
  diskBytes: 0,
  oldestTimeMs: undefined,
  oldestInMemoryTimeMs: undefined,
  isHeldBack: false,
  trouble: undefined,
}
/** With its 21 bytes of columns each of these messages takes 100 bytes: a MiB a second. */
const rate = { messagesPerSecond: (1024 * 1024) / 100, bytesPerSecond: (1024 * 1024 * 79) / 100 }

describe('how far back stored messages reach', () => {
  it('is told at the present rate, columns included', () => {
    expect(describeSpans(storage, rate)).toBe('At this rate memory holds 1:40 min, and the disk 1:40 h.')
  })

  it('ends with memory where nothing is kept on disk', () => {
    const memoryOnly = { ...storage, limits: { ...storage.limits, diskBytes: 0 } }
    expect(describeSpans(memoryOnly, rate)).toBe('At this rate memory holds 1:40 min; what is older is evicted.')
    expect(describeSpans({ ...storage, hasDisk: false }, rate)).toBe(describeSpans(memoryOnly, rate))
  })

  it('is days for a slow feed', () => {
    const slow = { messagesPerSecond: 1, bytesPerSecond: 79 }
    expect(describeSpans(storage, slow)).toBe('At this rate memory holds 12 days, and the disk 728 days.')
  })

  it('is for ever at rest', () => {
    expect(describeSpans(storage, { messagesPerSecond: 0, bytesPerSecond: 0 })).toMatch(/^Nothing comes in/)
  })
})
