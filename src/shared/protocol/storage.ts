/** How much of what came is kept, where, and what is wrong with it. */
import type { Failure } from '../failure'

/** What a frame takes beside its payload, in memory and on disk alike: time, connection, kind, length, offset. */
export const BYTES_PER_ROW = 8 + 4 + 1 + 4 + 4

export interface StorageLimits {
  memoryBytes: number
  /** 0: nothing is written to disk. */
  diskBytes: number
  /** What gives when frames come faster than the disk takes them: the content of some, or the speed of their senders. */
  whenDiskIsSlow: 'drop' | 'hold-back'
}

const MIB = 1024 * 1024
const GIB = 1024 * MIB

/** Less than this and every chunk would leave memory as soon as it is full. */
export const MEMORY_LIMIT_MIN_BYTES = 64 * MIB
export const MEMORY_LIMIT_MAX_BYTES = 64 * GIB
export const DISK_LIMIT_MAX_BYTES = 1024 * GIB

/** Minutes of a busy feed in a tenth of a laptop's memory, hours on a corner of its disk. */
export const defaultLimits: StorageLimits = {
  memoryBytes: 256 * MIB,
  diskBytes: 4 * GIB,
  whenDiskIsSlow: 'drop',
}

export interface StorageState {
  limits: StorageLimits
  /** Without one (a test, the command line) the disk limit means nothing. */
  hasDisk: boolean
  /** What stored frames take in memory and in files, payloads and columns. */
  memoryBytes: number
  diskBytes: number
  /** Of the oldest stored frame, and of the oldest in memory, ms since the epoch; undefined with none. */
  oldestTimeMs: number | undefined
  oldestInMemoryTimeMs: number | undefined
  /** Senders are held back until the disk has caught up. */
  isHeldBack: boolean
  /** What is wrong with the disk, until it works again. */
  trouble: Failure | undefined
}
