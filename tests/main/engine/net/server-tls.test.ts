import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { markOf } from '../../../../src/shared/protocol/frame'
import { plainServer } from '../../../../src/shared/protocol/server-settings'
import { expectBalancedBooks } from '../../../support/books'
import { authorityPath, type CertificateName } from '../../../support/certificates'
import { EngineProcess } from '../../../support/engine-process'
import { dialRaw, RawPeer } from '../../../support/raw-peer'
import { Seat, takeSeat } from '../../../support/seat'
import { dialRefused, dialTestClient } from '../../../support/test-client'
import { until } from '../../../support/until'

type Settings = NonNullable<Parameters<typeof plainServer>[0]>

const MADE = { kind: 'made' } as const
const SPEAKS_TLS = 'This server speaks TLS. Connect with wss://, not ws://.'

async function serve(tls: Settings['tls'], more: Settings = {}, seat = takeSeat()) {
  const server = await seat.serve('hello', { tls, ...more })
  const log = await seat.watch({ kind: 'server', id: server.id })
  const marked = await seat.watch({ kind: 'server', id: server.id }, { markedOnly: true })
  const state = seat.server(server.id)?.state
  if (state?.name !== 'running') throw new Error('It does not run.')
  const { certificate, urls } = state
  if (certificate === undefined) throw new Error('It has no certificate.')
  return { seat, server, log, marked, certificate, urls, ca: certificate.ca }
}

/** A TLS session whose first words are the test's. */
async function dialSecureRaw(port: number, options: ConnectionOptions): Promise<RawPeer> {
  const socket = connectTls({ port, host: '127.0.0.1', servername: 'localhost', ...options })
  onTestFinished(() => void socket.destroy())
  await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
  return new RawPeer(socket)
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'feedscope-tls-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function fixture(name: `${CertificateName}${'' | '-key'}`): string {
  return fileURLToPath(new URL(`../../../fixtures/tls/${name}.pem`, import.meta.url))
}

async function canBeBound(port: number): Promise<boolean> {
  const server = createTcpServer()
  const isBound = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
  })
  await new Promise((resolve) => server.close(resolve))
  return isBound
}

describe('a server with a certificate made here', () => {
  it.each(['127.0.0.1', '[::1]', 'localhost'])('is reached at wss://%s by who trusts its CA', async (host) => {
    const { seat, server, log, ca, urls } = await serve(MADE)
    expect(urls).toEqual([`wss://127.0.0.1:${server.port}`, `wss://[::1]:${server.port}`])
    expect(server.url).toBe(urls[0])
    const client = await dialTestClient(`wss://${host}:${server.port}`, { ca })
    client.send('hi')
    await client.untilText('Hello Client!')
    await log.untilLine('received: hi')
    expect((await seat.peers(server.id))[0]?.remoteAddress).toMatch(/^(127\.0\.0\.1|\[::1\]):\d+$/)
    await expectBalancedBooks(seat, server.id)
  })

  it('is the certificate that its summary tells of', async () => {
    const { server, ca, certificate } = await serve(MADE)
    expect(certificate.subjectAltNames).toMatch(/DNS:localhost.*IP Address:127\.0\.0\.1/)
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now())
    const socket = connectTls({ port: server.port, host: '127.0.0.1', ca })
    onTestFinished(() => void socket.destroy())
    await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
    expect(socket.getPeerCertificate().fingerprint256).toBe(certificate.fingerprint256)
  })

  it('is not trusted by another engine, and the log says what the client may lack', async () => {
    const { seat, server, marked } = await serve(MADE)
    const other = takeSeat()
    const id = await other.dial(`wss://localhost:${server.port}`)
    const { error } = await other.untilState(id, 'failed')
    expect(error.code).toBe('ERR_TLS_UNTRUSTED')
    expect(error.message).toMatch(/^localhost showed a certificate that is not trusted/)
    await marked.untilLine(/^Refused 127\.0\.0\.1:\d+: The client .*(certificate|CA)/)
    expect(await seat.peers(server.id)).toEqual([])
  })

  it('refuses ws:// with 400 and what to do, and a marked row', async () => {
    const { server, log, marked } = await serve(MADE)
    const { statusCode, body } = await dialRefused(`ws://127.0.0.1:${server.port}`)
    expect([statusCode, JSON.parse(body)]).toEqual([400, { error: SPEAKS_TLS }])
    await marked.untilLine(new RegExp(`^Refused 127\\.0\\.0\\.1:\\d+: ${SPEAKS_TLS}$`))
    expect(log.lines).not.toContain('A new client connected.')
  })

  it('beside plain speaks both on one port, and what one says all hear', async () => {
    const seat = takeSeat()
    const server = await seat.serve('chat', { tls: { ...MADE, alsoPlain: true } })
    const state = seat.server(server.id)?.state
    const { urls, certificate } = state?.name === 'running' ? state : expect.unreachable()
    expect(urls.map((url) => new URL(url).protocol)).toEqual(['wss:', 'ws:', 'wss:', 'ws:'])
    const clients = await Promise.all(urls.map((url) => dialTestClient(url, { ca: certificate?.ca })))
    for (const [at, client] of clients.entries()) {
      client.send(`from ${at}`)
      for (const each of clients) await each.untilText(new RegExp(`"text":"from ${at}"`))
    }
    await seat.call('server.broadcast', { id: server.id, type: 'text', payload: 'to all' })
    for (const each of clients) await each.untilText('to all')
    expect(await seat.peers(server.id)).toHaveLength(4)
    await expectBalancedBooks(seat, server.id)
  })

  it('is kept in the profile: another engine shows the same', async () => {
    const profileFolder = folder()
    const first = await serve(MADE, {}, takeSeat({ profileFolder }))
    const second = await serve(MADE, {}, takeSeat({ profileFolder }))
    expect(second.certificate).toEqual(first.certificate)
    await dialTestClient(second.server.url, { ca: first.ca })
    const elsewhere = await serve(MADE, {}, takeSeat({ profileFolder: folder() }))
    expect(elsewhere.certificate.fingerprint256).not.toBe(first.certificate.fingerprint256)
  })

  it('is good for the names that are let in besides', async () => {
    const { server, ca } = await serve(MADE, { allowedHosts: ['lab.example'] })
    const asked = { ca, servername: 'lab.example', headers: { Host: 'lab.example' } }
    const client = await dialTestClient(server.url, asked)
    client.send('hi')
    await client.untilText('Hello Client!')
  })

  it('that cannot be kept is ERR_CERTIFICATE_FAILED, and nothing listens', async () => {
    const file = join(folder(), 'no-folder')
    writeFileSync(file, '')
    const seat = takeSeat({ profileFolder: file })
    const { code } = await seat.refusal('server.start', plainServer({ port: 0, tls: MADE }))
    expect(code).toBe('ERR_CERTIFICATE_FAILED')
    expect((await seat.call('workspace.read', {})).servers).toEqual([])
  })
})

