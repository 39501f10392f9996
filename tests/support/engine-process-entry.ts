/** What runs in an `EngineProcess`. */
import { Engine } from '../../src/main/engine'
import type { FromChild, ToChild } from './engine-process'

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
  void session.call(name, args).then((result) => send({ callId, result }))
})
