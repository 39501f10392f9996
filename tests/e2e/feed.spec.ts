/** A feed of another process, from its handshake to its end, as a user sees it. */
import { expect, test } from './support/app'

const COUNT = 10_000

test('ten thousand messages arrive, balance, scroll from first to last, filter and open', async ({ window, feed }) => {
  await window.connectOpen(feed.url)
  feed.burst(COUNT)
  await expect.poll(async () => (await window.counters()).received).toBe(COUNT)
  const { received, stored, evicted, dropped } = await window.counters()
  expect(received).toBe(stored + evicted + dropped)
  // Two events stand before the messages: the dial and the handshake.
  await expect.poll(() => window.rowCount()).toBe(COUNT + 2)

  await expect(window.row(`"message ${COUNT}"`)).toHaveAttribute('aria-rowindex', String(COUNT + 2))
  await window.grid.press('Home')
  await expect(window.row('"message 1"')).toHaveAttribute('aria-rowindex', '3')
  await window.grid.press('End')
  await expect(window.row(`"message ${COUNT}"`)).toBeVisible()

  await window.filter.fill('"message 777\\""')
  await expect.poll(() => window.rowCount()).toBe(1)
  await window.row('message 777').click()
  await expect(window.page.getByRole('tabpanel')).toContainText('"message 777"')
  await window.filter.fill('')
  await expect.poll(() => window.rowCount()).toBe(COUNT + 2)
  await expect(window.row(`"message ${COUNT}"`)).toBeVisible()
})

test('the scroll bar reaches any part of the log', async ({ window, feed }) => {
  await window.connectOpen(feed.url)
  feed.burst(COUNT)
  await expect.poll(() => window.rowCount()).toBe(COUNT + 2)
  await window.grid.evaluate((grid) => {
    grid.scrollTop = (grid.scrollHeight - grid.clientHeight) / 2
  })
  await expect(window.row(/"message 49\d\d"/).first()).toBeVisible()
  await window.grid.evaluate((grid) => {
    grid.scrollTop = 0
  })
  await expect(window.row('"message 1"')).toBeVisible()
})

test('a message is sent, shown as sent, and its echo received', async ({ window, feed }) => {
  await window.connectOpen(feed.url)
  await window.message.fill('ping from the window')
  await window.button('Send').click()
  const rows = window.row('ping from the window')
  await expect(rows).toHaveCount(2)
  await expect(rows.first().getByRole('img', { name: 'sent' })).toBeVisible()
  await expect(rows.last().getByRole('img', { name: 'received' })).toBeVisible()
  expect(await feed.received()).toEqual(['ping from the window'])
  await expect.poll(async () => await window.counters()).toMatchObject({ received: 1, stored: 1, sent: 1 })
})

test('a bad URL is refused with a sentence, and nothing is dialled', async ({ window }) => {
  await window.connect('http://localhost:1')
  await expect(window.page.getByRole('alert')).toContainText('Try ws://localhost:1')
  await expect(window.page.getByRole('alert')).toContainText('ERR_URL_INVALID')
  await expect(window.button('Connect')).toBeVisible()
  await window.url.fill('ws://127.0.0.1:1')
  await window.button('Connect').click()
  await expect(window.page.getByRole('alert')).toContainText('Nothing is listening')
})

test('a refused handshake keeps status, headers and body', async ({ window, feed }) => {
  await window.connect(`${feed.url}/refused`)
  await expect(window.page.getByRole('alert')).toContainText('401 Unauthorized')
  await window.tab('Handshake').click()
  const pane = window.page.getByRole('tabpanel')
  await expect(pane).toContainText('X-Reason')
  await expect(pane).toContainText('no token!')
})

test('the handshake of an open connection is shown, subprotocol and own headers included', async ({ window, feed }) => {
  await window.button('New connection').click()
  await window.url.fill(`${feed.url}/path`)
  await window.page.getByRole('textbox', { name: 'Subprotocols' }).fill('quotes.v2, quotes.v1')
  await window.button('Options').click()
  await window.button('+ header').click()
  await window.page.getByRole('textbox', { name: 'Header 1 name' }).fill('X-Trace-Id')
  await window.page.getByRole('textbox', { name: 'Header 1 value' }).fill('abc')
  await window.button('Connect').click()
  await expect(window.page.locator('[data-state="open"]')).toContainText('quotes.v2')
  await window.tab('Handshake').click()
  const pane = window.page.getByRole('tabpanel')
  await expect(pane).toContainText('GET /path')
  await expect(pane).toContainText('X-Trace-Id')
  await expect(pane).toContainText('Switching Protocols')
  await expect(pane).toContainText('Sec-WebSocket-Accept')
})

test('a server that says goodbye is seen closed with its code and reason', async ({ window, feed }) => {
  await window.connectOpen(feed.url)
  feed.close(4001, 'market closed')
  await expect(window.page.locator('[data-state="closed"]')).toContainText('closed 4001')
  await expect(window.page.locator('[data-state="closed"]')).toContainText('market closed')
  await expect(window.row('4001').first()).toBeVisible()
  await expect(window.button('Connect')).toBeVisible()
})

test('a server that dies is seen closed with 1006, and can be dialled again in the same log', async ({
  window,
  feed,
}) => {
  await window.connectOpen(feed.url)
  feed.send('before')
  await expect(window.row('before')).toBeVisible()
  feed.kill()
  await expect(window.page.locator('[data-state="closed"]')).toContainText('closed 1006')
  await window.button('Connect').click()
  await expect(window.page.getByRole('alert')).toContainText('Nothing is listening')
  await expect(window.row('before')).toBeVisible()
})

test('the user closes, and the close frames of both sides are rows', async ({ window, feed }) => {
  await window.connectOpen(feed.url)
  await window.button('Disconnect').click()
  await expect(window.page.locator('[data-state="closed"]')).toContainText('closed 1000')
  await expect(window.row('1000 normal closure')).toHaveCount(2)
})

test('a ping and its pong are rows', async ({ window, feed }) => {
  await window.connectOpen(feed.url)
  feed.ping()
  await expect(window.row('are you there')).toHaveCount(2)
})
