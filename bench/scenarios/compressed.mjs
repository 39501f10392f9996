/** permessage-deflate with context takeover, as exchanges send it, into the engine beside plain `ws` that inflates and counts. */
import { quote } from '../support/message.mjs'
import { startEngine, startRaw, startSender } from '../support/receivers.mjs'
import { throughput } from '../support/throughput.mjs'

const CASES = [
  { label: '256 B JSON', size: 256 },
  { label: '1 KiB JSON', size: 1024 },
]
/** Plain `ws` takes about a second for so many. */
const COUNT = 8_000
/** For a receiver that is done with them in no time. */
const FAST_COUNT = 200_000
const FAST_PER_SECOND = 50_000
const COMPARED_ROWS = 200

export default {
  name: 'compressed',
  promises: Object.fromEntries(
    CASES.flatMap(({ label }) => [
      [`${label}, times plain ws`, { atLeast: 30, unit: '×' }],
      [`${label}, rows with other bytes than sent`, { exactly: 0, unit: '' }],
    ]),
  ),

  async run(bench) {
    const sender = bench.own(await startSender())
    const raw = bench.own(startRaw())
    const ours = bench.own(await startEngine())
    await bench.repeat(async () => {
      for (const { label, size } of CASES) {
        const storm = { size, type: 'text', isCompressed: true, count: COUNT }
        const baseline = await throughput(sender, raw, storm)
        await ours.call('open', {})
        let own = await throughput(sender, ours, storm)
        bench.book(label, own)
        if (own.perSecond > FAST_PER_SECOND) {
          own = await throughput(sender, ours, { ...storm, count: FAST_COUNT })
          bench.book(label, own)
        }
        const beside = { ours: own.perSecond, raw: baseline.perSecond, unit: 'msg/s' }
        bench.note(`${label}, times plain ws`, own.perSecond / baseline.perSecond, beside)
        bench.note(`${label}, rows with other bytes than sent`, await countSpoilt(ours, size))
      }
    })
  },
}

/** A message says which one it is, and so what it must be. */
async function countSpoilt(ours, size) {
  let spoilt = 0
  for (let n = 0; n < COMPARED_ROWS; n++) {
    const seq = 1 + Math.floor((n / COMPARED_ROWS) * COUNT)
    const { payload } = await ours.call('call', { name: 'frame.read', args: { seq } })
    const text = Buffer.from(payload).toString()
    // The first row is of the connection itself.
    if (seq === 1) continue
    const number = Number(/^\{"seq":(\d+),/.exec(text)?.[1])
    if (text !== quote(number, size)) spoilt++
  }
  return spoilt
}
