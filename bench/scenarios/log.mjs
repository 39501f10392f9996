/** The log of ten million rows, most of them on disk, under a hand that drags, turns the wheel, jumps, and follows again. */
import { AppWindow } from '../support/app-window.mjs'
import { sleep } from '../support/clock.mjs'
import { dragScrollBar, openRow } from '../support/in-page-log.mjs'
import { startSender } from '../support/receivers.mjs'

const SIZE = 200
const COUNT = 10_000_000
const DRAG_FRAMES = 300
const WHEEL_TURNS = 100
const WHEEL_PX = 400
const JUMPS = 20
const OPENED_TIMEOUT_MS = 5_000
/** 33 ms: two refreshes of a 60 Hz screen, which are told with some hundredths more. */
const TWO_REFRESHES = { atMost: 33.4, unit: 'ms' }

export default {
  name: 'log',
  promises: {
    'rows held': { atLeast: COUNT, unit: '' },
    'dragged end to end: longest frame': TWO_REFRESHES,
    'dragged end to end: longest without the rows asked for': { atMost: 100, unit: 'ms' },
    'wheel: longest frame': TWO_REFRESHES,
    'jumps: longest without the rows asked for': { atMost: 100, unit: 'ms' },
    'jumps: old row opened, the slowest': { atMost: 50, unit: 'ms' },
    'followed again': { atMost: 100, unit: 'ms' },
  },

  async run(bench) {
    const sender = bench.own(await startSender())
    const window = bench.own(await AppWindow.open(bench))
    await window.keepAll()
    const id = await window.connect(sender.url)
    await sender.call('gather', { connections: 1 })
    await sender.call('storm', { count: COUNT, size: SIZE, type: 'text' })
    const health = await window.received([id], COUNT, 120_000)
    bench.book('ten million', { sent: COUNT, received: health.received, books: health })
    bench.note('rows held', health.stored)
    const { page, grid } = window
    await sleep(1_000)
    await bench.repeat(async () => {
      const drag = Array.from({ length: DRAG_FRAMES }, (_, n) => 1 - n / (DRAG_FRAMES - 1))
      const dragged = await page.evaluate(dragScrollBar, drag)
      bench.note('dragged end to end: longest frame', dragged.longestFrameMs)
      bench.note('dragged end to end: longest without the rows asked for', dragged.longestBehindMs)

      await grid.hover()
      await window.frames()
      for (let turn = 0; turn < WHEEL_TURNS; turn++) await page.mouse.wheel(0, WHEEL_PX)
      bench.note('wheel: longest frame', (await window.frames()).longestMs)

      let longestBehindMs = 0
      let slowestMs = 0
      for (let jump = 0; jump < JUMPS; jump++) {
        const jumped = await page.evaluate(dragScrollBar, [Math.random() * 0.95])
        longestBehindMs = Math.max(longestBehindMs, jumped.longestBehindMs)
        const openedMs = await page.evaluate(openRow, OPENED_TIMEOUT_MS)
        slowestMs = Math.max(slowestMs, openedMs ?? OPENED_TIMEOUT_MS)
      }
      bench.note('jumps: longest without the rows asked for', longestBehindMs)
      bench.note('jumps: old row opened, the slowest', slowestMs)
      bench.note(
        'followed again',
        await page.evaluate(dragScrollBar, [1]).then(({ longestBehindMs }) => longestBehindMs),
      )
    })
    if (health.evicted > 0)
      throw new Error(`Only ${health.stored} of ${COUNT} rows are held: ${health.evicted} were evicted.`)
  },
}
