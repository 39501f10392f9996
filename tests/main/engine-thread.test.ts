import { afterEach, expect, it, vi } from 'vitest'
import { EngineThread } from '../../src/main/engine-thread'

vi.mock('../../src/main/engine/worker?modulePath', () => ({
  default: new URL('./crashing-worker.mjs', import.meta.url).pathname,
}))

let thread: EngineThread | undefined

afterEach(async () => {
  await thread?.dispose()
  thread = undefined
})

it('hands a call to the engine and its answer back', async () => {
  thread = new EngineThread(
    () => ({}),
    () => {},
  )
  const session = thread.attach(() => {})
  expect(await thread.call(session, 'workspace.read', {})).toEqual({ ok: true, value: 'workspace.read' })
})

it('tells each session what is pushed to it, and not to the others', async () => {
  const heard: [string, unknown][] = []
  thread = new EngineThread(
    () => ({}),
    () => {},
  )
  const first = thread.attach((name, payload) => heard.push([`first ${name}`, payload]))
  const second = thread.attach((name, payload) => heard.push([`second ${name}`, payload]))
  await vi.waitUntil(() => heard.length === 2)
  expect(heard).toEqual([
    ['first attached', first],
    ['second attached', second],
  ])
})

it('starts an engine that died again, answers what was pending, and attaches its sessions anew', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const heard: string[] = []
  const onRestart = vi.fn()
  thread = new EngineThread(() => ({}), onRestart)
  const session = thread.attach((name) => heard.push(name))
  const pending = thread.call(session, 'stay silent', {})
  void thread.call(session, 'die', {})
  expect(await pending).toMatchObject({ ok: false, error: { code: 'ERR_ENGINE_FAULT' } })
  await vi.waitUntil(() => heard.length === 3)
  expect(heard).toEqual(['attached', 'engine.restarted', 'attached'])
  expect(onRestart).toHaveBeenCalledOnce()
  expect(await thread.call(session, 'alive?', {})).toEqual({ ok: true, value: 'alive?' })
})

it('says so at once when the engine cannot be kept alive', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  thread = new EngineThread(
    () => ({}),
    () => {},
  )
  const session = thread.attach(() => {})
  for (let death = 0; death < 7; death++) await thread.call(session, 'die', {})
  expect(await thread.call(session, 'alive?', {})).toMatchObject({ ok: false, error: { code: 'ERR_ENGINE_FAULT' } })
})

it('asks its host which proxy the system wants, and says so where nobody knows', async () => {
  const asked: string[] = []
  const ask = async (host?: ConstructorParameters<typeof EngineThread>[2]) => {
    await thread?.dispose()
    thread = new EngineThread(
      () => ({}),
      () => {},
      host,
    )
    return thread.call(
      thread.attach(() => {}),
      'ask proxy',
      {},
    )
  }
  const resolveProxy = async (url: string) => {
    asked.push(url)
    return 'PROXY a:1'
  }
  expect(await ask({ resolveProxy })).toEqual({ ok: true, value: 'PROXY a:1' })
  expect(asked).toEqual(['wss://feed.example/'])
  expect(await ask({ resolveProxy: () => Promise.reject(new Error('no')) })).toEqual({ ok: true, value: undefined })
  expect(await ask()).toEqual({ ok: true, value: undefined })
})
