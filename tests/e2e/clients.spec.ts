/** Clients of a local server: what can be done to one, and to all. */
import { once } from 'node:events'
import { plainServer } from '../../src/shared/protocol/server-settings'
import { expect, test, type Window } from './support/app'
import { callFrom } from './support/bridge'
import { messagesOf, openClient, startOwnServer } from './support/own-server'

async function menu(window: Window, button: string | RegExp, item: string | RegExp): Promise<void> {
  await window.page.getByRole('button', { name: button }).first().click()
  await window.page.getByRole('dialog').getByRole('button', { name: item }).click()
}

const MORE = /^More for client/

test('a client is closed with the code and the reason you choose', async ({ window }) => {
  const client = await openClient(await startOwnServer(window, 'echo'))
  const closed = once(client, 'close')
  await window.tab('Clients').click()
  await menu(window, MORE, 'Close with code…')
  await window.page.getByRole('spinbutton', { name: 'Close code' }).fill('1005')
  await expect(window.page.getByRole('dialog')).toContainText('may not go over the wire')
  await window.page.getByRole('spinbutton', { name: 'Close code' }).fill('4321')
  await window.page.getByRole('textbox', { name: 'Close reason' }).fill('on purpose')
  await window.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  const [code, reason] = await closed
  expect([code, String(reason)]).toEqual([4321, 'on purpose'])
})

test('a client is reset without a close frame', async ({ window }) => {
  const client = await openClient(await startOwnServer(window, 'echo'))
  client.on('error', () => {})
  const closed = once(client, 'close')
  await window.tab('Clients').click()
  await menu(window, MORE, /^Reset/)
  expect((await closed)[0]).toBe(1006)
})

test('a half-open client hears nothing until it is resumed', async ({ window }) => {
  const client = await openClient(await startOwnServer(window, 'echo'))
  const heard = messagesOf(client)
  await window.tab('Clients').click()
  await menu(window, MORE, /^Half-open/)
  const panel = window.page.getByRole('tabpanel')
  await expect(panel).toContainText('half-open')
  client.send('anyone?')
  await menu(window, MORE, /^Resume/)
  await expect(panel).not.toContainText('half-open')
  await expect.poll(() => heard).toEqual(['anyone?'])
})

test('one client has faults of its own until it has the server’s again', async ({ window }) => {
  const url = await startOwnServer(window, 'echo')
  const [harmed, other] = [await openClient(url), await openClient(url)]
  const [harmedHeard, otherHeard] = [messagesOf(harmed), messagesOf(other)]
  await window.tab('Clients').click()
  await menu(window, MORE, 'Faults of this client…')
  const form = window.page.getByRole('dialog')
  await form.getByRole('spinbutton', { name: 'Drop, %' }).fill('101')
  await form.getByRole('button', { name: 'Apply' }).click()
  await expect(form.getByRole('alert')).toContainText('Drop is a percentage from 0 to 100.')
  await form.getByRole('spinbutton', { name: 'Drop, %' }).fill('100')
  await form.getByRole('button', { name: 'Apply' }).click()
  await expect(window.page.getByText('own faults')).toHaveCount(1)
  harmed.send('one')
  other.send('two')
  await expect.poll(() => otherHeard).toEqual(['two'])
  await expect(window.row('dropped one')).toHaveCount(1)
  await menu(window, MORE, 'Faults of this client…')
  await form.getByRole('button', { name: 'Back to the server’s' }).click()
  await expect(window.page.getByText('own faults')).toHaveCount(0)
  harmed.send('three')
  await expect.poll(() => harmedHeard).toEqual(['three'])
  harmed.terminate()
  other.terminate()
})

test('all clients are dropped at once, and the window says how many', async ({ window }) => {
  const url = await startOwnServer(window, 'echo')
  const closed = await Promise.all(
    [1, 2, 3].map(async () => {
      const client = await openClient(url)
      return { code: once(client, 'close').then(([code]) => code) }
    }),
  )
  await window.tab('Clients').click()
  await expect(window.page.getByRole('tabpanel')).toContainText('3 clients')
  await menu(window, 'All clients', /^Drop/)
  await expect(window.page.getByText('3 clients were dropped.')).toBeVisible()
  expect(await Promise.all(closed.map(({ code }) => code))).toEqual([1000, 1000, 1000])
  await expect(window.page.getByRole('tabpanel')).toContainText('No clients yet')
})

test('a removed server comes back with every setting it had', async ({ window }) => {
  await startOwnServer(window, 'echo')
  const settings = { limits: plainServer({ limits: { connections: 7 } }).limits, allowedHosts: ['feeds.example.com'] }
  const started = await callFrom(window.page, 'workspace.read', {})
  const id = started.ok ? started.value.servers[0]?.id : undefined
  expect(await callFrom(window.page, 'server.configure', { id: id ?? 0, ...settings })).toMatchObject({ ok: true })
  await window.page.getByRole('button', { name: /^Remove :\d+ echo/ }).click()
  await window.button('Start it again').click()
  await expect(window.button('Stop server')).toBeVisible()
  const restarted = await callFrom(window.page, 'workspace.read', {})
  expect(restarted.ok && restarted.value.servers).toMatchObject([settings])
})
