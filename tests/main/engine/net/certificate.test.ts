import { execFileSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { identityFor, type TlsIdentity } from '../../../../src/main/engine/net/certificate'

const DAY_MS = 24 * 3_600_000
const NOW_MS = Date.now()
const KEPT = 'local-certificate.pem'
const MADE = { kind: 'made', alsoPlain: false } as const

let root: string
let folder: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'feedscope-tls-'))
  folder = join(root, 'profile')
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
})

async function made(options: { hosts?: string[]; nowMs?: number; folder?: string } = {}): Promise<TlsIdentity> {
  const result = await identityFor(MADE, { folder, hosts: [], nowMs: NOW_MS, ...options })
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

function leafOf({ cert }: TlsIdentity): X509Certificate {
  return new X509Certificate(cert)
}

/** Undefined when the client was content with who answered. */
async function reasonOfDistrust({ key, cert }: TlsIdentity, host: string, ca?: string): Promise<string | undefined> {
  const server = createServer({ key, cert })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const reason = await new Promise<string | undefined>((resolve) => {
    const socket = connect({ port, ca, host: '127.0.0.1', servername: /^[\d.:]+$/.test(host) ? '' : host })
    socket.on('secureConnect', () => resolve(undefined))
    socket.on('error', (error: Error & { code?: string }) => resolve(error.code))
    onTestFinished(() => void socket.destroy())
  })
  server.closeAllConnections()
  server.close()
  return reason
}

describe('a certificate made for local servers', () => {
  it('is trusted by who trusts its CA, and by nobody else', async () => {
    const identity = await made({ hosts: ['lab.example'] })
    const { ca } = identity.summary
    for (const host of ['localhost', '127.0.0.1', 'lab.example']) {
      expect([host, await reasonOfDistrust(identity, host, ca)]).toEqual([host, undefined])
    }
    expect(await reasonOfDistrust(identity, 'other.example', ca)).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
    expect(await reasonOfDistrust(identity, 'localhost')).toBe('SELF_SIGNED_CERT_IN_CHAIN')
    const { ca: another } = await made({ folder: join(root, 'another') }).then(({ summary }) => summary)
    expect(await reasonOfDistrust(identity, 'localhost', another)).toBeDefined()
  })

  it('says what it is for and what it may do, and no more', async () => {
    const identity = await made({ hosts: ['192.0.2.7', 'fd00:0:0::7', 'bücher.example', 'fe80::1%eth0'] })
    const leaf = leafOf(identity)
    const ca = new X509Certificate(identity.summary.ca ?? '')
    for (const ip of ['127.0.0.1', '::1', '192.0.2.7', 'fd00::7', 'fe80::1']) expect(leaf.checkIP(ip)).toBeDefined()
    for (const name of ['localhost', 'xn--bcher-kva.example']) expect(leaf.checkHost(name)).toBeDefined()
    expect(leaf.subjectAltName).toContain('DNS:*.localhost')
    expect(leaf.checkHost('example')).toBeUndefined()
    expect([leaf.ca, ca.ca]).toEqual([false, true])
    expect(leaf.checkIssued(ca) && leaf.verify(ca.publicKey)).toBe(true)
    expect(ca.subject).toMatch(/^CN=Feedscope local CA [0-9a-f]{8}$/)
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect(leaf.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
    expect(Date.parse(leaf.validFrom)).toBeLessThanOrEqual(NOW_MS - DAY_MS)
    expect(Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)).toBeLessThan(397 * DAY_MS)
    expect(identity.summary).toMatchObject({
      fingerprint256: leaf.fingerprint256,
      subjectAltNames: leaf.subjectAltName,
      validTo: leaf.validTo,
    })
  })

  it('stands before OpenSSL at its strictest', async () => {
    const { cert, summary } = await made()
    const file = (name: string, text = '') => {
      writeFileSync(join(root, name), text)
      return join(root, name)
    }
    const options = ['-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'localhost']
    const args = ['verify', '-CAfile', file('ca.pem', summary.ca), ...options, file('leaf.pem', cert)]
    expect(execFileSync('openssl', args, { encoding: 'utf8' })).toContain('OK')
  })

  it('is kept for the user alone, without the key of its CA, and read again', async () => {
    const first = await made()
    expect(readdirSync(folder)).toEqual([KEPT])
    const text = readFileSync(join(folder, KEPT), 'utf8')
    expect(text.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----/g)).toHaveLength(1)
    expect(leafOf(first).checkPrivateKey(createPrivateKey(text))).toBe(true)
    expect(text).toContain(first.key.trim())
    if (process.platform !== 'win32') {
      expect(statSync(join(folder, KEPT)).mode & 0o777).toBe(0o600)
      expect(statSync(folder).mode & 0o777).toBe(0o700)
    }
    expect(await made()).toEqual(first)
    expect(await made({ nowMs: NOW_MS + 360 * DAY_MS })).toEqual(first)
  })

  it('is one for all servers that start at once', async () => {
    const all = await Promise.all([made(), made(), made({ hosts: ['127.0.0.1', '0:0:0:0:0:0:0:1', 'LOCALHOST'] })])
    expect(new Set(all.map(({ summary }) => summary.ca)).size).toBe(1)
  })

  it('is made anew near its end, and when the clock is before its beginning', async () => {
    const first = await made()
    const later = await made({ nowMs: NOW_MS + 366 * DAY_MS })
    expect(later.summary.ca).not.toBe(first.summary.ca)
    expect(Date.parse(later.summary.validTo)).toBeGreaterThan(NOW_MS + 700 * DAY_MS)
    expect((await made()).summary.ca).not.toBe(later.summary.ca)
  })

  it('is made anew for hosts it is not for, and stays good for those it was for', async () => {
    const first = await made({ hosts: ['192.0.2.7'] })
    const second = await made({ hosts: ['lab.example'] })
    expect(second.summary.ca).not.toBe(first.summary.ca)
    expect(await made({ hosts: ['192.0.2.7'] })).toEqual(second)
  })

  it.each<[string, (text: string) => string]>([
    ['empty', () => ''],
    ['cut short', (text) => text.slice(0, text.length - 300)],
    ['of other text', () => 'not a certificate'],
    ['with a byte changed in the certificate', (text) => text.replace(/(BEGIN CERTIFICATE-----\n[\s\S]{100})./, '$1!')],
    [
      "with another's key",
      (text) => {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
        const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
        return text.replace(/-----BEGIN PRIVATE KEY[\s\S]+END PRIVATE KEY-----\n/, key)
      },
    ],
  ])('replaces a file that is %s', async (_, damage) => {
    const first = await made()
    const file = join(folder, KEPT)
    writeFileSync(file, damage(readFileSync(file, 'utf8')))
    const second = await made()
    expect(second.summary.ca).not.toBe(first.summary.ca)
    expect(await made()).toEqual(second)
    expect(readdirSync(folder)).toEqual([KEPT])
  })

  it('without a folder lives as long as the process', async () => {
    const first = await made({ folder: undefined })
    expect(await made({ folder: undefined })).toEqual(first)
    expect(readdirSync(root)).toEqual([])
  })

  it('that cannot be kept is ERR_CERTIFICATE_FAILED, and leaves nothing behind', async () => {
    mkdirSync(join(folder, KEPT), { recursive: true })
    const result = await identityFor(MADE, { folder, hosts: [], nowMs: NOW_MS })
    if (result.ok) throw new Error('It was kept.')
    expect(result.error.code).toBe('ERR_CERTIFICATE_FAILED')
    expect(result.error.message).toMatch(
      /^A certificate for this computer could not be made and kept: E.*\. Correct it, or use files of your own\.$/,
    )
    expect(readdirSync(folder)).toEqual([KEPT])
    // The next one is not held up by it.
    await made({ folder: join(root, 'another') })
  })

  it('for what is no host is ERR_CERTIFICATE_FAILED', async () => {
    expect(await identityFor(MADE, { folder, hosts: ['a b'], nowMs: NOW_MS })).toEqual({
      ok: false,
      error: {
        code: 'ERR_CERTIFICATE_FAILED',
        message: 'No certificate can be made for “a b”: it is no name of a host.',
      },
    })
  })
})

describe('a certificate from files', () => {
  const fixture = (name: string) => fileURLToPath(new URL(`../../../fixtures/tls/${name}.pem`, import.meta.url))
  const read = (certificateFile: string, keyFile: string, nowMs = NOW_MS) =>
    identityFor({ kind: 'files', certificateFile, keyFile, alsoPlain: false }, { folder: undefined, hosts: [], nowMs })
  const written = (name: string, text: string) => {
    const file = join(root, name)
    writeFileSync(file, text)
    return file
  }
  const textOf = (name: string) => readFileSync(fixture(name), 'utf8')

  it('is its chain and key, and says whose it is', async () => {
    const chain = written(
      'chain.pem',
      `\ufeffsubject=me\r\n${textOf('localhost')}\r\n# and its authority\n${textOf('ca')}`,
    )
    const result = await read(chain, fixture('localhost-key'))
    if (!result.ok) throw new Error(result.error.message)
    const { cert, key, summary } = result.value
    expect(cert.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
    expect(key).toMatch(/^-----BEGIN .*PRIVATE KEY-----/)
    const leaf = new X509Certificate(textOf('localhost'))
    expect(summary).toEqual({
      fingerprint256: leaf.fingerprint256,
      subjectAltNames: 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
      validTo: 'Jan  1 00:00:00 2056 GMT',
    })
    expect(await reasonOfDistrust(result.value, 'localhost', textOf('ca'))).toBeUndefined()
  })

  it('can be one file with both', async () => {
    const both = written('both.pem', textOf('localhost-key') + textOf('localhost'))
    expect((await read(both, both)).ok).toBe(true)
  })

  const locked = () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
      .toString()
  const good = fixture('localhost')
  const goodKey = fixture('localhost-key')

  it.each<[string, () => [certificate: string, key: string, nowMs?: number], RegExp]>([
    ['is not there', () => [join(root, 'none.pem'), goodKey], /^There is no file .*none\.pem\. Choose the certificate/],
    ['has no key there', () => [good, join(root, 'none.pem')], /^There is no file .*none\.pem\. Choose the key again/],
    ['is not chosen', () => ['', goodKey], /^No file is chosen for the certificate/],
    ['is a folder', () => [root, goodKey], /is no file\. Choose the certificate again/],
    [
      'is too large',
      () => [written('large', ' '.repeat(2_000_000)), goodKey],
      /large is too large to be a certificate/,
    ],
    ['cannot be read', () => [join(good, 'within'), goodKey], /^The certificate could not be read: ENOTDIR/],
    [
      'is no PEM',
      () => [written('der', 'ab\0c'), goodKey],
      /^There is no certificate in .*“-----BEGIN CERTIFICATE-----”/,
    ],
    ['has no key in the file of the key', () => [good, good], /^There is no private key in .*localhost\.pem/],
    [
      'is damaged',
      () => [written('bad.pem', textOf('localhost').replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA')), goodKey],
      /^The certificate in .*bad\.pem cannot be read: /,
    ],
    [
      'has a damaged key',
      () => [good, written('bad.pem', textOf('localhost-key').replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA'))],
      /^The key in .*bad\.pem cannot be read: /,
    ],
    [
      'has a key with a passphrase',
      () => [good, written('locked.pem', locked())],
      /^The key in .* has a passphrase\. Save/,
    ],
    ['has the key of another', () => [good, fixture('other-host-key')], /^The key in .* does not belong to the cert/],
    [
      'comes after that of its CA',
      () => [written('turned.pem', textOf('ca') + textOf('localhost')), goodKey],
      /must be the first/,
    ],
    [
      'has expired',
      () => [fixture('expired'), fixture('expired-key')],
      /expired on Jan {2}2 00:00:00 2020 GMT\. Choose/,
    ],
    ['is not valid yet', () => [good, goodKey, 0], /is not valid before Jan {2}1 00:00:00 2020 GMT\. /],
  ])('that %s is ERR_CERTIFICATE_INVALID', async (_, files, sentence) => {
    const result = await read(...files())
    if (result.ok) throw new Error('It was taken.')
    expect(result.error.code).toBe('ERR_CERTIFICATE_INVALID')
    expect(result.error.message).toMatch(sentence)
  })
})
