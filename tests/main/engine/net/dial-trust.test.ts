import { once } from 'node:events'
import { get } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net'
import { createServer } from 'node:tls'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type ConnectionSettings, plainConnection } from '../../../../src/shared/protocol/connection-settings'
import { isTrusted } from '../../../../src/shared/protocol/handshake'
import {
  authorityPath,
  type CertificateName,
  CLIENT_PASSPHRASE,
  certificatePath,
  fingerprintOf,
  readCertificate,
  readFixture,
  secondAuthorityPath,
} from '../../../support/certificates'
import { type Seat, takeSeat } from '../../../support/seat'
import { startSecureFeed } from '../../../support/secure-feed'
import { until } from '../../../support/until'

function withTls(tls: Partial<ConnectionSettings['tls']>): Partial<ConnectionSettings> {
  return { tls: { ...plainConnection('').tls, ...tls } }
}

async function failureOf(seat: Seat, url: string, tls: Partial<ConnectionSettings['tls']> = {}) {
  const id = await seat.dial(url, withTls(tls))
  const { error } = await seat.untilState(id, 'failed')
  return { ...error, id }
}

/** TLS that hears what is said and says nothing: counts what reaches an application, of lines that may end before TLS is agreed upon. */
async function startListener(certificate: CertificateName) {
  const heard = { lineCount: 0, byteLength: 0, closedCount: 0 }
  const server = createServer(readCertificate(certificate), (socket) => {
    socket.on('data', (bytes) => {
      heard.byteLength += bytes.byteLength
    })
    socket.on('error', () => {})
  })
  server.on('connection', (line: Socket) => {
    heard.lineCount++
    line.on('close', () => heard.closedCount++)
  })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { heard, url: `wss://localhost:${(server.address() as AddressInfo).port}` }
}

describe('an authority of one’s own', () => {
  it('is trusted for the connection that names it, and for no other', async () => {
    const seat = takeSeat()
    const feed = await startSecureFeed('localhost')
    const id = await seat.open(feed.secureUrl, withTls({ caFile: authorityPath }))
    const { tls } = await seat.handshake(id)
    expect(tls).not.toHaveProperty('distrust')
    expect(tls).not.toHaveProperty('pin')
    expect((await failureOf(seat, feed.secureUrl)).code).toBe('ERR_TLS_UNTRUSTED')
    expect(feed.requestCount()).toBe(1)
  })

  it('vouches for a chain that is whole', async () => {
    const seat = takeSeat()
    const cert = readFixture('behind-intermediate.pem') + readFixture('intermediate.pem')
    const feed = await startSecureFeed('behind-intermediate', { cert })
    const id = await seat.open(feed.secureUrl, withTls({ caFile: secondAuthorityPath }))
    expect((await seat.handshake(id)).tls?.chain.map(({ subject }) => subject)).toEqual([
      'localhost, Feedscope tests',
      'Feedscope test intermediate, Feedscope tests',
      'Feedscope second test authority, Feedscope tests',
    ])
  })

  it('does not help a server that keeps its intermediate to itself, and the failure says whose is missing', async () => {
    const seat = takeSeat()
    const feed = await startSecureFeed('behind-intermediate')
    const { code, message } = await failureOf(seat, feed.secureUrl, { caFile: secondAuthorityPath })
    expect(code).toBe('ERR_TLS_UNTRUSTED')
    expect(message).toContain('It is signed by “Feedscope test intermediate, Feedscope tests”')
    expect(message).toContain('Have the server send its whole chain')
    expect(feed.requestCount()).toBe(0)
  })

  it('may be the server’s own certificate', async () => {
    const seat = takeSeat()
    const feed = await startSecureFeed('self-signed')
    await seat.open(feed.secureUrl, withTls({ caFile: certificatePath('self-signed.pem') }))
  })

  it('that cannot be read is said before anything is dialled', async () => {
    const seat = takeSeat()
    const { heard, url } = await startListener('localhost')
    const { code, message } = await failureOf(seat, url, { caFile: '/nowhere/ca.pem' })
    expect(code).toBe('ERR_CA_INVALID')
    expect(message).toBe('There is no file /nowhere/ca.pem. Choose the CA file again.')
    expect(heard.lineCount).toBe(0)
  })
})