describe('a server with files of the user', () => {
  it('shows that certificate, and tells of no CA that it does not have', async () => {
    const tls = { kind: 'files', certificateFile: fixture('localhost'), keyFile: fixture('localhost-key') } as const
    const { server, certificate } = await serve(tls)
    expect(certificate).toEqual({
      fingerprint256: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
      subjectAltNames: 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
      validTo: 'Jan  1 00:00:00 2056 GMT',
    })
    const seat = new Seat(await EngineProcess.start({ NODE_EXTRA_CA_CERTS: authorityPath }))
    const id = await seat.open(`wss://localhost:${server.port}`)
    expect((await seat.handshake(id)).tls?.chain[0]?.fingerprint256).toBe(certificate.fingerprint256)
  })

  it.each<[string, string, string, RegExp]>([
    ['that are not there', '/nowhere/cert.pem', fixture('localhost-key'), /There is no file \/nowhere\/cert\.pem/],
    ['that do not belong together', fixture('localhost'), fixture('self-signed-key'), /does not belong/],
    ['whose time is over', fixture('expired'), fixture('expired-key'), /expired on/],
    ['that are each other', fixture('localhost-key'), fixture('localhost'), /There is no certificate in/],
    ['that are not chosen', '', '', /No file is chosen/],
  ])('%s is ERR_CERTIFICATE_INVALID, and nothing listens', async (_, certificateFile, keyFile, why) => {
    const seat = takeSeat()
    const tls = { kind: 'files', certificateFile, keyFile } as const
    const { code, message } = await seat.refusal('server.start', plainServer({ port: 0, tls }))
    expect([code, message]).toEqual(['ERR_CERTIFICATE_INVALID', expect.stringMatching(why)])
    expect((await seat.call('workspace.read', {})).servers).toEqual([])
  })
})

