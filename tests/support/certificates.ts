/** The certificates of `tests/fixtures/tls`. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('../fixtures/tls/', import.meta.url)

export type CertificateName = 'localhost' | 'self-signed' | 'expired' | 'other-host'

export const authorityPath = fileURLToPath(new URL('ca.pem', folder))

export function readCertificate(name: CertificateName): { cert: string; key: string } {
  const read = (file: string) => readFileSync(new URL(file, folder), 'utf8')
  return { cert: read(`${name}.pem`), key: read(`${name}-key.pem`) }
}