describe('a certificate that is not trusted', () => {
  it.each<[CertificateName, string, RegExp]>([
    ['self-signed', 'ERR_TLS_UNTRUSTED', /^It is self-signed: no authority vouches for it\.$/],
    ['localhost', 'ERR_TLS_UNTRUSTED', /^It is signed by “Feedscope test authority, Feedscope tests”, which/],
    ['expired', 'ERR_TLS_EXPIRED', /^It expired on Jan {2}2 00:00:00 2020 GMT\.$/],
    ['not-yet-valid', 'ERR_TLS_EXPIRED', /^It is not valid before Jan {2}1 00:00:00 2055 GMT\.$/],
    ['other-host', 'ERR_TLS_HOST_MISMATCH', /^It is for other\.example, not for localhost\.$/],
  ])('%s: %s, before a byte of HTTP, with the chain kept to be shown', async (certificate, code, distrust) => {
    const seat = takeSeat()
    const { heard, url } = await startListener(certificate)
    const caFile = code === 'ERR_TLS_UNTRUSTED' ? '' : both(certificate)
    const failure = await failureOf(seat, url, { caFile })
    expect(failure.code).toBe(code)
    const { tls, timing, requestLine } = await seat.handshake(failure.id)
    expect(tls?.distrust).toMatch(distrust)
    expect(failure.message).toContain(tls?.distrust)
    expect(tls?.chain[0]).toMatchObject({ fingerprint256: fingerprintOf(certificate) })
    expect(tls !== undefined && isTrusted(tls)).toBe(false)
    expect(timing.tlsMs).toBeGreaterThan(0)
    expect(requestLine).toBe('GET /')
    await until(() => heard.closedCount === 1, 'the server sees it go')
    expect(heard).toMatchObject({ lineCount: 1, byteLength: 0 })
  })

  it('of an authority that the server sends is said to be signed by that', async () => {
    const seat = takeSeat()
    const cert = readFixture('localhost.pem') + readFixture('ca.pem')
    const feed = await startSecureFeed('localhost', { cert })
    const { code, message } = await failureOf(seat, feed.secureUrl)
    expect(code).toBe('ERR_TLS_UNTRUSTED')
    expect(message).toContain(
      'It is signed by “Feedscope test authority, Feedscope tests”, which this computer does not trust. Choose its authority',
    )
  })

  it('says all that is wrong with it, not only the first', async () => {
    const seat = takeSeat()
    const { url } = await startListener('other-host')
    const { code, message } = await failureOf(seat, url)
    expect(code).toBe('ERR_TLS_UNTRUSTED')
    expect(message).toContain('and the server did not send. It is for other.example, not for localhost.')
  })

  it('is refused though the environment says that all are to be trusted, and no dial says so to others', async () => {
    const seat = takeSeat()
    const feed = await startSecureFeed('self-signed')
    const askedByNode = () =>
      new Promise<string>((resolve) => {
        const asked = get({ host: 'localhost', port: feed.port, agent: false }, () => resolve('answered'))
        asked.on('error', ({ code = '' }: NodeJS.ErrnoException) => resolve(code))
      })
    const pinnedFingerprint = fingerprintOf('self-signed')
    await seat.open(feed.secureUrl, withTls({ pinnedFingerprint }))
    await seat.open(feed.secureUrl, withTls({ caFile: certificatePath('self-signed.pem') }))
    expect(process.env.NODE_TLS_REJECT_UNAUTHORIZED).toBeUndefined()
    expect(await askedByNode()).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
    const count = feed.requestCount()
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    onTestFinished(() => void vi.unstubAllEnvs())
    expect((await failureOf(seat, feed.secureUrl)).code).toBe('ERR_TLS_UNTRUSTED')
    expect(feed.requestCount()).toBe(count)
  })

  it('is looked at anew at each dial: that it was trusted once says nothing', async () => {
    const seat = takeSeat()
    const feed = await startSecureFeed('localhost')
    const id = await seat.open(feed.secureUrl, withTls({ caFile: authorityPath }))
    await seat.call('connection.disconnect', { id })
    await seat.untilState(id, 'closed')
    await seat.call('connection.configure', { id, change: withTls({}) })
    await seat.call('connection.connect', { id })
    expect((await seat.untilState(id, 'failed')).error.code).toBe('ERR_TLS_UNTRUSTED')
    expect(feed.requestCount()).toBe(1)
  })
})

function both(certificate: CertificateName): string {
  return certificate === 'not-yet-valid' ? secondAuthorityPath : authorityPath
}

