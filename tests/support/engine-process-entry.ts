/** What runs in an `EngineProcess`. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Engine } from '../../src/main/engine'
import type { FromChild, ProcessMemory, ToChild } from './engine-process'
import { MEMORY_CALL } from './engine-process-calls'

const engine = new Engine()
const send = (message: FromChild) => void process.send?.(message)
const session = engine.attach((name, payload) => send({ name, payload }))

process.on('message', (message: ToChild) => {
  if (message === 'dispose') {
    // Without a channel to the test nothing but the engine could keep the process.
    void engine.dispose().then(() => process.disconnect())
    return
  }
  const { callId, name, args } = message
  if (name === MEMORY_CALL) {
    void settledMemory().then((value) => send({ callId, result: { ok: true, value } }))
    return
  }
  void session.call(name, args).then((result) => send({ callId, result }))
})

/** What is left when all garbage is collected; a second look finds what the first one let go. */
async function settledMemory(): Promise<ProcessMemory> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let look = 0; look < 4; look++) {
    collect()
    await new Promise(setImmediate)
  }
  return { residentBytes: process.memoryUsage.rss(), peakBytes: process.resourceUsage().maxRSS * 1024 }
}
