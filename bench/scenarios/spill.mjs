/** Ten million messages, ten times what may stay in memory: the rest goes to disk, and every row can still be opened. */
import { MEMORY_LIMIT_BYTES, startEngine, startRaw, startSender } from '../support/receivers.mjs'
import { tempFolder } from '../support/temp-folder.mjs'
import { throughput } from '../support/throughput.mjs'

const SIZE = 200
const COUNT = 10_000_000
/** A rate shows in less. */
const RAW_COUNT = 3_000_000
const READS = 200
const MIB = 1024 * 1024

export default {
  name: 'spill',
  promises: {
    '10 M frames of 200 B through 256 MiB, of raw': { atLeast: 50, unit: '%' },
    'frames still held': { atLeast: COUNT, unit: '' },
    'peak memory of the engine beyond the limit': { atMost: 150, unit: 'MiB' },
    'any of 200 rows opened, the slowest': { atMost: 50, unit: 'ms' },
  },

  async run(bench) {
    const sender = bench.own(await startSender())
    const raw = bench.own(startRaw())
    const shape = { size: SIZE, type: 'text' }
    await bench.repeat(async () => {
      const folder = tempFolder()
      // A process of its own each time: its peak is of this run.
      const ours = await startEngine({ storage: { folder: folder.path, limits: { whenDiskIsSlow: 'hold-back' } } })
      try {
        const baseline = await throughput(sender, raw, { ...shape, count: RAW_COUNT })
        const own = await throughput(sender, ours, { ...shape, count: COUNT }, async () => {
          const { peakBytes } = await ours.call('memory')
          bench.note('peak memory of the engine beyond the limit', (peakBytes - MEMORY_LIMIT_BYTES) / MIB)
          const reads = await ours.call('timeReads', { count: READS, endSeq: COUNT })
          const found = reads.filter(({ isHeld }) => isHeld).map(({ ms }) => ms)
          if (found.length > 0) bench.note('any of 200 rows opened, the slowest', Math.max(...found))
        })
        bench.book('10 M frames', own)
        const beside = { ours: own.perSecond, raw: baseline.perSecond, unit: 'msg/s' }
        bench.note('10 M frames of 200 B through 256 MiB, of raw', (own.perSecond / baseline.perSecond) * 100, beside)
        bench.note('frames still held', own.books.stored)
        if (own.books.evicted > 0)
          throw new Error(
            `${own.books.evicted} of ${COUNT} frames were evicted though the disk limit leaves room for all.`,
          )
      } finally {
        ours.close()
        folder.close()
      }
    })
  },
}