describe('a pinned certificate', () => {
  it.each<CertificateName>(['self-signed', 'expired', 'not-yet-valid', 'other-host', 'localhost'])(
    'is trusted, whatever else is wrong with it: %s',
    async (certificate) => {
      const seat = takeSeat()
      const feed = await startSecureFeed(certificate)
      const pinnedFingerprint = fingerprintOf(certificate)
      const id = await seat.open(feed.secureUrl, withTls({ pinnedFingerprint }))
      const { tls } = await seat.handshake(id)
      expect(tls).toMatchObject({ pin: pinnedFingerprint, distrust: expect.stringMatching(/^It /) })
    },
  )

  it('is the only one: another fails before a byte of HTTP and says which came, though an authority vouches for it', async () => {
    const seat = takeSeat()
    const { heard, url } = await startListener('localhost')
    const pinnedFingerprint = fingerprintOf('self-signed')
    const failure = await failureOf(seat, url, { pinnedFingerprint, caFile: authorityPath })
    expect(failure.code).toBe('ERR_TLS_PIN_MISMATCH')
    expect(failure.message).toContain(`its SHA-256 is ${fingerprintOf('localhost')}. Nothing was sent to it.`)
    const { tls } = await seat.handshake(failure.id)
    expect(tls).toMatchObject({ pin: pinnedFingerprint, chain: [{ fingerprint256: fingerprintOf('localhost') }, {}] })
    expect(tls).not.toHaveProperty('distrust')
    await until(() => heard.closedCount === 1, 'the server sees it go')
    expect(heard).toMatchObject({ lineCount: 1, byteLength: 0 })
  })

  it('counts for its connection alone', async () => {
    const seat = takeSeat()
    const feed = await startSecureFeed('self-signed')
    await seat.open(feed.secureUrl, withTls({ pinnedFingerprint: fingerprintOf('self-signed') }))
    expect((await failureOf(seat, feed.secureUrl)).code).toBe('ERR_TLS_UNTRUSTED')
  })
})

describe('the server name', () => {
  it('is asked for and looked for in place of the host', async () => {
    const seat = takeSeat()
    const asked: string[] = []
    const feed = await startSecureFeed('other-host', {
      SNICallback: (name, done) => {
        asked.push(name)
        done(null)
      },
    })
    await seat.open(feed.secureUrl, withTls({ caFile: authorityPath, serverName: 'other.example' }))
    expect(asked).toEqual(['other.example'])
  })

  it('is none where the host is an address, which the certificate must have', async () => {
    const seat = takeSeat()
    const names: (string | false | null)[] = []
    const feed = await startSecureFeed('localhost')
    feed.onSecure((socket) => names.push(socket.servername ?? null))
    await seat.open(`wss://127.0.0.1:${feed.port}`, withTls({ caFile: authorityPath }))
    expect(names).toEqual([false])
  })
})

describe('the least version of TLS', () => {
  const old = { minVersion: 'TLSv1' as const, maxVersion: 'TLSv1.1' as const, ciphers: 'DEFAULT@SECLEVEL=0' }

  it('is 1.2: an older server fails, and the sentence says where to lower it', async () => {
    const seat = takeSeat()
    const feed = await startSecureFeed('localhost', old)
    const { code, message } = await failureOf(seat, feed.secureUrl, { caFile: authorityPath })
    expect(code).toBe('ERR_TLS_PROTOCOL')
    expect(message).toContain('lower the minimum version of TLS of this connection')
  })

  it('can be lowered for such a server, and a newer one is spoken to as ever', async () => {
    const seat = takeSeat()
    const lowered = withTls({ caFile: authorityPath, minVersion: 'TLSv1' })
    const older = await startSecureFeed('localhost', old)
    const newer = await startSecureFeed('localhost')
    const protocolOf = async (url: string) => (await seat.handshake(await seat.open(url, lowered))).tls?.protocol
    expect(await protocolOf(older.secureUrl)).toBe('TLSv1.1')
    expect(await protocolOf(newer.secureUrl)).toBe('TLSv1.3')
  })

  it('can be raised', async () => {
    const seat = takeSeat()
    const feed = await startSecureFeed('localhost', { maxVersion: 'TLSv1.2' })
    const { code } = await failureOf(seat, feed.secureUrl, { caFile: authorityPath, minVersion: 'TLSv1.3' })
    expect(code).toBe('ERR_TLS_PROTOCOL')
  })
})

