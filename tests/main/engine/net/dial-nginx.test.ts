import { describe, expect, it } from 'vitest'
import { type ConnectionSettings, plainConnection } from '../../../../src/shared/protocol/connection-settings'
import {
  authorityPath,
  CLIENT_PASSPHRASE,
  certificatePath,
  fingerprintOf,
  secondAuthorityPath,
} from '../../../support/certificates'
import { type Feed, startFeed } from '../../../support/feed-server'
import { hasNginx, type ProxyOptions, startNginx } from '../../../support/nginx'
import { type Seat, takeSeat } from '../../../support/seat'

type Tls = ConnectionSettings['tls']

const good = { certificates: ['localhost.pem'], key: 'localhost-key.pem' }
const selfSigned = { certificates: ['self-signed.pem'], key: 'self-signed-key.pem' }
const withTls = (tls: Partial<Tls>) => ({ tls: { ...plainConnection('').tls, ...tls } })

async function startProxy(options: ProxyOptions) {
  const feed: Feed = await startFeed()
  const proxy = await startNginx(feed.port, options)
  return { ...proxy, feed, url: `wss://localhost:${proxy.port}/feed` }
}

async function failureOf(seat: Seat, url: string, tls: Partial<Tls> = {}) {
  const id = await seat.dial(url, withTls(tls))
  const { error } = await seat.untilState(id, 'failed')
  return { ...error, id }
}

describe.skipIf(!hasNginx)('a feed behind nginx', () => {
  it('opens where its authority is trusted, and messages pass both ways', async () => {
    const seat = takeSeat()
    const { url, feed } = await startProxy(good)
    const id = await seat.open(url, withTls({ caFile: authorityPath }))
    const socket = await feed.socket()
    socket.on('message', (data) => socket.send(`you said ${data}`))
    const log = await seat.watchConnection(id)
    await seat.call('frame.send', { connectionId: id, type: 'text', payload: 'hello' })
    await log.untilLine('received text: you said hello')
    expect((await seat.handshake(id)).tls?.protocol).toBe('TLSv1.3')
  })

  it('opens with a whole chain', async () => {
    const seat = takeSeat()
    const certificates = ['behind-intermediate.pem', 'intermediate.pem']
    const { url } = await startProxy({ certificates, key: 'behind-intermediate-key.pem' })
    const id = await seat.open(url, withTls({ caFile: secondAuthorityPath }))
    expect((await seat.handshake(id)).tls?.chain).toHaveLength(3)
  })

  it.each<[string, ProxyOptions, string]>([
    ['self-signed', selfSigned, 'ERR_TLS_UNTRUSTED'],
    ['expired', { certificates: ['expired.pem'], key: 'expired-key.pem' }, 'ERR_TLS_EXPIRED'],
    ['for another host', { certificates: ['other-host.pem'], key: 'other-host-key.pem' }, 'ERR_TLS_HOST_MISMATCH'],
    [
      'of an incomplete chain',
      { certificates: ['behind-intermediate.pem'], key: 'behind-intermediate-key.pem' },
      'ERR_TLS_UNTRUSTED',
    ],
  ])('does not open with a certificate that is %s: nginx hears no request', async (_, options, code) => {
    const seat = takeSeat()
    const proxy = await startProxy(options)
    const caFile = code === 'ERR_TLS_UNTRUSTED' ? secondAuthorityPath : authorityPath
    expect((await failureOf(seat, proxy.url, { caFile })).code).toBe(code)
    // nginx writes its log in order: had there been a request before this one, it would stand there.
    await seat.open(proxy.url, withTls({ pinnedFingerprint: await shownBy(seat, proxy.url) }))
    const socket = await proxy.feed.socket()
    socket.close()
    await expect.poll(() => proxy.requests()).toEqual(['GET /feed HTTP/1.1 101'])
  })

  it('opens with its certificate pinned, and with another pinned hears no request', async () => {
    const seat = takeSeat()
    const proxy = await startProxy(selfSigned)
    const wrong = await failureOf(seat, proxy.url, { pinnedFingerprint: fingerprintOf('localhost') })
    expect(wrong.code).toBe('ERR_TLS_PIN_MISMATCH')
    expect(wrong.message).toContain(fingerprintOf('self-signed'))
    await seat.open(proxy.url, withTls({ pinnedFingerprint: fingerprintOf('self-signed') }))
    const socket = await proxy.feed.socket()
    socket.close()
    await expect.poll(() => proxy.requests()).toEqual(['GET /feed HTTP/1.1 101'])
  })

  it('lets in whom it knows by a client certificate', async () => {
    const seat = takeSeat()
    const { url } = await startProxy({ ...good, clientAuthority: 'second-ca.pem' })
    const clientCertificate = {
      kind: 'pkcs12',
      file: certificatePath('client.p12'),
      passphrase: CLIENT_PASSPHRASE,
    } as const
    await seat.open(url, withTls({ caFile: authorityPath, clientCertificate }))
  })

  it('answers who has none with a status, and the failure says what it wants', async () => {
    const seat = takeSeat()
    const { url } = await startProxy({ ...good, clientAuthority: 'second-ca.pem' })
    const { code, message, id } = await failureOf(seat, url, { caFile: authorityPath })
    expect(code).toBe('ERR_HANDSHAKE_REFUSED')
    expect(message).toContain('client certificate')
    expect((await seat.handshake(id)).response?.body).toContain('No required SSL certificate was sent')
  })

  it('that speaks only TLS 1.2 is refused where the least is 1.3', async () => {
    const seat = takeSeat()
    const { url } = await startProxy({ ...good, protocols: 'TLSv1.2' })
    const id = await seat.open(url, withTls({ caFile: authorityPath }))
    expect((await seat.handshake(id)).tls?.protocol).toBe('TLSv1.2')
    const { code } = await failureOf(seat, url, { caFile: authorityPath, minVersion: 'TLSv1.3' })
    expect(code).toBe('ERR_TLS_PROTOCOL')
  })
})

/** The fingerprint that a person would compare. */
async function shownBy(seat: Seat, url: string): Promise<string> {
  const { id } = await failureOf(seat, url)
  return (await seat.handshake(id)).tls?.chain[0]?.fingerprint256 ?? ''
}
