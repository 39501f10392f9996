/** Sending by hand: text, JSON, binary, control frames, history and saved messages. */
import { once } from 'node:events'
import { type WebSocket, WebSocketServer } from 'ws'
import { test as base, expect } from './support/app'

/** A peer in the test's own process, to see exact frames. */
const test = base.extend<{ peer: { url: string; client: Promise<WebSocket> } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to see what is needed
  peer: async ({}, use) => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const client = once(server, 'connection').then(([socket]) => socket as WebSocket)
    await use({ url: `ws://127.0.0.1:${port}`, client })
    for (const each of server.clients) each.terminate()
    server.close()
  },
})

test('JSON is checked in place, formatted, and sent as it stands', async ({ window, peer }) => {
  await window.connectOpen(peer.url)
  await window.button('JSON').click()
  await window.message.fill('{"subscribe": "ACME"')
  await expect(window.page.getByText('the JSON ends too early')).toBeVisible()
  await expect(window.page.locator('.cm-lintPoint-error')).toBeAttached()
  await window.message.fill('{"subscribe":"ACME"}')
  await window.button('Format').click()
  await expect(window.message).toContainText('"subscribe": "ACME"')
  const heard = once(await peer.client, 'message')
  await window.message.press('ControlOrMeta+Enter')
  const [data, isBinary] = await heard
  expect(JSON.parse(String(data))).toEqual({ subscribe: 'ACME' })
  expect(isBinary).toBe(false)
})

test('binary is sent from hex, and what is no hex is refused with a sentence', async ({ window, peer }) => {
  await window.connectOpen(peer.url)
  await window.button('Binary').click()
  await window.message.fill('de ad be ef 0')
  await expect(window.button('Send')).toBeVisible()
  await window.message.fill('de ad be ef 00')
  const heard = once(await peer.client, 'message')
  await window.button('Send').click()
  const [data, isBinary] = await heard
  expect((data as Buffer).toString('hex')).toBe('deadbeef00')
  expect(isBinary).toBe(true)
  await expect(window.row('de ad be ef 00')).toBeVisible()
})

test('a ping is sent and answered, and its round trip measured', async ({ window, peer }) => {
  await window.connectOpen(peer.url)
  await window.button('Control').click()
  await window.page.getByRole('textbox', { name: 'Ping payload' }).fill('hello?')
  await window.button('Ping').click()
  await expect(window.row('hello?')).toHaveCount(2)
})

test('the connection is closed with a code and a reason of one’s own', async ({ window, peer }) => {
  await window.connectOpen(peer.url)
  const closed = once(await peer.client, 'close')
  await window.button('Control').click()
  await window.page.getByRole('spinbutton', { name: 'Close code' }).fill('4321')
  await window.page.getByRole('textbox', { name: 'Close reason' }).fill('done here')
  await window.page
    .getByRole('dialog', { name: 'Control' })
    .getByRole('button', { name: /^Close/ })
    .click()
  const [closeCode, reason] = await closed
  expect([closeCode, String(reason)]).toEqual([4321, 'done here'])
  await expect(window.page.locator('[data-state="closed"]')).toContainText('closed 4321')
})

test('what was sent can be called back, and what is saved outlives a reload', async ({ window, peer }) => {
  await window.connectOpen(peer.url)
  await window.message.fill('first')
  await window.button('Send').click()
  await expect(window.row('first')).toHaveCount(1)
  await window.message.fill('second')
  await window.button('Send').click()
  await expect(window.row('second')).toHaveCount(1)
  await window.message.press('Alt+ArrowUp')
  await window.message.press('Alt+ArrowUp')
  await expect(window.message).toHaveText('first')
  await window.button('Saved').click()
  await window.page.getByRole('textbox', { name: 'Name of the message' }).fill('greeting')
  await window.page.getByRole('dialog', { name: 'Saved' }).locator('button[type=submit]').click()
  await window.page.keyboard.press('Escape')
  await window.page.reload()
  await window.button('Saved').click()
  await expect(window.page.getByRole('dialog', { name: 'Saved' })).toContainText('greeting')
})

test('without an open connection nothing can be sent, and the panel says why', async ({ window, peer }) => {
  await window.connectOpen(peer.url)
  ;(await peer.client).terminate()
  await expect(window.page.locator('[data-state="closed"]')).toBeVisible()
  await expect(window.button('Send')).toBeDisabled()
})
