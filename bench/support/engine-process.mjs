/** Our engine alone, under plain Node, through its one door. The same calls as `raw-receiver-process.mjs`, and some more. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { nowMs, sleep, until } from './clock.mjs'
import { serve } from './serve.mjs'

const { Engine } = await import(process.argv[2])
const REQUEST = { query: [], headers: [], subprotocols: [], handshakeTimeoutMs: 10_000 }

let engine
let session
/** Of all connections, told by the ticks; and what of it came on those hung up since. */
let received = 0
let receivedBefore = 0
let onTick = () => {}
let ids = []

serve({
  /** A fresh engine; what the one before it held is gone. */
  async open({ storage }) {
    await engine?.dispose()
    engine = new Engine({ storage })
    session = engine.attach((name, payload) => {
      if (name === 'log.tick') noteTick(payload)
    })
    received = 0
    receivedBefore = 0
    // A log without rows: its ticks tell the counters of all connections sixty times a second, and cost nothing else.
    const window = { firstRow: 0, rowCount: 0, follow: false }
    await call('log.watch', { scope: { kind: 'all' }, filter: { text: '', directions: [], types: [] }, ...window })
  },

  async dial({ url, connections, isCompressed }) {
    const answers = await Promise.all(
      Array.from({ length: connections }, () =>
        call('connection.connect', { settings: { ...REQUEST, url, compression: isCompressed } }),
      ),
    )
    ids = answers.map(({ id }) => id)
    await until(
      async () => (await healths()).every(({ openedAtMs }) => openedAtMs !== undefined),
      () => 'not all connected',
    )
    return ids
  },

  /**
   * Waits for so many messages on the connections last dialled; the ones before must be hung up and forgotten.
   * @returns how many came, the last of them when, and the books
   */
  async receive({ count, timeoutMs }) {
    const total = () => received - receivedBefore
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        onTick = () => {}
        reject(new Error(`${total()} of ${count} messages came.`))
      }, timeoutMs)
      onTick = () => {
        if (total() < count) return
        onTick = () => {}
        clearTimeout(timer)
        resolve()
      }
      onTick()
    })
    // Ticks count the close frames of connections hung up before, too: the last messages may still be on their way.
    let all = await healths()
    const endMs = nowMs() + timeoutMs
    while (sumOf(all.map(({ counters }) => counters)).received < count && nowMs() < endMs) {
      await new Promise(setImmediate)
      all = await healths()
    }
    return {
      received: sumOf(all.map(({ counters }) => counters)).received,
      endMs: Math.max(...all.map(({ lastFrameAtMs }) => lastFrameAtMs)),
      receivedEach: all.map(({ counters }) => counters.received),
      books: sumOf(all.map(({ counters }) => counters)),
    }
  },

  async hangUp() {
    for (const id of ids) await call('connection.remove', { id })
    ids = []
    receivedBefore = received
  },

  call: ({ name, args }) => call(name, args),

  memory: () => ({ bytes: process.memoryUsage().rss, peakBytes: process.resourceUsage().maxRSS * 1024 }),

  /** A local server of the engine's own, for clients of another process. @returns `{ id, port }` */
  async startServer(settings) {
    const { id } = await call('server.start', { port: 0, ...settings })
    const { servers } = await call('workspace.read', {})
    return { id, port: servers.find((server) => server.id === id).state.port }
  },

  /** After all garbage is collected. @returns `process.memoryUsage()` */
  async collected() {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc')
    for (let n = 0; n < 4; n++) {
      collect()
      await sleep(100)
    }
    return process.memoryUsage()
  },

  /** Opens rows all over the store. @returns how long each took, and whether it was still there */
  async timeReads({ count, endSeq }) {
    const reads = []
    for (let n = 0; n < count; n++) {
      const seq = 1 + Math.floor(Math.random() * (endSeq - 1))
      const startMs = performance.now()
      const { payload } = await call('frame.read', { seq })
      reads.push({ ms: performance.now() - startMs, isHeld: payload !== 'evicted' })
    }
    return reads
  },

  /** Sends through the contract as fast as it answers, so many calls at a time. @returns when it began */
  async send({ text, count, perTurn }) {
    const [connectionId] = ids
    const startMs = nowMs()
    for (let sent = 0; sent < count; sent += perTurn) {
      const calls = Math.min(perTurn, count - sent)
      await Promise.all(
        Array.from({ length: calls }, () => call('frame.send', { connectionId, type: 'text', payload: text })),
      )
    }
    return { startMs }
  },

  /** One message after the other to an echo server of ours. @returns each one's time there and back */
  async echo({ text, count }) {
    const { id: serverId } = await call('server.start', {
      behaviour: 'echo',
      port: 0,
      options: {},
      allowedOrigins: [],
      compression: false,
    })
    const { servers } = await call('workspace.read', {})
    const { url } = servers.find(({ id }) => id === serverId).state
    const { id } = await call('connection.connect', { settings: { ...REQUEST, url, compression: false } })
    const health = () => call('connection.health', { id })
    await until(
      async () => (await health()).openedAtMs !== undefined,
      () => 'the echo server did not answer',
    )
    const roundTripsMs = []
    for (let n = 1; n <= count; n++) {
      const startMs = nowMs()
      await call('frame.send', { connectionId: id, type: 'text', payload: text })
      while ((await health()).counters.received < n) await new Promise(setImmediate)
      roundTripsMs.push(nowMs() - startMs)
    }
    await call('server.remove', { id: serverId })
    return roundTripsMs
  },
})

async function call(name, args) {
  const answer = await session.call(name, args)
  if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`)
  return answer.value
}

function healths() {
  return Promise.all(ids.map((id) => call('connection.health', { id })))
}

/** The header of a packed window, see src/shared/ipc/log-window.ts. */
function noteTick(tick) {
  const header = new Float64Array(tick.buffer, tick.byteOffset, 13)
  const [viewId] = header
  received = header[7]
  onTick()
  void session.call('log.acknowledge', { viewId })
}

function sumOf(all) {
  const sum = { received: 0, stored: 0, evicted: 0, dropped: 0 }
  for (const counters of all) for (const name of Object.keys(sum)) sum[name] += counters[name]
  return sum
}
