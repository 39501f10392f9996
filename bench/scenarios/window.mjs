/**
 * The same feed into the real window, the log following and five charts drawn, beside plain `ws` that counts in Electron's
 * main thread. Ours is flat out for some seconds, since smoothness shows only in time; the raw rate needs less.
 */
import { AppWindow } from '../support/app-window.mjs'
import { SIZES } from '../support/formats.mjs'
import { NUMBER_FIELDS } from '../support/message.mjs'
import { startRawInElectron, startSender } from '../support/receivers.mjs'
import { tempFolder } from '../support/temp-folder.mjs'
import { throughput } from '../support/throughput.mjs'

const SECONDS = 2.5
const WARM_UP_SECONDS = 5
const SERIES = 4
/** Up to here a message costs more to take in than to move; beyond it a thread of our own makes up for all we do. */
const SMALL_MAX_BYTES = 256

export default {
  name: 'window',
  promises: Object.fromEntries(
    SIZES.flatMap(({ label, size }) => [
      [`${label}: of raw in main`, { atLeast: size <= SMALL_MAX_BYTES ? 85 : 100, unit: '%' }],
      [`${label}: painted a second`, { atLeast: 58, unit: 'fps' }],
      [`${label}: longest frame`, { unit: 'ms' }],
      [`${label}: click answered, p95`, { atMost: 20, unit: 'ms' }],
      [`${label}: main loop delay, p99`, { atMost: 10, unit: 'ms' }],
    ]),
  ),

  async run(bench) {
    const sender = bench.own(await startSender())
    const raw = bench.own(startRawInElectron(bench.display, bench.own(tempFolder()).path))
    const window = bench.own(await AppWindow.open(bench))
    await window.tab('Charts').click()
    // Unmeasured: compiles both, and fills the store's memory, whose pages are then there for good.
    await throughput(sender, raw, { ...SIZES[0], type: 'text' })
    await flatOut(bench, window, sender, SIZES[0], WARM_UP_SECONDS)
    await bench.repeat(async () => {
      for (const shape of SIZES) {
        const { label } = shape
        const baseline = await throughput(sender, raw, { ...shape, type: 'text' })
        const own = await flatOut(bench, window, sender, shape, SECONDS)
        const beside = { ours: own.perSecond, raw: baseline.perSecond, unit: 'msg/s' }
        bench.note(`${label}: of raw in main`, (own.perSecond / baseline.perSecond) * 100, beside)
        bench.note(`${label}: painted a second`, own.frames.perSecond)
        bench.note(`${label}: longest frame`, own.frames.longestMs)
        bench.note(`${label}: click answered, p95`, own.clickP95Ms)
        bench.note(`${label}: main loop delay, p99`, own.delayP99Ms)
      }
    })
  },
}

async function flatOut(bench, window, sender, { label, size }, seconds) {
  await sender.call('gather', { connections: 0 })
  const id = await window.connect(sender.url)
  await window.addSeries(id, NUMBER_FIELDS.slice(0, SERIES))
  await sender.call('gather', { connections: 1 })
  await window.frames()
  const storm = () => sender.call('storm', { seconds, size, type: 'text' })
  const { result, delayP99Ms } = await window.loopDelayWhile(() => window.clickWhile(id, storm))
  const frames = await window.frames()
  const { sent, startMs } = result.result
  const health = await window.received([id], sent[0])
  bench.book(label, { sent: sent[0], received: health.received, books: health })
  await window.remove([id])
  const perSecond = (health.received / (health.lastFrameAtMs - startMs)) * 1000
  return { perSecond, frames, clickP95Ms: result.clickP95Ms, delayP99Ms }
}
