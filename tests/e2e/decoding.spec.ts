/** Messages that are no text become readable by what is chosen in Setup, at once, and stay so; or by themselves. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from '@msgpack/msgpack'
import { _electron, type ElectronApplication } from '@playwright/test'
import protobuf from 'protobufjs'
import { Server } from 'socket.io'
import { WebSocketServer } from 'ws'
import { expect, test, Window } from './support/app'
import { callFrom } from './support/bridge'

const PROTO = `
syntax = "proto3";
package market.v1;
message Trade { string symbol = 1; double price = 2; }
message Ping { int64 at = 1; }
`
const TRADE = '{"symbol":"ACME","price":101.5}'

let folder: string

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedscope-e2e-'))
})

test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function launch(): Promise<{ app: ElectronApplication; window: Window }> {
  const app = await _electron.launch({
    args: ['.', `--user-data-dir=${join(folder, 'profile')}`, '--disable-gpu', '--no-demo'],
    chromiumSandbox: process.getuid?.() !== 0,
  })
  return { app, window: new Window(await app.firstWindow()) }
}

/** What the next dialogs answer. */
async function choose(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, path)
}

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const tradeType = protobuf.parse(PROTO).root.lookupType('market.v1.Trade')
const encodeTrade = (symbol: string, price: number) => tradeType.encode({ symbol, price } as never).finish()

async function startBinaryFeed() {
  const acceptor = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise((resolve) => acceptor.once('listening', resolve))
  return {
    url: `ws://127.0.0.1:${(acceptor.address() as AddressInfo).port}`,
    send(bytes: Uint8Array) {
      for (const socket of acceptor.clients) socket.send(bytes)
    },
    close() {
      for (const socket of acceptor.clients) socket.terminate()
      acceptor.close()
    },
  }
}

test('a binary feed becomes readable by what is chosen in Setup, and is so after a restart', async () => {
  test.setTimeout(120_000)
  const feed = await startBinaryFeed()
  const { app, window } = await launch()
  const { page } = window
  const pane = page.getByRole('tabpanel')
  const column = (name: string) => pane.getByRole('group', { name })

  await test.step('bytes are bytes until a format is chosen', async () => {
    await window.connectOpen(feed.url)
    feed.send(encodeTrade('ACME', 101.5))
    feed.send(encodeTrade('QUAD', 7))
    await expect(window.row('0a 04 41 43 4d 45')).toBeVisible()
    await window.tab('Setup').click()
    await pane.getByRole('button', { name: 'Decoding', exact: true }).click()
    await column('Received and sent').getByLabel('Format').selectOption('Protobuf')
    await expect(window.row('{"1":"ACME","2":')).toBeVisible()
  })

  await test.step('a .proto file that cannot be read is said, in the section and in the rows', async () => {
    await choose(app, write('broken.proto', 'message Trade {'))
    await pane.getByRole('button', { name: 'Add .proto file…' }).click()
    await expect(column('Received and sent').getByRole('alert')).toContainText('broken.proto')
    await pane.getByRole('button', { name: 'Remove broken.proto' }).click()
    await expect(column('Received and sent').getByRole('alert')).toHaveCount(0)
  })

  await test.step('the type of message is chosen once, and rows, filters and the other direction follow', async () => {
    await choose(app, write('trade.proto', PROTO))
    await pane.getByRole('button', { name: 'Add .proto file…' }).click()
    await column('Received and sent').getByLabel('Message').selectOption('market.v1.Trade')
    await expect(window.row(TRADE)).toBeVisible()
    await pane.getByRole('checkbox', { name: 'Same for both directions' }).uncheck()
    await column('Sent').getByLabel('Format').selectOption('MessagePack')
    const workspace = await callFrom(page, 'workspace.read', {})
    const connectionId = workspace.ok ? (workspace.value.connections[0]?.id ?? 0) : 0
    await callFrom(page, 'frame.send', { connectionId, type: 'binary', payload: encode({ side: 'buy' }) })
    await expect(window.row('{"side":"buy"}')).toBeVisible()
    await window.filter.fill('$.price > 100')
    await expect.poll(() => window.rowCount()).toBe(1)
    await expect(window.row(TRADE)).toBeVisible()
    await column('Received').getByLabel('Message').selectOption('market.v1.Ping')
    await expect.poll(() => window.rowCount()).toBe(0)
    await window.filter.fill('')
    await expect(
      window.row('0a 04 41 43 4d 45').getByRole('img', { name: /not Protobuf that can be read/ }),
    ).toBeVisible()
  })

  await test.step('the Decoded view says what was read, or why not, as it is chosen', async () => {
    await window.row('0a 04 41 43 4d 45').click()
    await window.tab('Message').click()
    const decoded = page.getByRole('article', { name: /^Message / })
    await expect(decoded.getByRole('alert')).toBeVisible()
    await expect(decoded).toContainText('0a 04 41 43')
    await window.tab('Setup').click()
    await column('Received').getByLabel('Message').selectOption('market.v1.Trade')
    await window.tab('Message').click()
    await expect(decoded.getByRole('alert')).toHaveCount(0)
    await expect(decoded).toContainText('Protobuf')
    await expect(decoded.getByRole('tree')).toContainText('101.5')
  })

  await test.step('it is remembered by the connection', async () => {
    await window.button('Disconnect').click()
    await window.button('Connect').click()
    await expect(page.locator('[data-state="open"]')).toBeVisible()
    feed.send(encodeTrade('INITECH', 250))
    await expect(window.row('{"symbol":"INITECH","price":250}')).toBeVisible()
    await app.close()
  })

  await test.step('and by the workspace', async () => {
    const { app: again, window } = await launch()
    await window.page
      .getByRole('button', { name: feed.url.slice('ws://'.length) })
      .first()
      .click()
    await window.button('Connect').click()
    await expect(window.page.locator('[data-state="open"]')).toBeVisible()
    feed.send(encodeTrade('GLOBEX', 8))
    await expect(window.row('{"symbol":"GLOBEX","price":8}')).toBeVisible()
    await window.tab('Setup').click()
    const pane = window.page.getByRole('tabpanel')
    await pane.getByRole('button', { name: /^Decoding/ }).click()
    await expect(pane.getByRole('group', { name: 'Received' }).getByLabel('Message')).toHaveValue('market.v1.Trade')
    await expect(pane.getByRole('group', { name: 'Sent' }).getByLabel('Format')).toHaveValue('msgpack')
    await again.close()
  })
  feed.close()
})

test('what says what it is needs no setting: a real Socket.IO server', async ({ window }) => {
  const http = createServer()
  const server = new Server(http, { transports: ['websocket'], serveClient: false })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  server.on('connection', (socket) => {
    socket.emit('trade', { symbol: 'ACME', price: 101.5 })
    socket.emit('turned \u202e\u0007', 'x')
  })
  const { port } = http.address() as AddressInfo
  await window.connectOpen(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`)
  await window.message.fill('40')
  await window.button('Send').click()
  await expect(window.row(`EVENT trade${TRADE}`)).toBeVisible()
  await expect(window.row('␇')).toBeVisible()
  await window.row('EVENT trade').click()
  const decoded = window.page.getByRole('article', { name: /^Message / })
  await expect(decoded).toContainText('Socket.IO')
  await expect(decoded.getByRole('tree')).toContainText('101.5')
  // What a decoder reads is looked for by the filter and stands out.
  await window.filter.fill('acme')
  await expect(window.row('EVENT trade').locator('mark')).toHaveText('ACME')
  await server.close()
})
