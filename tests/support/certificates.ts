/** The certificates of `tests/fixtures/tls`. */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('../fixtures/tls/', import.meta.url)

export type CertificateName =
  | 'localhost'
  | 'self-signed'
  | 'another-self-signed'
  | 'expired'
  | 'not-yet-valid'
  | 'other-host'
  | 'behind-intermediate'

/** Of a file in the folder. */
export function certificatePath(file: string): string {
  return fileURLToPath(new URL(file, folder))
}

/** Vouches for `localhost`, `expired` and `other-host`. */
export const authorityPath = certificatePath('ca.pem')
/** Vouches for `not-yet-valid`, `client`, and for `intermediate`, which vouches for `behind-intermediate`. */
export const secondAuthorityPath = certificatePath('second-ca.pem')
export const CLIENT_PASSPHRASE = 'open-sesame'

export function readFixture(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8')
}

/** As X.509 counts it, upper-case hex pairs with colons. */
export function fingerprintOf(name: CertificateName): string {
  return new X509Certificate(readFixture(`${name}.pem`)).fingerprint256
}

export function readCertificate(name: CertificateName): { cert: string; key: string } {
  return { cert: readFixture(`${name}.pem`), key: readFixture(`${name}-key.pem`) }
}
