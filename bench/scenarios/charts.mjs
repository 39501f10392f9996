/** One chart of eight lines with 100,000 points each, and more coming in, in the real window. */
import { AppWindow } from '../support/app-window.mjs'
import { sleep, until } from '../support/clock.mjs'
import { NUMBER_FIELDS } from '../support/message.mjs'
import { startSender } from '../support/receivers.mjs'

const SIZE = 200
/** So many points are there when the measurement begins; all within the minute that charts show. */
const PREFILL = { perSecond: 25_000, seconds: 4 }
const STREAM = { perSecond: 2_000, seconds: 5 }
const POINTS = PREFILL.perSecond * PREFILL.seconds

export default {
  name: 'charts',
  promises: {
    '8 series × 100 k points, streaming: painted a second': { atLeast: 58, unit: 'fps' },
    '8 series × 100 k points, streaming: longest frame': { unit: 'ms' },
  },

  async run(bench) {
    const sender = bench.own(await startSender())
    const window = bench.own(await AppWindow.open(bench))
    const id = await window.connect(sender.url)
    await window.tab('Charts').click()
    await sender.call('gather', { connections: 1 })
    let sent = 0
    const storm = async (pace) => {
      const answer = await sender.call('storm', { ...pace, size: SIZE, type: 'text' })
      sent += answer.sent[0]
    }
    await storm(PREFILL)
    await window.received([id], POINTS)
    // Added after the messages: what is there first is all parsed, whatever it takes.
    await window.addSeries(id, NUMBER_FIELDS, { together: true })
    const { series } = await window.call('workspace.read', {})
    const span = { fromMs: Date.now() - 60_000, toMs: Date.now(), widthPx: 1000 }
    const lasts = async () => {
      const { lines } = await window.call('series.read', { seriesIds: series.map(({ id }) => id), ...span })
      return lines.length === NUMBER_FIELDS.length && lines.every(({ last }) => Number.isFinite(last))
    }
    await until(lasts, () => 'the series were not all read')
    await sleep(2_000)
    await bench.repeat(async () => {
      await window.frames()
      await storm(STREAM)
      const frames = await window.frames()
      bench.note('8 series × 100 k points, streaming: painted a second', frames.perSecond)
      bench.note('8 series × 100 k points, streaming: longest frame', frames.longestMs)
    })
    const health = await window.received([id], sent)
    bench.book('8 series', { sent, received: health.received, books: health })
  },
}
