/** Twenty clients of a local server that is told to broadcast big messages: what one more, that reads nothing, costs them. */
import { nowMs } from '../support/clock.mjs'
import { startEngine, startServerClients } from '../support/receivers.mjs'
import { percentile } from '../support/stats.mjs'

const CLIENTS = 20
/** Of one message: 32 MiB, at which the one that does not read is cut, are reached after 64 and what the kernel takes. */
const MESSAGE_BYTES = 512 * 1024
/** So many that it stands at its cap, and is cut, well before the end. */
const MESSAGES = 150
const MIB = 1024 * 1024

const SLOWER = 'p95 of a broadcast with a client that does not read, of without'
const GROWTH = 'memory beside a client that does not read, above without'

export default {
  name: 'slow-reader',
  promises: { [SLOWER]: { atMost: 2, unit: '×' }, [GROWTH]: { unit: 'MiB' } },

  async run(bench) {
    // Unmeasured: compiles.
    await broadcasts(20, false)
    await bench.repeat(async () => {
      const without = await broadcasts(MESSAGES, false)
      const beside = await broadcasts(MESSAGES, true)
      bench.note(SLOWER, beside.p95Ms / without.p95Ms, {
        ours: beside.p95Ms,
        raw: without.p95Ms,
        unit: 'ms',
        than: 'without',
      })
      bench.note(GROWTH, (beside.peakBytes - without.peakBytes) / MIB)
    })
  },
}

/** In an engine of its own: the most that it held is counted from a process's start. */
async function broadcasts(count, hasPaused) {
  const engine = await startEngine()
  const clients = startServerClients()
  try {
    const { id, port } = await engine.call('startServer', { behaviour: 'echo' })
    await clients.call('dial', { port, connections: CLIENTS })
    if (hasPaused) await clients.call('dialPaused', { port })
    const payload = 'x'.repeat(MESSAGE_BYTES)
    const latenciesMs = []
    for (let n = 0; n < count; n++) {
      const sentMs = nowMs()
      const [, arrivals] = await Promise.all([
        engine.call('call', { name: 'server.broadcast', args: { id, type: 'text', payload } }),
        clients.call('receive', {}),
      ])
      for (const arrivedMs of arrivals) latenciesMs.push(arrivedMs - sentMs)
    }
    const { peakBytes } = await engine.call('memory', {})
    return { p95Ms: percentile(latenciesMs, 95), peakBytes }
  } finally {
    for (const child of [engine, clients]) child.close()
  }
}
