/** Ten times as much: what a painted frame costs with more rows stored, a received one with more connections or series. */
import { AppWindow } from '../support/app-window.mjs'
import { NUMBER_FIELDS } from '../support/message.mjs'
import { cpuPercent } from '../support/process-tree.mjs'
import { startEngine, startRaw, startSender } from '../support/receivers.mjs'
import { throughput, warmUp } from '../support/throughput.mjs'

const SIZE = 200
const STAGES = [
  { label: '100 k', rows: 100_000 },
  { label: '1 M', rows: 1_000_000 },
  { label: '10 M', rows: 10_000_000 },
]
/** Enough for every frame to differ from the last. */
const TRICKLE = { perSecond: 1_000, seconds: 2 }
const INGEST = { size: 256, type: 'text', count: 1_000_000 }
/** A cost that grows tenfold would show as ten; so much is noise. */
const NOISE = 1.25
const GROWN = { atMost: NOISE, unit: '×' }

export default {
  name: 'growth',
  promises: {
    ...Object.fromEntries(
      STAGES.map(({ label }) => [`a painted frame with ${label} rows, all processes`, { unit: 'ms CPU' }]),
    ),
    'a painted frame with 1 M rows, of with 100 k': GROWN,
    'a painted frame with 10 M rows, of with 100 k': GROWN,
    'a received frame on 100 connections, of on 1': GROWN,
    'a received frame on 100 connections, of on 1, raw': { unit: '×' },
    'a received frame with 8 series, of with 1': GROWN,
  },

  async run(bench) {
    const sender = bench.own(await startSender())
    await paint(bench, sender)
    await ingest(bench, sender)
  },
}

async function paint(bench, sender) {
  const window = bench.own(await AppWindow.open(bench))
  await window.keepAll()
  const id = await window.connect(sender.url)
  await window.tab('Health').click()
  await sender.call('gather', { connections: 1 })
  const costs = []
  let sent = 0
  const storm = async (how) => {
    const answer = await sender.call('storm', { ...how, size: SIZE, type: 'text' })
    sent += answer.sent[0]
  }
  for (const { label, rows } of STAGES) {
    await storm({ count: rows - sent })
    await window.received([id], sent, 120_000)
    const costsHere = []
    await bench.repeat(async () => {
      await window.frames()
      const percent = await cpuPercent(window.app, () => storm(TRICKLE))
      const { perSecond } = await window.frames()
      costsHere.push((percent * 10) / perSecond)
      bench.note(`a painted frame with ${label} rows, all processes`, costsHere.at(-1))
    })
    costs.push(costsHere)
  }
  const [few, more, most] = costs
  for (const [run, base] of few.entries()) {
    bench.note('a painted frame with 1 M rows, of with 100 k', more[run] / base)
    bench.note('a painted frame with 10 M rows, of with 100 k', most[run] / base)
  }
  const health = await window.received([id], sent)
  bench.book('10 M rows', { sent, received: health.received, books: health })
  await window.app.close()
}

async function ingest(bench, sender) {
  const raw = bench.own(startRaw())
  const ours = bench.own(await startEngine())
  await warmUp({ sender, raw, ours })
  await bench.repeat(async () => {
    const growth = async (receiver) => {
      const one = await throughput(sender, receiver, INGEST)
      const many = await throughput(sender, receiver, { ...INGEST, connections: 100 })
      return { one, many, times: one.perSecond / many.perSecond }
    }
    const baseline = await growth(raw)
    const own = await growth(ours)
    bench.book('1 connection', own.one)
    bench.book('100 connections', own.many)
    bench.note('a received frame on 100 connections, of on 1', own.times)
    bench.note('a received frame on 100 connections, of on 1, raw', baseline.times)
    const one = await withSeries(sender, ours, 1)
    const eight = await withSeries(sender, ours, NUMBER_FIELDS.length)
    bench.note('a received frame with 8 series, of with 1', one / eight)
  })
}

async function withSeries(sender, ours, count) {
  const { perSecond } = await throughput(sender, ours, INGEST, undefined, async ([connectionId]) => {
    for (const field of NUMBER_FIELDS.slice(0, count))
      await ours.call('call', { name: 'series.add', args: { connectionId, path: [field] } })
  })
  return perSecond
}
