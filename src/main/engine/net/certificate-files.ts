/** Reads the certificate and key a user has for a server, and says in a sentence what will not do before a client finds out. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { type Failure, fail, ok, type Result } from '../../../shared/failure'
import type { TlsIdentity } from './certificate'

/** A long chain with its comments has some 20 KiB; what is larger is some other file. */
const FILE_MAX_BYTES = 1024 * 1024

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g
const KEY = /-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----[\s\S]+?-----END \1-----/

/** The blocks of a PEM file (RFC 7468); what stands around them is comment. */
export function readPem(text: string): { certificates: string[]; key: string | undefined } {
  return { certificates: text.match(CERTIFICATE) ?? [], key: KEY.exec(text)?.[0] }
}

/** @returns `ERR_CERTIFICATE_INVALID` with what is wrong with which file */
export async function readCertificateFiles(
  certificateFile: string,
  keyFile: string,
  nowMs: number,
): Promise<Result<TlsIdentity>> {
  const certificateText = await readText(certificateFile, 'certificate')
  if (!certificateText.ok) return certificateText
  const keyText = await readText(keyFile, 'key')
  if (!keyText.ok) return keyText

  const chain = readChain(certificateText.value, certificateFile)
  if (!chain.ok) return chain
  const key = readKey(keyText.value, keyFile)
  if (!key.ok) return key
  const [leaf] = chain.value
  if (!leaf.checkPrivateKey(key.value.object)) {
    return invalid(
      `The key in ${keyFile} does not belong to the certificate in ${certificateFile}. Choose the key it was made with; the server's own certificate must be the first in its file.`,
    )
  }
  if (nowMs > Date.parse(leaf.validTo)) {
    return invalid(`The certificate in ${certificateFile} expired on ${leaf.validTo}. Choose one that is still valid.`)
  }
  if (nowMs < Date.parse(leaf.validFrom)) {
    return invalid(
      `The certificate in ${certificateFile} is not valid before ${leaf.validFrom}. Choose another, or check this computer's clock.`,
    )
  }
  const identity: TlsIdentity = {
    key: key.value.pem,
    cert: chain.value.map((certificate) => certificate.toString()).join(''),
    summary: summaryOf(leaf),
  }
  try {
    // What OpenSSL has against it beyond that, such as a key too short to be safe.
    createSecureContext({ key: identity.key, cert: identity.cert })
  } catch (error) {
    return invalid(`The certificate in ${certificateFile} cannot be used: ${reasonOf(error)}. Choose another.`)
  }
  return ok(identity)
}

export function summaryOf({ fingerprint256, subjectAltName, validTo }: X509Certificate): TlsIdentity['summary'] {
  return { fingerprint256, subjectAltNames: subjectAltName ?? '', validTo }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

type Chain = [leaf: X509Certificate, ...X509Certificate[]]

function readChain(text: string, file: string): Result<Chain> {
  try {
    const [leaf, ...others] = readPem(text).certificates.map((pem) => new X509Certificate(pem))
    if (leaf !== undefined) return ok([leaf, ...others])
  } catch (error) {
    return invalid(`The certificate in ${file} cannot be read: ${reasonOf(error)}. Choose another.`)
  }
  return invalid(
    `There is no certificate in ${file}. It must be a PEM file, which has a line “-----BEGIN CERTIFICATE-----”.`,
  )
}

function readKey(text: string, file: string): Result<{ pem: string; object: KeyObject }> {
  const pem = readPem(text).key
  if (pem === undefined) {
    return invalid(
      `There is no private key in ${file}. It must be a PEM file, which has a line “-----BEGIN PRIVATE KEY-----”.`,
    )
  }
  // In the label (RFC 5958) or, of old, in a header within.
  if (pem.includes('ENCRYPTED')) {
    return invalid(`The key in ${file} has a passphrase. Save it without one: openssl pkey -in key.pem -out plain.pem.`)
  }
  try {
    return ok({ pem: `${pem}\n`, object: createPrivateKey(pem) })
  } catch (error) {
    return invalid(`The key in ${file} cannot be read: ${reasonOf(error)}. Choose another.`)
  }
}

async function readText(file: string, what: 'certificate' | 'key'): Promise<Result<string>> {
  if (file === '') return invalid(`No file is chosen for the ${what}. Choose one.`)
  try {
    const stats = await stat(file)
    if (!stats.isFile()) return invalid(`${file} is no file. Choose the ${what} again.`)
    if (stats.size > FILE_MAX_BYTES) return invalid(`${file} is too large to be a ${what}. Choose the ${what} again.`)
    return ok(await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') {
      return invalid(`There is no file ${file}. Choose the ${what} again.`)
    }
    return invalid(`The ${what} could not be read: ${reasonOf(error)}. Check who may read the file.`)
  }
}

function invalid(message: string): { ok: false; error: Failure } {
  return fail('ERR_CERTIFICATE_INVALID', message)
}
