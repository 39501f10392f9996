/** The certificates of `tests/fixtures/tls`. */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// Vitest has it, too; `import.meta` Playwright has not.
const folder = join(__dirname, '../fixtures/tls')

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
  return join(folder, file)
}

/** Vouches for `localhost`, `expired` and `other-host`. */
export const authorityPath = certificatePath('ca.pem')
/** Vouches for `not-yet-valid`, `client`, and for `intermediate`, which vouches for `behind-intermediate`. */
export const secondAuthorityPath = certificatePath('second-ca.pem')
export const CLIENT_PASSPHRASE = 'open-sesame'

export function readFixture(file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}

/** As X.509 counts it, upper-case hex pairs with colons. */
export function fingerprintOf(name: CertificateName): string {
  return new X509Certificate(readFixture(`${name}.pem`)).fingerprint256
}

export function readCertificate(name: CertificateName): { cert: string; key: string } {
  return { cert: readFixture(`${name}.pem`), key: readFixture(`${name}-key.pem`) }
}
