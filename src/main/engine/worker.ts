/**
 * Hosts the engine in a Worker thread, behind one port that speaks the contract. The thread is there so that sockets never
 * hold up the window, its menus or its dialogs, and so that a fault here ends a thread and not the app.
 */
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import type { FromEngine, ToEngine } from '../port'
import { Engine, type EngineOptions } from './index'
import type { Session } from './session'

/**
 * Where threads want more than there are cores, the window goes first: a feed that is read a little later waits with the
 * kernel, a click that is answered later is felt. Linux alone has a niceness for one thread.
 */
const ENGINE_NICENESS = 5
try {
  if (process.platform === 'linux') setPriority(ENGINE_NICENESS)
} catch {
  // A sandbox that forbids it: all threads are then alike, as they are elsewhere.
}

if (parentPort === null) throw new Error('worker.ts is the entry of a Worker thread.')
const port = parentPort
const asked = new Map<number, { resolve(answer: string): void; reject(fault: Error): void }>()
let lastAskId = 0
const engine = new Engine(workerData as EngineOptions, {
  resolveProxy: (url) =>
    new Promise((resolve, reject) => {
      const askId = ++lastAskId
      asked.set(askId, { resolve, reject })
      post({ verb: 'ask-proxy', askId, url })
    }),
})
const sessions = new Map<number, Session>()
const post = (message: FromEngine, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)

port.on('message', (message: ToEngine) => {
  const { sessionId } = message
  switch (message.verb) {
    case 'attach':
      sessions.set(
        sessionId,
        engine.attach((name, payload, transfer) => post({ verb: 'push', sessionId, name, payload }, transfer)),
      )
      break
    case 'detach':
      sessions.get(sessionId)?.close()
      sessions.delete(sessionId)
      break
    case 'call': {
      const { callId, name, args } = message
      void sessions
        .get(sessionId)
        ?.call(name, args)
        .then((result) => post({ verb: 'answer', callId, result }))
      break
    }
    case 'proxy': {
      const { askId, answer } = message
      if (answer === undefined) asked.get(askId)?.reject(new Error('The system did not say.'))
      else asked.get(askId)?.resolve(answer)
      asked.delete(askId)
      break
    }
    case 'dispose':
      void engine.dispose().then(() => process.exit(0))
      break
  }
})
