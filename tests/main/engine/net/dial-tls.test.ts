import { createServer, type Server } from 'node:https'
import { describe, expect, it } from 'vitest'
import { authorityPath, type CertificateName, readCertificate } from '../../../support/certificates'
import { EngineProcess } from '../../../support/engine-process'
import { startFeed } from '../../../support/feed-server'
import { Seat, takeSeat } from '../../../support/seat'

function startSecureFeed(certificate: CertificateName, options: Parameters<typeof createServer>[0] = {}) {
  return startFeed({}, createServer({ ...readCertificate(certificate), ...options }) as unknown as Server)
}

async function failureOf(seat: Seat, url: string) {
  const id = await seat.dial(url)
  return (await seat.untilState(id, 'failed')).error
}

describe('dialling with TLS', () => {
  it.each<CertificateName>(['self-signed', 'localhost'])(
    'to a server that nobody we trust vouches for (%s) is ERR_TLS_UNTRUSTED',
    async (certificate) => {
      const seat = takeSeat()
      const feed = await startSecureFeed(certificate)
      const { code, message } = await failureOf(seat, `wss://localhost:${feed.port}`)
      expect(code).toBe('ERR_TLS_UNTRUSTED')
      expect(message).toMatch(
        /^localhost showed a certificate that is not trusted\. .* as the CA file of this connection, or compare its fingerprint/,
      )
      expect(feed.sockets).toEqual([])
    },
  )

  it('to a port that speaks no TLS is ERR_TLS_PROTOCOL', async () => {
    const seat = takeSeat()
    const feed = await startFeed()
    const { code, message } = await failureOf(seat, `wss://localhost:${feed.port}`)
    expect(code).toBe('ERR_TLS_PROTOCOL')
    expect(message).toContain('use ws:// instead of wss://')
  })

  it('to a server that speaks only what is too old is ERR_TLS_PROTOCOL', async () => {
    const seat = takeSeat()
    const old = { minVersion: 'TLSv1' as const, maxVersion: 'TLSv1.1' as const, ciphers: 'DEFAULT@SECLEVEL=0' }
    const feed = await startSecureFeed('localhost', old)
    expect((await failureOf(seat, `wss://localhost:${feed.port}`)).code).toBe('ERR_TLS_PROTOCOL')
  })

  it('is what a TLS port wants: without it the failure says to look at the scheme', async () => {
    const seat = takeSeat()
    const feed = await startSecureFeed('localhost')
    const { code, message } = await failureOf(seat, `ws://localhost:${feed.port}`)
    expect(['ERR_CONNECTION_RESET', 'ERR_HANDSHAKE_INVALID']).toContain(code)
    expect(message).toContain('scheme')
  })
})

// Which authorities are trusted is settled when a process starts.
describe('dialling with TLS where the authority is trusted', () => {
  const trusting = async () => new Seat(await EngineProcess.start({ NODE_EXTRA_CA_CERTS: authorityPath }))

  it('opens, and keeps the TLS session with the handshake', async () => {
    const seat = await trusting()
    const feed = await startSecureFeed('localhost')
    const id = await seat.open(`wss://localhost:${feed.port}/feed`)
    const socket = await feed.socket()
    socket.send('over TLS')
    const log = await seat.watchConnection(id)
    await log.untilLine('received text: over TLS')
    const { tls, timing } = await seat.handshake(id)
    expect(tls?.protocol).toBe('TLSv1.3')
    expect(tls?.cipher).toMatch(/^TLS_/)
    expect(tls?.chain.map(({ subject, issuer }) => [subject, issuer])).toEqual([
      ['localhost, Feedscope tests', 'Feedscope test authority, Feedscope tests'],
      ['Feedscope test authority, Feedscope tests', 'Feedscope test authority, Feedscope tests'],
    ])
    expect(tls?.chain[0]).toMatchObject({
      subjectAltNames: 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
      validFrom: 'Jan  1 00:00:00 2020 GMT',
      validTo: 'Jan  1 00:00:00 2056 GMT',
    })
    expect(tls?.chain[0]?.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    expect(tls?.chain[0]?.serialNumber).toMatch(/^[0-9A-F]+$/)
    const { dnsMs = 0, tcpMs = 0, tlsMs = 0, upgradeMs = 0, totalMs = 0 } = timing
    expect(tlsMs).toBeGreaterThan(0)
    expect(dnsMs + tcpMs + tlsMs + upgradeMs).toBeLessThanOrEqual(totalMs + 0.001)
  })

  it('still refuses a certificate that has expired, and one for another host', async () => {
    const seat = await trusting()
    const expired = await startSecureFeed('expired')
    expect(await failureOf(seat, `wss://localhost:${expired.port}`)).toEqual({
      code: 'ERR_TLS_EXPIRED',
      message:
        'localhost showed a certificate that is not trusted. It expired on Jan  2 00:00:00 2020 GMT. Have its owner renew it, or compare its fingerprint and trust it for this connection.',
    })
    const other = await startSecureFeed('other-host')
    expect(await failureOf(seat, `wss://localhost:${other.port}`)).toEqual({
      code: 'ERR_TLS_HOST_MISMATCH',
      message:
        'localhost showed a certificate that is not trusted. It is for other.example, not for localhost. Connect by a name it is for, write that name as the server name of this connection, or compare its fingerprint and trust it for this connection.',
    })
    expect([...expired.sockets, ...other.sockets]).toEqual([])
  })
})
