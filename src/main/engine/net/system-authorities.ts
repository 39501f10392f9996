/**
 * The authorities this computer trusts: those Node brings along, those of the operating system, and those of
 * `NODE_EXTRA_CA_CERTS`. Naming any authority to TLS puts aside all that Node would have taken by itself, so whoever adds one of
 * his own must name these too.
 */
import { readFile } from 'node:fs/promises'
import * as tls from 'node:tls'
import { readPem } from './certificate-files'

/** Where distributions keep them; the first that is there is the one. */
export const BUNDLE_FILES = [
  // Debian, Ubuntu, Arch, Gentoo
  '/etc/ssl/certs/ca-certificates.crt',
  // Fedora, Red Hat
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  // openSUSE
  '/etc/ssl/ca-bundle.pem',
  // Alpine
  '/etc/ssl/cert.pem',
]

/** Since Node 22.15; on macOS and Windows the only way to the system's store. */
type GetAuthorities = (type: 'bundled' | 'system' | 'extra') => string[]
const { getCACertificates } = tls as { getCACertificates?: GetAuthorities }

let known: Promise<string[]> | undefined

/** @returns PEM, each once; read at the first call and kept, since they change with an update of the system */
export function systemAuthorities(): Promise<string[]> {
  known ??= readSystemAuthorities(BUNDLE_FILES)
  return known
}

/**
 * @param bundleFiles used on Linux alone, and only the first that can be read
 * @param environment where `SSL_CERT_FILE`, as OpenSSL knows it, may name another bundle, and `NODE_EXTRA_CA_CERTS` more
 */
export async function readSystemAuthorities(
  bundleFiles: readonly string[],
  { SSL_CERT_FILE, NODE_EXTRA_CA_CERTS }: NodeJS.ProcessEnv = process.env,
): Promise<string[]> {
  const files = process.platform === 'linux' ? [SSL_CERT_FILE, ...bundleFiles] : [SSL_CERT_FILE]
  const all = [
    ...tls.rootCertificates,
    ...(getCACertificates?.('system') ?? []),
    ...(await firstBundle(files)),
    ...(await firstBundle([NODE_EXTRA_CA_CERTS])),
  ]
  return [...new Map(all.map((pem) => [pem.replace(/\s+/g, ''), pem])).values()]
}

/** What cannot be read is no authority: the dial will say whom it does not trust. */
async function firstBundle(files: readonly (string | undefined)[]): Promise<string[]> {
  for (const file of files) {
    if (file === undefined || file === '') continue
    try {
      return readPem(await readFile(file, 'utf8')).certificates
    } catch {
      // Another distribution's place.
    }
  }
  return []
}
