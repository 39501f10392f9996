/** Local servers: started in the window, tried with clients of another program. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { WebSocket } from 'ws'
import { expect, test, type Window } from './support/app'

async function startServer(window: Window, behaviour: string): Promise<string> {
  await window.button('New server').click()
  await window.page.getByRole('combobox', { name: 'Behaviour' }).selectOption(behaviour)
  await window.page.getByRole('textbox', { name: 'Port' }).fill('0')
  await window.button('Start server').click()
  await expect(window.button('Stop server')).toBeVisible()
  const address = window.page.getByRole('button', { name: new RegExp(`^:\\d+ ${behaviour}$`) })
  return (await address.getAttribute('data-server-url')) ?? ''
}

async function open(url: string): Promise<WebSocket> {
  const client = new WebSocket(url)
  await once(client, 'open')
  return client
}

test('an echo server answers, counts its clients, and tells them goodbye when it stops', async ({ window }) => {
  const url = await startServer(window, 'echo')
  const client = await open(url)
  client.send('anyone there?')
  expect(String((await once(client, 'message'))[0])).toBe('anyone there?')
  await window.tab('Clients').click()
  await expect(window.page.getByRole('tabpanel')).toContainText('1 client')
  await expect(window.row('anyone there?')).toHaveCount(2)
  const closed = once(client, 'close')
  await window.button('Stop server').click()
  expect((await closed)[0]).toBe(1001)
  await expect(window.button('Start server')).toBeVisible()
  await window.button('Start server').click()
  await expect(window.button('Stop server')).toBeVisible()
})

test('the hello server greets and logs as the tutorial does', async ({ window }) => {
  const url = await startServer(window, 'hello')
  const client = await open(url)
  await expect(window.row('A new client connected.')).toBeVisible()
  client.send('hi')
  expect(String((await once(client, 'message'))[0])).toBe('Hello Client!')
  await expect(window.row('received: hi')).toBeVisible()
  client.close()
  await expect(window.row('Client has disconnected.')).toBeVisible()
})

test('a chat message goes to every client', async ({ window }) => {
  const url = await startServer(window, 'chat')
  const [alice, bob] = [await open(url), await open(url)]
  const heard = new Promise<string>((resolve) => {
    bob.on('message', (data) => {
      if (String(data).includes('good morning')) resolve(String(data))
    })
  })
  alice.send('good morning')
  expect(JSON.parse(await heard)).toMatchObject({ type: 'message', text: 'good morning' })
  alice.terminate()
  bob.terminate()
})

test('a ticker’s rate is changed while it runs', async ({ window }) => {
  const url = await startServer(window, 'ticker')
  const client = await open(url)
  let quotes = 0
  expect(JSON.parse(String((await once(client, 'message'))[0]))).toEqual({
    symbol: expect.any(String),
    price: expect.any(Number),
    size: expect.any(Number),
    time: expect.any(Number),
  })
  client.on('message', () => quotes++)
  await expect.poll(() => quotes).toBeGreaterThan(5)
  const rate = window.page.getByRole('spinbutton', { name: /rate/i })
  await rate.fill('5000')
  await rate.press('Enter')
  const before = quotes
  await expect.poll(() => quotes - before).toBeGreaterThan(2000)
  await rate.fill('0')
  await rate.press('Enter')
  await expect(window.page.getByRole('alert')).toContainText('ERR_OPTION_INVALID')
  client.terminate()
})

test('a busy port is named and a free one offered', async ({ window }) => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await once(squatter, 'listening')
  const { port } = squatter.address() as { port: number }
  await window.button('New server').click()
  await window.page.getByRole('textbox', { name: 'Port' }).fill(String(port))
  await window.button('Start server').click()
  const alert = window.page.getByRole('alert')
  await expect(alert).toContainText(`Port ${port} is already in use`)
  await alert.getByRole('button', { name: /^Use \d+$/ }).click()
  await expect(window.button('Stop server')).toBeVisible()
  squatter.close()
})

test('a client can be watched alone, sent to, and dropped', async ({ window }) => {
  const url = await startServer(window, 'echo')
  const [first, second] = [await open(url), await open(url)]
  await window.tab('Clients').click()
  await expect(window.page.getByRole('tabpanel')).toContainText('2 clients')
  const heard = Promise.all([once(first, 'message'), once(second, 'message')])
  await window.message.fill('to all')
  await window.button('Send').click()
  expect((await heard).map(([data]) => String(data))).toEqual(['to all', 'to all'])
  await window.page.getByRole('button', { name: 'Watch' }).first().click()
  await expect(window.page.getByRole('heading', { name: /^Client \d+ of a local server$/ })).toBeVisible()
  let isOverheard = false
  second.on('message', () => {
    isOverheard = true
  })
  const alone = once(first, 'message')
  await window.message.fill('just you')
  await window.button('Send').click()
  expect(String((await alone)[0])).toBe('just you')
  await expect(window.row('just you')).toHaveCount(1)
  await window.page.locator('[data-server-url]').click()
  await window.tab('Clients').click()
  const closed = once(second, 'close')
  await window.page
    .getByRole('button', { name: /^Drop client/ })
    .last()
    .click()
  expect((await closed)[0]).toBe(1000)
  expect(isOverheard).toBe(false)
  await expect(window.page.getByRole('tabpanel')).toContainText('1 client')
  first.terminate()
})

test('a page of a foreign origin is refused, and the server’s log says so', async ({ window }) => {
  const url = await startServer(window, 'echo')
  const stranger = new WebSocket(url, { origin: 'https://evil.example' })
  stranger.on('error', () => {})
  const [, response] = await once(stranger, 'unexpected-response')
  expect(response.statusCode).toBe(403)
  stranger.terminate()
  await expect(window.row('evil.example')).toBeVisible()
})
