/** The engine alone under Node beside `ws` that only counts: what storing and accounting cost. */
import { SIZES } from '../support/formats.mjs'
import { startEngine, startRaw, startSender } from '../support/receivers.mjs'
import { compare, warmUp } from '../support/throughput.mjs'

/** Text with any number of connections; binary, which differs by one check less, with one. */
const CASES = SIZES.flatMap(({ label, ...shape }) => [
  ...[1, 10, 100].map((connections) => ({
    ...shape,
    type: 'text',
    connections,
    measure: name(label, 'text', connections),
  })),
  { ...shape, type: 'binary', connections: 1, measure: name(label, 'binary', 1) },
])

function name(label, type, connections) {
  return `${label} ${type}, ${connections} connection${connections === 1 ? '' : 's'}, of raw`
}

export default {
  name: 'ingest',
  promises: Object.fromEntries(CASES.map(({ measure }) => [measure, { atLeast: 80, unit: '%' }])),

  async run(bench) {
    const sender = bench.own(await startSender())
    const raw = bench.own(startRaw())
    const ours = bench.own(await startEngine())
    const parties = { sender, raw, ours }
    await warmUp(parties)
    await bench.repeat(async () => {
      for (const { measure, ...storm } of CASES) await compare(bench, measure, parties, storm)
    })
  },
}
