/**
 * Whom a connection trusts, and as whom it presents itself: its TLS settings, made ready for a dial. Everything here is of one
 * connection; nothing changes what the process trusts.
 */
import { createHash } from 'node:crypto'
import { createSecureContext, DEFAULT_CIPHERS, type SecureContext, type SecureContextOptions } from 'node:tls'
import { fail, ok, type Result } from '../../../shared/failure'
import type { ConnectionTls } from '../../../shared/protocol/connection-settings'
import { reasonOf } from './certificate-files'
import { systemAuthorities } from './system-authorities'
import { readAuthorityFile, readClientCertificate } from './trust-files'

export interface Trust {
  context: SecureContext
  /** Asked for (SNI, RFC 6066, section 3) and looked for on the certificate; a name or an IP address. */
  name: string
  /** The fingerprint that alone is trusted; nothing where the authorities decide. */
  pin: string
}

/** To parse the authorities of a system takes 30 ms, so connections that trust the same share one; few differ. */
const CONTEXTS_MAX = 16
const contexts = new Map<string, SecureContext>()

/**
 * @param url where to; its host is the name unless the settings have another
 * @param authorities PEM of those trusted besides the system's and the settings'
 * @returns `ERR_CA_INVALID` or `ERR_CERTIFICATE_INVALID` for files that will not do
 */
export async function prepareTrust(
  settings: ConnectionTls,
  url: URL,
  authorities: readonly string[] = [],
): Promise<Result<Trust>> {
  const chosen: Result<string[]> = settings.caFile === '' ? ok([]) : await readAuthorityFile(settings.caFile)
  if (!chosen.ok) return chosen
  const identity = await readClientCertificate(settings.clientCertificate)
  if (!identity.ok) return identity
  const options: SecureContextOptions = {
    ca: [...(await systemAuthorities()), ...authorities, ...chosen.value],
    ...identity.value,
    minVersion: settings.minVersion,
    ...ciphersFor(settings.minVersion),
  }
  try {
    const context = contextOf(options)
    return ok({ context, name: settings.serverName.trim() || hostOf(url), pin: settings.pinnedFingerprint })
  } catch (error) {
    return fail('ERR_TLS_PROTOCOL', `The TLS settings cannot be used: ${reasonOf(error)}. Correct them.`)
  }
}

/** As it stands in a certificate: without the brackets of IPv6, without the dot at the end of a full name. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}

function contextOf(options: SecureContextOptions): SecureContext {
  const hash = createHash('sha256')
  for (const value of Object.values(options)) {
    for (const part of [value ?? ''].flat()) hash.update(part as string | Uint8Array).update('\0')
  }
  const key = hash.digest('hex')
  const context = contexts.get(key) ?? createSecureContext(options)
  contexts.delete(key)
  contexts.set(key, context)
  for (const oldest of contexts.keys()) {
    if (contexts.size <= CONTEXTS_MAX) break
    contexts.delete(oldest)
  }
  return context
}

/** TLS 1.0 and 1.1 sign with SHA-1, which OpenSSL 3 takes at level 0 only. BoringSSL (Electron) has no levels, and no word for them. */
function ciphersFor(minVersion: ConnectionTls['minVersion']): Pick<SecureContextOptions, 'ciphers'> {
  if (minVersion !== 'TLSv1' && minVersion !== 'TLSv1.1') return {}
  const ciphers = `${DEFAULT_CIPHERS}:@SECLEVEL=0`
  try {
    createSecureContext({ ciphers })
    return { ciphers }
  } catch {
    return {}
  }
}
