/** Stands in for the engine's thread: answers every call with its name, pushes once when attached, dies when told. */
import { parentPort } from 'node:worker_threads'

parentPort.on('message', ({ verb, sessionId, callId, name, askId, answer }) => {
  if (verb === 'attach') parentPort.postMessage({ verb: 'push', sessionId, name: 'attached', payload: sessionId })
  if (verb === 'dispose') process.exit(0)
  if (verb === 'proxy') parentPort.postMessage({ verb: 'answer', callId: askId, result: { ok: true, value: answer } })
  if (verb !== 'call') return
  if (name === 'ask proxy')
    return parentPort.postMessage({ verb: 'ask-proxy', askId: callId, url: 'wss://feed.example/' })
  if (name === 'die') throw new Error('as the test asked')
  if (name !== 'stay silent') parentPort.postMessage({ verb: 'answer', callId, result: { ok: true, value: name } })
})
