/** A tap that holds frames by hand: what waits is seen, edited, released or dropped. */
import { once } from 'node:events'
import { type AddressInfo, WebSocketServer } from 'ws'
import { expect, test, type Window } from './support/app'
import { messagesOf, openClient, startOwnServer } from './support/own-server'

let upstream: WebSocketServer
let upstreamHeard: string[]

test.beforeEach(async () => {
  upstream = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(upstream, 'listening')
  upstreamHeard = []
  upstream.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => {
      upstreamHeard.push(String(data))
      socket.send(data, { binary: isBinary })
    })
  })
})

test.afterEach(() => {
  for (const client of upstream.clients) client.terminate()
  upstream.close()
})

function startTap(window: Window): Promise<string> {
  const { port } = upstream.address() as AddressInfo
  return startOwnServer(window, 'tap', { 'Upstream URL': `ws://127.0.0.1:${port}` })
}

function held(window: Window) {
  return window.page.getByRole('grid', { name: 'Held frames' })
}

test('held frames wait, and go on in their order, edited or not at all', async ({ window }) => {
  const client = await openClient(await startTap(window))
  const heard = messagesOf(client)
  await window.tab('Held').click()
  await expect(window.page.getByRole('tabpanel')).toContainText('Frames pass through.')
  await window.button('Hold from clients').click()
  await expect(window.button('Hold from clients')).toHaveAttribute('aria-pressed', 'true')
  for (const text of ['first', 'second', 'third', 'fourth']) client.send(text)
  await expect(held(window).getByRole('row')).toHaveCount(5)
  await expect(window.tab('Held')).toContainText('4')
  expect(upstreamHeard).toEqual([])

  const box = window.page.getByRole('textbox', { name: 'Held message' })
  await expect(box).toHaveValue('first')
  await expect(window.button('Release edited')).toBeDisabled()
  await window.button('Release').click()
  await expect(box).toHaveValue('second')
  await box.fill('not what it was')
  await window.button('Release edited').click()
  await expect(box).toHaveValue('third')
  await window.button('Drop').click()
  await expect(box).toHaveValue('fourth')
  await window.button('Release all').click()
  await expect.poll(() => upstreamHeard).toEqual(['first', 'not what it was', 'fourth'])
  await expect.poll(() => heard).toEqual(['first', 'not what it was', 'fourth'])
  await expect(window.row('Edited by hand and passed on as: not what it was')).toBeVisible()
  await expect(window.row('Held, and not passed on: third')).toHaveCount(1)
  await expect(window.page.getByRole('tabpanel')).toContainText('Nothing is held at the moment.')
  client.terminate()
})

test('bytes from upstream are held to be read, and let go when nothing is held any more', async ({ window }) => {
  const client = await openClient(await startTap(window))
  const heard = messagesOf(client)
  await window.tab('Held').click()
  await window.button('Hold from upstream').click()
  client.send(Buffer.from('HEX!'))
  await expect(held(window).getByRole('row')).toHaveCount(2)
  await expect(window.page.getByLabel('Bytes in hex')).toContainText('48 45 58 21')
  await expect(window.button('Release edited')).toHaveCount(0)
  expect(heard).toEqual([])
  await window.button('Hold from upstream').click()
  await expect.poll(() => heard).toEqual(['HEX!'])
  client.terminate()
})

test('only a tap has what is held', async ({ window }) => {
  await startOwnServer(window, 'echo')
  await expect(window.tab('Clients')).toBeVisible()
  await expect(window.tab('Held')).toHaveCount(0)
})
