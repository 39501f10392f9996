/**
 * Filters over a million stored messages, typed into the real window while another connection goes on at 100,000 messages a
 * second: how soon there are rows, how soon all is looked at, how smoothly the window paints meanwhile.
 */
import { AppWindow } from '../support/app-window.mjs'
import { sleep } from '../support/clock.mjs'
import { armFilterTimer } from '../support/in-page-log.mjs'
import { RARE_WORD } from '../support/message.mjs'
import { startSender } from '../support/receivers.mjs'

const SIZE = 200
const COUNT = 1_000_000
const PER_SECOND = 100_000
/** More than a filter takes; the sender is told when it is done. */
const SECONDS = 30
const TIMEOUT_MS = 10_000
/** For the feed beside to be in its stride. */
const RUN_UP_MS = 500
/** Each matches some percent. */
const FILTERS = [
  { label: 'plain word', text: RARE_WORD, wholeMs: 300 },
  { label: 'regex', text: `/${RARE_WORD}|ZET./`, wholeMs: 1_500 },
  { label: '$.price > 100', text: '$.price > 100', wholeMs: 3_000 },
]

export default {
  name: 'filter',
  promises: {
    ...Object.fromEntries(
      FILTERS.flatMap(({ label, wholeMs }) => [
        [`${label}: first rows`, { atMost: 200, unit: 'ms' }],
        [`${label}: 1 M rows looked at`, { atMost: wholeMs, unit: 'ms' }],
        [`${label}: painted a second`, { atLeast: 55, unit: 'fps' }],
      ]),
    ),
    'ingest meanwhile, of 100 k msg/s': { atLeast: 99, unit: '%' },
    'rows of the million still held': { exactly: COUNT, unit: '' },
  },

  async run(bench) {
    const sender = bench.own(await startSender())
    const other = bench.own(await startSender())
    const window = bench.own(await AppWindow.open(bench))
    await window.keepAll()
    const otherId = await window.connect(other.url)
    const id = await window.connect(sender.url)
    await sender.call('gather', { connections: 1 })
    await other.call('gather', { connections: 1 })
    await sender.call('storm', { count: COUNT, size: SIZE, type: 'text' })
    await window.received([id], COUNT)

    const field = window.page.getByRole('searchbox', { name: 'Filter' })
    let sentBeside = 0
    await bench.repeat(async () => {
      for (const { label, text } of FILTERS) {
        const storm = other.call('storm', { perSecond: PER_SECOND, seconds: SECONDS, size: SIZE, type: 'text' })
        await sleep(RUN_UP_MS)
        await window.page.evaluate(armFilterTimer, TIMEOUT_MS)
        const before = await window.received([otherId], 0)
        await window.frames()
        await field.fill(text)
        const { firstRowsMs, wholeMs } = await window.page.evaluate(() => globalThis.filterTiming)
        const frames = await window.frames()
        const after = await window.received([otherId], 0)
        await other.call('halt')
        sentBeside += (await storm).sent[0]
        // No figure is a promise missed: a filter that finds nothing, or does not end.
        if (firstRowsMs !== undefined) bench.note(`${label}: first rows`, firstRowsMs)
        if (wholeMs !== undefined) bench.note(`${label}: 1 M rows looked at`, wholeMs)
        bench.note(`${label}: painted a second`, frames.perSecond)
        const perMs = (after.received - before.received) / (after.lastFrameAtMs - before.lastFrameAtMs)
        bench.note('ingest meanwhile, of 100 k msg/s', (perMs / PER_SECOND) * 100_000)
        await field.fill('')
      }
    })
    const { stored } = await window.received([id], COUNT)
    bench.note('rows of the million still held', stored)
    bench.book('the million', { sent: COUNT, ...(await booked(window, id, COUNT)) })
    bench.book('the feed beside', { sent: sentBeside, ...(await booked(window, otherId, sentBeside)) })
  },
}

async function booked(window, id, count) {
  const health = await window.received([id], count)
  return { received: health.received, books: health }
}
