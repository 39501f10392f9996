/** Functions that run in the window, sent there as text: each stands alone. */

/** Counts painted frames from now on; `globalThis.frames()` answers since when it was last asked. */
export function watchFrames() {
  let startMs = performance.now()
  let lastMs = startMs
  let count = 0
  let longestMs = 0
  const note = (nowMs) => {
    count++
    longestMs = Math.max(longestMs, nowMs - lastMs)
    lastMs = nowMs
    requestAnimationFrame(note)
  }
  requestAnimationFrame(note)
  globalThis.frames = () => {
    const nowMs = performance.now()
    const seen = {
      count,
      perSecond: (count / (nowMs - startMs)) * 1000,
      longestMs: Math.max(longestMs, nowMs - lastMs),
    }
    startMs = nowMs
    lastMs = nowMs
    count = 0
    longestMs = 0
    return seen
  }
}

/**
 * From each click's own time until the engine has answered a question asked in its handler: through renderer, shell and
 * engine and back. An event's time and `performance.now()` are of the same clock (both from the page's time origin).
 */
export function watchClicks(id) {
  let latenciesMs = []
  const onClick = async ({ timeStamp }) => {
    await window.feedscope.call('connection.health', { id })
    latenciesMs.push(performance.now() - timeStamp)
  }
  addEventListener('click', onClick, { capture: true })
  globalThis.clicks = () => {
    const seen = latenciesMs
    latenciesMs = []
    return seen
  }
}

/** Counters, and the newest frame's time, of so many connections together. */
export async function readHealth(ids) {
  const answers = await Promise.all(ids.map((id) => window.feedscope.call('connection.health', { id })))
  const sum = { received: 0, stored: 0, evicted: 0, dropped: 0, lastFrameAtMs: 0, each: [] }
  for (const { ok, value, error } of answers) {
    if (!ok) throw new Error(error.message)
    for (const name of ['received', 'stored', 'evicted', 'dropped']) sum[name] += value.counters[name]
    sum.lastFrameAtMs = Math.max(sum.lastFrameAtMs, value.lastFrameAtMs ?? 0)
    sum.each.push(value.counters.received)
  }
  return sum
}

/** One call for each. @returns what the engine answered, or throws what it said */
export async function callEngine({ name, argsOfEach }) {
  const answers = await Promise.all(argsOfEach.map((args) => window.feedscope.call(name, args)))
  return answers.map((answer) => {
    if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`)
    return answer.value
  })
}
