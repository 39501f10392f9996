/** Nine thousand clients of one local server that say nothing: what each costs the engine's process. */
import { sleep } from '../support/clock.mjs'
import { processBytes } from '../support/process-tree.mjs'
import { startEngine, startIdleClients } from '../support/receivers.mjs'

const CONNECTIONS = 9_000
/** For pools that the first connections of a process fill once for all. */
const WARM_UP_CONNECTIONS = 500
/** Over two heartbeats: each has been pinged, and has answered. */
const STAY_MS = 12_000
/** For what was read and written while they shook hands to be given back. */
const SETTLE_MS = 2_000
const KIB = 1024

const EACH = '9,000 idle clients of a server: each'
const HEAP = '9,000 idle clients of a server: each, of it on the JS heap'

export default {
  name: 'idle',
  promises: { [EACH]: { atMost: 10, unit: 'KiB' }, [HEAP]: { unit: 'KiB' } },

  async run(bench) {
    await bench.repeat(async () => {
      const engine = await startEngine()
      const clients = [startIdleClients(), startIdleClients()]
      try {
        const { port } = await engine.call('startServer', { behaviour: 'echo' })
        await clients[0].call('dial', { port, connections: WARM_UP_CONNECTIONS })
        const before = await measure(engine)
        const share = CONNECTIONS / clients.length
        await Promise.all(clients.map((each) => each.call('dial', { port, connections: share })))
        await sleep(STAY_MS)
        const after = await measure(engine)
        bench.note(EACH, (after.bytes - before.bytes) / CONNECTIONS / KIB)
        bench.note(HEAP, (after.heapUsed - before.heapUsed) / CONNECTIONS / KIB)
        if (process.env.DEBUG) {
          for (const name of Object.keys(before))
            console.error(name, before[name], after[name], (after[name] - before[name]) / CONNECTIONS)
        }
      } finally {
        for (const child of [engine, ...clients]) child.close()
      }
    })
  },
}

/** PSS where the system tells it, else the resident set. */
async function measure(engine) {
  await engine.call('collected')
  await sleep(SETTLE_MS)
  const usage = await engine.call('collected')
  return { ...usage, bytes: processBytes(engine.pid) ?? usage.rss }
}