describe('over TLS', () => {
  it.each<[string, Record<string, string>, number]>([
    ['a page of a foreign origin', { Origin: 'https://evil.example' }, 403],
    ['a foreign host, as after DNS rebinding', { Host: 'evil.example' }, 403],
    ['no credentials', {}, 401],
  ])('%s is refused as on plain', async (_, headers, status) => {
    const users = [{ name: 'ada', secret: 'x' }]
    const { server, log, marked, ca } = await serve(MADE, { auth: { kind: 'basic', users } })
    const { statusCode, body } = await dialRefused(server.url, { ca, headers })
    expect(statusCode).toBe(status)
    await marked.untilLine(new RegExp(`^Refused 127\\.0\\.0\\.1:\\d+ with ${status}: `))
    expect(JSON.parse(body)).toEqual({ error: expect.any(String) })
    const Authorization = `Basic ${Buffer.from('ada:x').toString('base64')}`
    await dialTestClient(server.url, { ca, headers: { Authorization } })
    await log.untilLine('A new client connected.')
    expect(log.lines.filter((line) => line === 'A new client connected.')).toHaveLength(1)
  })

  it('the places of one address are counted, and given back', async () => {
    const { server, ca } = await serve(MADE, { limits: { connectionsPerAddress: 1 } })
    const first = await dialTestClient(server.url, { ca })
    expect((await dialRefused(server.url, { ca })).statusCode).toBe(503)
    first.socket.terminate()
    await until(() => dialTestClient(server.url, { ca }).catch(() => undefined), 'the address has room again')
  })

  it('clients that are slow with their handshake or headers are cut within 3.5 s; others are served', async () => {
    const { seat, server, ca, marked } = await serve(MADE)
    const silent = await dialRaw(server.port)
    const begun = await dialRaw(server.port)
    const mute = await dialSecureRaw(server.port, { ca })
    const half = await dialSecureRaw(server.port, { ca })
    const dripping = await dialSecureRaw(server.port, { ca })
    const startedMs = performance.now()
    begun.say(Buffer.from([0x16, 3, 1, 2, 0, 1]))
    half.say('GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n')
    dripping.say('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    const timer = setInterval(() => dripping.say('z'), 20)
    try {
      await dialTestClient(server.url, { ca })
      const slow = Object.entries({ silent, begun, mute, half, dripping })
      await Promise.all(
        slow.map(([name, { socket }]) => until(() => socket.readableEnded || socket.destroyed, `${name} is cut`)),
      )
      // Half a second more than promised: the machine may be busy.
      expect((performance.now() - startedMs) / 1_000).toBeLessThan(4)
      await marked.until((rows) => rows.length >= 5, 'each is told of')
      expect(await seat.peers(server.id)).toHaveLength(1)
    } finally {
      clearInterval(timer)
    }
  })

  it('the fault of a reset is a reset of the line, and its row says so', async () => {
    const { seat, server, ca, marked } = await serve(MADE)
    const peer = await dialSecureRaw(server.port, { ca })
    let code: string | undefined
    peer.socket.on('error', (error: Error & { code?: string }) => {
      code = error.code
    })
    peer.requestUpgrade({ Host: 'localhost' })
    await peer.head()
    const { peerCount } = await seat.call('server.act', { id: server.id, action: { do: 'reset' } })
    expect(peerCount).toBe(1)
    await until(() => peer.isClosed || peer.hasEnded, 'the line is cut')
    expect(code).toBe('ECONNRESET')
    await marked.untilLine('Fault: cut with a TCP reset.')
    await until(async () => (await seat.peers(server.id)).length === 0, 'it is gone')
  })

  it('the same reset after a time of its own cuts a client, too', async () => {
    const { server, ca, marked } = await serve(MADE, { faults: { end: { kind: 'reset', afterMs: 50 } } })
    const client = await dialTestClient(server.url, { ca })
    expect((await client.untilClosed()).code).toBe(1006)
    await marked.untilLine('Fault: cut with a TCP reset.')
    expect(marked.rows.map(({ kind }) => markOf(kind))).toEqual(['noted'])
  })

  it('a stop says goodbye with 1001, is done with whoever is not in, and frees the port', async () => {
    const { seat, server, ca } = await serve({ ...MADE, alsoPlain: true }, { limits: { handshakeMs: 60_000 } })
    const clients = [
      await dialTestClient(`wss://127.0.0.1:${server.port}`, { ca }),
      await dialTestClient(`ws://127.0.0.1:${server.port}`),
    ]
    const silent = await dialRaw(server.port)
    const mute = await dialSecureRaw(server.port, { ca })
    const half = await dialSecureRaw(server.port, { ca })
    half.say('GET / HTTP/1.1\r\nHost: ')
    // By then the half of it is read.
    await dialRefused(`ws://127.0.0.1:${server.port}`, { headers: { Host: 'evil.example' } })
    await seat.call('server.stop', { id: server.id })
    for (const client of clients) {
      expect(await client.untilClosed()).toEqual({ code: 1001, reason: 'Server stopped' })
    }
    await silent.untilHungUp()
    for (const peer of [mute, half]) await until(() => peer.hasEnded || peer.isClosed, 'it is cut')
    expect(await canBeBound(server.port)).toBe(true)
  })
})
