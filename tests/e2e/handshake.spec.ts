/** What it takes to be let in: a login first, a redirect, a proxy on the way; a CA and a certificate of one's own. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import {
  authorityPath,
  CLIENT_PASSPHRASE,
  certificatePath,
  readCertificate,
  readFixture,
} from '../support/certificates'
import { expect, test } from './support/app'
import { Setup } from './support/setup'

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

test('a login comes first, a redirect is followed, a proxy leads there, and the window shows each of them', async ({
  window,
}) => {
  const logins: string[] = []
  const login = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    logins.push(`${request.method} ${request.headers['content-type']} ${body}`)
    response.writeHead(200, { 'Content-Type': 'application/json', 'Set-Cookie': 'session=c00kie; Path=/' })
    response.end('{"data": {"token": "t0ken"}}')
  })
  const feed = createServer()
  const acceptor = new WebSocketServer({ noServer: true })
  const upgrades: IncomingMessage[] = []
  feed.on('upgrade', (request, socket: Socket, head) => {
    upgrades.push(request)
    if (request.url?.startsWith('/old')) {
      socket.end('HTTP/1.1 302 Found\r\nLocation: /feed?v=2\r\nContent-Length: 0\r\n\r\n')
      return
    }
    acceptor.handleUpgrade(request, socket, head, (client) => client.send('let in'))
  })
  const asked: string[] = []
  const proxy = createServer()
  proxy.on('connect', (request: IncomingMessage, line: Socket) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization']}`)
    const onward = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      line.write('HTTP/1.1 200 OK\r\n\r\n')
      line.pipe(onward).pipe(line)
    })
    for (const end of [line, onward]) end.on('error', () => {})
  })
  const [loginPort, feedPort, proxyPort] = await Promise.all([login, feed, proxy].map(portOf))

  const { page } = window
  const setup = new Setup(window)
  await window.button('New connection').click()
  await window.url.fill(`ws://127.0.0.1:${feedPort}/old`)
  await setup.section('Authorization').click()
  await setup.button('Login').click()
  await setup.type('Login address', `http://127.0.0.1:${loginPort}/session`)
  await setup.field('Login body').fill('{"user": "ann"}')
  await setup.button('+ value').click()
  await setup.type('Field of value 1', '$.data.token')
  await setup.type('Prefix of value 1', 'Bearer ')
  await setup.section('Network').click()
  await setup.pane.getByRole('group', { name: 'Proxy' }).getByRole('button', { name: 'server' }).click()
  await setup.type('Proxy address', `http://127.0.0.1:${proxyPort}`)
  await setup.type('Proxy user', 'me')
  await setup.type('Proxy password', 'pr0xy')
  await expect(setup.request).toContainText(`First POST http://127.0.0.1:${loginPort}/session`)
  await window.button('Connect').click()

  await expect(window.row('let in')).toBeVisible()
  expect(logins).toEqual(['POST application/json {"user": "ann"}'])
  expect(upgrades.map(({ url }) => url)).toEqual(['/old', '/feed?v=2'])
  for (const { headers } of upgrades) {
    expect(headers.authorization).toBe('Bearer t0ken')
    expect(headers.cookie).toBe('session=c00kie')
  }
  const way = `127.0.0.1:${feedPort} Basic ${Buffer.from('me:pr0xy').toString('base64')}`
  expect(asked).toContain(way)

  await window.tab('Handshake').click()
  const before = page.getByRole('region', { name: 'Before the handshake' })
  await expect(before).toContainText('POST /session')
  await expect(before).toContainText('GET /old')
  await before.getByText('GET /old', { exact: true }).click()
  await expect(before).toContainText('302 Found')
  const tab = page.getByRole('tabpanel')
  await expect(tab).toContainText(`127.0.0.1:${proxyPort}`)
  await expect(tab).toContainText('GET /feed?v=2 HTTP/1.1')
  // What the login gave is nowhere to be read.
  for (const secret of ['t0ken', 'c00kie', 'pr0xy']) await expect(tab).not.toContainText(secret)
  await window.button('All connections').click()
  await expect(window.row('Logging in: POST')).toBeVisible()
  await expect(window.row('Redirected with 302')).toBeVisible()
  for (const client of acceptor.clients) client.terminate()
  for (const server of [login, feed, proxy]) server.close()
})

test('a server that wants a certificate of ours, of an authority of its own, is met with both', async ({ window }) => {
  const options = { ...readCertificate('localhost'), ca: readFixture('second-ca.pem'), requestCert: true }
  const https = createSecureServer({ ...options, rejectUnauthorized: true })
  const acceptor = new WebSocketServer({ server: https })
  acceptor.on('connection', (socket) => socket.send('known by its certificate'))
  const port = await portOf(https)
  const setup = new Setup(window)

  await window.button('New connection').click()
  await window.url.fill(`wss://localhost:${port}`)
  await setup.section('TLS').click()
  await setup.type('CA file', certificatePath('missing.pem'))
  await window.button('Connect').click()
  await expect(window.page.getByRole('alert')).toContainText('ERR_CA_INVALID')
  await window.button('Options').click()
  await setup.type('CA file', authorityPath)
  await window.button('Connect').click()
  await expect(window.page.getByRole('alert').first()).toContainText('certificate')
  await expect(window.page.getByRole('alert').first()).not.toContainText('ERR_CA_INVALID')

  await setup.button('PKCS#12').click()
  await setup.type('Certificate and key', certificatePath('client.p12'))
  await setup.type('Passphrase', 'wrong')
  await window.button('Connect').click()
  await expect(window.page.getByRole('alert').first()).toContainText('ERR_CERTIFICATE_INVALID')
  await setup.type('Passphrase', CLIENT_PASSPHRASE)
  await window.button('Connect').click()
  await expect(window.row('known by its certificate')).toBeVisible()
  await window.tab('Handshake').click()
  await expect(window.page.getByRole('region', { name: 'TLS' })).toContainText('TLSv1.')
  for (const client of acceptor.clients) client.terminate()
  https.close()
})
