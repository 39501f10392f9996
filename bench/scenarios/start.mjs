/** From the command to the first row of the demo feed, each time with a fresh profile; and what the app takes at rest. */
import { AppWindow } from '../support/app-window.mjs'
import { sleep } from '../support/clock.mjs'
import { openPlainApp } from '../support/plain-app.mjs'
import { cpuPercent } from '../support/process-tree.mjs'

const IDLE_SECONDS = 5
const SETTLE_MS = 3_000

export default {
  name: 'start',
  promises: {
    'start to first row of the demo': { atMost: 3, unit: 's' },
    'idle, of one core': { atMost: 3, unit: '%' },
  },

  async run(bench) {
    await bench.repeat(async () => {
      const startMs = performance.now()
      const window = await AppWindow.open(bench, { switches: [] })
      await window.grid.getByRole('row').filter({ hasText: 'symbol' }).first().waitFor()
      bench.note('start to first row of the demo', (performance.now() - startMs) / 1000)
      await window.close()
    })
    const plain = bench.own(await openPlainApp(bench))
    await sleep(SETTLE_MS)
    await bench.repeat(async () => {
      bench.note('idle, of one core', await cpuPercent(plain.app, () => sleep(IDLE_SECONDS * 1000)))
    })
  },
}
