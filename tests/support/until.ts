/** Waits for what is to come, never for time. Keeps the real timers, since a test may fake its own. */
const { setTimeout: later } = globalThis

const LOOK_EVERY_MS = 2
const PATIENCE_MS = 5_000

type Waited<T> = T | undefined | false | null

/**
 * @param condition is looked at again and again until it is truthy
 * @param what names it in the error of a wait in vain
 * @returns what the condition was in the end
 */
export async function until<T>(
  condition: () => Waited<T> | Promise<Waited<T>>,
  what: string | (() => string),
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const endMs = performance.now() + patienceMs
  for (;;) {
    const value = await condition()
    if (value) return value
    if (performance.now() > endMs)
      throw new Error(`Waited ${patienceMs} ms in vain until ${typeof what === 'string' ? what : what()}.`)
    await new Promise((resolve) => later(resolve, LOOK_EVERY_MS))
  }
}
