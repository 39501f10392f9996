/**
 * Makes a certificate and the CA that vouches for it. THE CA'S PRIVATE KEY IS NEVER STORED, nor can it be read out of the
 * process: it signs one certificate and is forgotten. So whoever trusts this CA trusts that one certificate and nothing else,
 * and no theft of a file can make another.
 */
import { KeyObject, randomBytes, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY_MS = 24 * 3_600_000
/** Clients whose clock is behind take it too. */
const BEGINS_BEFORE_MS = DAY_MS
/** Clients refuse more than 397 or 398 days, counting both ends. */
const VALID_MS = 396 * DAY_MS

/**
 * @param hosts names and IP addresses it is for
 * @returns PEM: its private key, the certificate, the CA's certificate
 */
export async function makeCertificate(hosts: readonly string[], nowMs: number): Promise<string> {
  // Taken in only when one is made: it costs a quarter of a second. Its decorators need the first of the two before it.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(webcrypto as Crypto)

  const caKeys = await webcrypto.subtle.generateKey(ECDSA, false, ['sign', 'verify'])
  const keys = await webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify'])
  const issuer = `CN=Feedscope local CA ${randomBytes(4).toString('hex')}`
  const common = {
    notBefore: new Date(nowMs - BEGINS_BEFORE_MS),
    notAfter: new Date(nowMs - BEGINS_BEFORE_MS + VALID_MS),
    signingAlgorithm: ECDSA,
    issuer,
    signingKey: caKeys.privateKey,
  }
  const ca = await x509.X509CertificateGenerator.create({
    ...common,
    subject: issuer,
    publicKey: caKeys.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  })
  const names = hosts.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value }))
  const leaf = await x509.X509CertificateGenerator.create({
    ...common,
    subject: 'CN=localhost, O=Feedscope local server',
    publicKey: keys.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  })
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' })
  return [key.toString().trimEnd(), leaf.toString('pem'), ca.toString('pem'), ''].join('\n')
}
