/** What all processes of the app hold: at rest, and for each of a million messages. */
import { AppWindow } from '../support/app-window.mjs'
import { sleep } from '../support/clock.mjs'
import { openPlainApp } from '../support/plain-app.mjs'
import { memoryBytes, memoryMeaning } from '../support/process-tree.mjs'
import { startSender } from '../support/receivers.mjs'

const SIZE = 128
const COUNT = 1_000_000
/** For the app to have started. */
const START_MS = 4_000
/** For caches to be filled and garbage to be collected. */
const SETTLE_MS = 2_000
const MB = 1e6

const IDLE = `idle, all processes (${memoryMeaning})`
const FRAME = `1 M frames of 128 B held: a frame, all in (${memoryMeaning})`

export default {
  name: 'memory',
  promises: { [IDLE]: { atMost: 250, unit: 'MB' }, [FRAME]: { atMost: 200, unit: 'B' } },

  async run(bench) {
    const sender = bench.own(await startSender())
    await bench.repeat(async () => {
      const plain = await openPlainApp(bench)
      await sleep(START_MS)
      bench.note(IDLE, (await memoryBytes(plain.app)) / MB)
      await plain.close()

      const window = await AppWindow.open(bench, { isWatched: false })
      try {
        await sleep(SETTLE_MS)
        const idleBytes = await memoryBytes(window.app)
        const id = await window.connect(sender.url)
        await sender.call('gather', { connections: 1 })
        await sender.call('storm', { count: COUNT, size: SIZE, type: 'text' })
        const health = await window.received([id], COUNT)
        bench.book('1 M frames', { sent: COUNT, received: health.received, books: health })
        await sleep(SETTLE_MS)
        bench.note(FRAME, ((await memoryBytes(window.app)) - idleBytes) / COUNT)
      } finally {
        await window.close()
      }
    })
  },
}