describe('a client certificate', () => {
  const wanted = { requestCert: true, rejectUnauthorized: true, ca: readFixture('second-ca.pem') }
  const locked = { certificateFile: certificatePath('client.pem'), keyFile: certificatePath('client-locked-key.pem') }

  it.each<[string, ConnectionSettings['tls']['clientCertificate']]>([
    ['PEM, its key with a passphrase', { kind: 'pem', ...locked, passphrase: CLIENT_PASSPHRASE }],
    ['PEM', { kind: 'pem', ...locked, keyFile: certificatePath('client-key.pem'), passphrase: '' }],
    ['PKCS#12', { kind: 'pkcs12', file: certificatePath('client.p12'), passphrase: CLIENT_PASSPHRASE }],
  ])('is shown to a server that wants one: %s', async (_, clientCertificate) => {
    const seat = takeSeat()
    const feed = await startSecureFeed('localhost', wanted)
    const clients: string[] = []
    feed.onSecure((socket) => clients.push(String(socket.getPeerCertificate().subject.CN)))
    await seat.open(feed.secureUrl, withTls({ caFile: authorityPath, clientCertificate }))
    expect(clients).toEqual(['a client'])
  })

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('that is wanted and not there is said, with %s', async (maxVersion) => {
    const seat = takeSeat()
    const feed = await startSecureFeed('localhost', { ...wanted, maxVersion })
    const { message } = await failureOf(seat, feed.secureUrl, { caFile: authorityPath })
    // The alert of TLS 1.3 comes after the handshake, and a line that is cut can overtake it.
    expect(message).toMatch(/client certificate/)
    expect(feed.requestCount()).toBe(0)
  })

  it('with a wrong passphrase is said before anything is dialled', async () => {
    const seat = takeSeat()
    const { heard, url } = await startListener('localhost')
    const clientCertificate = { kind: 'pem', ...locked, passphrase: 'wrong' } as const
    const { code, message } = await failureOf(seat, url, { clientCertificate })
    expect(code).toBe('ERR_CERTIFICATE_INVALID')
    expect(message).toBe(`The passphrase does not open the key in ${locked.keyFile}. Correct it.`)
    expect(heard.lineCount).toBe(0)
  })
})

describe('a local server whose certificate we made', () => {
  it('is trusted by our own connections, by name and by address, without being asked', async () => {
    const seat = takeSeat()
    const { url, port } = await seat.serve('echo', { tls: { kind: 'made' } })
    expect(url).toMatch(/^wss:/)
    const id = await seat.open(`wss://localhost:${port}`)
    expect((await seat.handshake(id)).tls).not.toHaveProperty('distrust')
    await seat.open(`wss://127.0.0.1:${port}`)
    await seat.open(`wss://localhost:${port}`)
  })

  it('is trusted by a tap before it, too', async () => {
    const seat = takeSeat()
    const { url } = await seat.serve('echo', { tls: { kind: 'made' } })
    const tap = await seat.serve('tap', { options: { upstream: url } })
    await seat.open(tap.url)
  })

  it('brings no trust to another port', async () => {
    const seat = takeSeat()
    await seat.serve('echo', { tls: { kind: 'made' } })
    const feed = await startSecureFeed('self-signed')
    expect((await failureOf(seat, feed.secureUrl)).code).toBe('ERR_TLS_UNTRUSTED')
  })
})

describe('a dial with TLS', () => {
  it('that is given up during the handshake of TLS closes its line', async () => {
    const seat = takeSeat()
    let closedCount = 0
    const mute = createTcp((socket) => {
      socket.resume()
      socket.on('close', () => closedCount++)
      socket.on('error', () => {})
    }).listen(0, '127.0.0.1')
    await once(mute, 'listening')
    onTestFinished(() => void mute.close())
    const id = await seat.dial(`wss://localhost:${(mute.address() as AddressInfo).port}`)
    await until(async () => (await connectionsOf(mute)) === 1, 'the line is there')
    await seat.call('connection.disconnect', { id })
    expect((await seat.untilState(id, 'failed')).error.code).toBe('ERR_CANCELLED')
    await until(() => closedCount === 1, 'the line is closed')
  })
})

function connectionsOf(server: { getConnections(done: (error: Error | null, count: number) => void): void }) {
  return new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)))
}
