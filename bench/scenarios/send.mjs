/** Out: the same message again and again through the engine beside `ws` corked; and there and back to our own echo server. */
import { startEngine, startRaw, startSender } from '../support/receivers.mjs'
import { median } from '../support/stats.mjs'

const SIZE = 64
const COUNT = 500_000
/** What is handed over in one turn, by both. */
const PER_TURN = 500
/** A client's header: two bytes and the mask (RFC 6455, section 5.2). */
const FRAME_BYTES = 2 + 4 + SIZE
const ECHOES = 1_000

export default {
  name: 'send',
  promises: {
    '64 B text, of raw corked ws': { atLeast: 50, unit: '%' },
    'echo round trip, p50': { atMost: 1, unit: 'ms' },
  },

  async run(bench) {
    const sender = bench.own(await startSender())
    const raw = bench.own(startRaw())
    const ours = bench.own(await startEngine())
    await sendTo(sender, raw)
    await sendTo(sender, ours)
    await bench.repeat(async () => {
      const baseline = await sendTo(sender, raw)
      const own = await sendTo(sender, ours)
      bench.note('64 B text, of raw corked ws', (own / baseline) * 100, { ours: own, raw: baseline, unit: 'msg/s' })
      const roundTripsMs = await ours.call('echo', { text: 'x'.repeat(SIZE), count: ECHOES })
      bench.note('echo round trip, p50', median(roundTripsMs))
    })
  },
}

/** @returns messages a second, counted where they arrive */
async function sendTo(sender, receiver) {
  await sender.call('emptySink')
  await receiver.call('dial', { url: `${sender.url}/sink`, connections: 1, isCompressed: false })
  const [{ startMs }, { bytes, endMs }] = await Promise.all([
    receiver.call('send', { text: 'x'.repeat(SIZE), count: COUNT, perTurn: PER_TURN }),
    sender.call('sunk', { bytes: COUNT * FRAME_BYTES }),
  ])
  await receiver.call('hangUp')
  if (bytes !== COUNT * FRAME_BYTES) throw new Error(`${bytes} bytes were sent instead of ${COUNT * FRAME_BYTES}.`)
  return (COUNT / (endMs - startMs)) * 1000
}
