/** Two hundred connections, all flat out, the window open: it answers, none of them waits, and together they lose little. */
import { AppWindow } from '../support/app-window.mjs'
import { longestGap } from '../support/in-page-log.mjs'
import { startSender } from '../support/receivers.mjs'

const CONNECTIONS = 200
const SIZE = 256
/** Of sending; what the kernel holds of two hundred sockets then takes longer to arrive. */
const SECONDS = 1.5
/** Of so many connections the time of every frame is looked at; a window has 16 views, some of them its own. */
const LOOKED_AT = 12
const LOOKED_AT_ROWS = 20_000

export default {
  name: 'many',
  promises: {
    '200 connections: click answered, p95': { atMost: 20, unit: 'ms' },
    '200 connections: longest wait of any': { atMost: 100, unit: 'ms' },
    "200 connections, of one connection's total": { atLeast: 80, unit: '%' },
    '200 connections: painted a second': { unit: 'fps' },
  },

  async run(bench) {
    const sender = bench.own(await startSender())
    const window = bench.own(await AppWindow.open(bench))
    await window.tab('Charts').click()
    // Unmeasured: compiles.
    const first = await storm(bench, window, sender, 1, 1)
    await window.remove(first.ids)
    await bench.repeat(async () => {
      const one = await storm(bench, window, sender, 1, SECONDS)
      await window.remove(one.ids)
      const many = await storm(bench, window, sender, CONNECTIONS, SECONDS)
      const beside = { ours: many.perSecond, raw: one.perSecond, unit: 'msg/s', than: 'one' }
      bench.note("200 connections, of one connection's total", (many.perSecond / one.perSecond) * 100, beside)
      bench.note('200 connections: click answered, p95', many.clickP95Ms)
      bench.note('200 connections: longest wait of any', await longestWait(window, many.ids))
      await window.remove(many.ids)
      bench.note('200 connections: painted a second', many.frames.perSecond)
    })
  },
}

async function storm(bench, window, sender, connections, seconds) {
  await sender.call('gather', { connections: 0 })
  const ids = await window.connectMany(sender.url, connections)
  await sender.call('gather', { connections })
  await window.frames()
  const { result, clickP95Ms } = await window.clickWhile(ids[0], () =>
    sender.call('storm', { seconds, size: SIZE, type: 'text' }),
  )
  const frames = await window.frames()
  const sent = result.sent.reduce((sum, each) => sum + each, 0)
  const health = await window.received(ids, sent)
  bench.book(`${connections} connections`, {
    sent,
    received: health.received,
    books: health,
    sentEach: result.sent,
    receivedEach: health.each,
  })
  const perSecond = (health.received / (health.lastFrameAtMs - result.startMs)) * 1000
  return { ids, perSecond, clickP95Ms, frames }
}

function longestWait(window, ids) {
  const every = Math.ceil(ids.length / LOOKED_AT)
  const looked = ids.filter((_, place) => place % every === 0)
  return window.page.evaluate(longestGap, { ids: looked, rowsMax: LOOKED_AT_ROWS })
}
