/** What the store costs over counting alone: the receiver of `ws` fed from memory, under Node, without sockets. */
import { SIZES } from '../support/formats.mjs'
import { startAppender } from '../support/receivers.mjs'

const CASES = SIZES.filter(({ size }) => size <= 1024)
const HEAP_FRAMES = 1_000_000

export default {
  name: 'append',
  promises: {
    ...Object.fromEntries(CASES.map(({ label }) => [`${label}, of counting alone`, { atLeast: 85, unit: '%' }])),
    // A chunk is an object with some arrays outside the heap: one for tens of thousands of frames.
    'heap a frame': { atMost: 0.5, unit: 'B' },
  },

  async run(bench) {
    const appender = bench.own(await startAppender())
    // Unmeasured: compiles both, and fills the store's memory.
    for (const what of ['count', 'append']) await appender.call(what, { size: 64, count: 4_000_000 })
    await bench.repeat(async () => {
      for (const { label, size, count } of CASES) {
        const raw = await appender.call('count', { size, count })
        const ours = await appender.call('append', { size, count })
        bench.note(`${label}, of counting alone`, (ours / raw) * 100, { ours, raw, unit: 'msg/CPU s' })
      }
      bench.note('heap a frame', await appender.call('heapPerFrame', { size: 64, count: HEAP_FRAMES }))
    })
  },
}
