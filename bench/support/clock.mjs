/** The clock that all processes of the bench share: ms since the epoch, in fractions. */
export const nowMs = () => performance.timeOrigin + performance.now()

/** Asks again and again. @param complain what is wrong when the answer stays falsy; asked for at the end */
export async function until(condition, complain, { timeoutMs = 30_000, everyMs = 20 } = {}) {
  const endMs = nowMs() + timeoutMs
  for (;;) {
    const answer = await condition()
    if (answer) return answer
    if (nowMs() > endMs) throw new Error(`${complain()} within ${timeoutMs / 1000} s.`)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
