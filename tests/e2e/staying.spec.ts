/** A feed that dies and comes back, as a user lives through it: the wait, its end, and what is said again. */
import type { CallInput } from '../../src/shared/ipc/contract'
import { expect, test } from './support/app'
import { callFrom } from './support/bridge'
import { Feed } from './support/feed'

const HELLO = '{"auth":"me"}'
const SUBSCRIBE = '{"subscribe":"prices"}'

test('a connection outlives its server: it waits, comes back, says its messages again, and stops when told', async ({
  window,
  feed,
}) => {
  const { page } = window
  const state = (name: string) => page.locator(`.connection-state[data-state="${name}"]`)
  await window.connectOpen(feed.url)
  const read = await callFrom(page, 'workspace.read', {})
  const id = read.ok ? (read.value.connections[0]?.id ?? 0) : 0
  const reconnect = { isOn: true, initialMs: 20_000, maxMs: 20_000, jitterShare: 0 }
  const change = {
    reconnect,
    heartbeat: { kind: 'ping' as const, intervalMs: 500, timeoutMs: 5_000 },
    onOpen: [{ message: HELLO }, { message: SUBSCRIBE, waitMs: 50 }],
  }
  const configure = async (part: CallInput<'connection.configure'>['change']) => {
    expect(await callFrom(page, 'connection.configure', { id, change: part })).toMatchObject({ ok: true })
  }
  await configure(change)

  await test.step('the round trips are charted, and the wire is counted', async () => {
    await window.tab('Health').click()
    await expect(page.getByRole('img', { name: /^Round trips over time: [3-9]/ })).toBeVisible()
    const wire = page.getByRole('region', { name: 'Wire, this opening' })
    await expect(wire).toContainText('frame overhead')
    await window.tab('Message').click()
  })

  await test.step('the pong of a heartbeat tells its round trip', async () => {
    await window.row('pong').first().click()
    await expect(page.getByRole('tabpanel')).toContainText('round trip')
    await window.grid.press('End')
  })

  await test.step('it waits, counting down, and can be told to stop', async () => {
    await feed.die()
    await expect(state('waiting')).toContainText(/waiting · attempt 1 in (1\d|20) s/)
    const seconds = async () => Number(/in (\d+) s/.exec((await state('waiting').textContent()) ?? '')?.[1])
    const before = await seconds()
    await expect.poll(seconds).toBeLessThan(before)
    await expect(window.row('Connection lost; attempt 1 in 20.0 s.')).toBeVisible()
    await window.button('Stop').click()
    await expect(state('closed')).toContainText('by the network')
    await expect(window.button('Retry now')).toBeHidden()
    await expect(window.row('Stopped: it is not dialled again until you connect.')).toBeVisible()
  })

  const back = await Feed.start(feed.port)
  try {
    await test.step('connected again, it says its messages, and the gap is marked', async () => {
      expect(await callFrom(page, 'connection.connect', { id })).toMatchObject({ ok: true })
      await expect(state('open')).toBeVisible()
      await expect.poll(() => back.received()).toEqual([HELLO, SUBSCRIBE])
      await expect(window.row(/Open again after .*: whatever was sent meanwhile was not received\./)).toBeVisible()
    })

    await test.step('closed by the server, the next attempt is made at once when asked', async () => {
      back.close(1012, 'restart')
      await expect(state('waiting')).toBeVisible()
      await window.button('Retry now').click()
      await expect(state('open')).toBeVisible()
      await expect.poll(() => back.received()).toEqual([HELLO, SUBSCRIBE, HELLO, SUBSCRIBE])
    })

    await test.step('by itself too, when its time has come', async () => {
      await configure({ reconnect: { ...reconnect, initialMs: 300 } })
      back.close(1012, 'restart')
      await expect.poll(() => back.received()).toHaveLength(6)
      await window.tab('Health').click()
      await expect(page.getByRole('region', { name: 'Connection', exact: true })).toContainText('Openings4')
    })
  } finally {
    back.kill()
  }
})
