/** Stands in for the engine's thread: answers every call with its name, pushes once when attached, dies when told. */
import { parentPort } from 'node:worker_threads'

parentPort.on('message', ({ verb, sessionId, callId, name }) => {
  if (verb === 'attach') parentPort.postMessage({ verb: 'push', sessionId, name: 'attached', payload: sessionId })
  if (verb === 'dispose') process.exit(0)
  if (verb !== 'call') return
  if (name === 'die') throw new Error('as the test asked')
  if (name !== 'stay silent') parentPort.postMessage({ verb: 'answer', callId, result: { ok: true, value: name } })
})
