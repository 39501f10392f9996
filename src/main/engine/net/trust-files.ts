/** Reads what the user chose for the TLS of a connection, authorities and a client's certificate, and says what will not do before anything is dialled. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { assertNever } from '../../../shared/assert-never'
import { type ErrorCode, fail, ok, type Result } from '../../../shared/failure'
import type { ConnectionTls } from '../../../shared/protocol/connection-settings'
import { readPem, reasonOf } from './certificate-files'

/** A system's whole bundle has a quarter of a mebibyte; what is larger is some other file. */
const FILE_MAX_BYTES = 4 * 1024 * 1024

type Identity = Pick<SecureContextOptions, 'cert' | 'key' | 'passphrase' | 'pfx'>

/** @returns PEM, one certificate each; `ERR_CA_INVALID` */
export async function readAuthorityFile(file: string): Promise<Result<string[]>> {
  const bytes = await readChosen(file, 'CA file', 'ERR_CA_INVALID')
  if (!bytes.ok) return bytes
  const { certificates } = readPem(bytes.value.toString('latin1'))
  if (certificates.length === 0) {
    return fail(
      'ERR_CA_INVALID',
      `There is no certificate in the CA file ${file}. It must be a PEM file, which has a line “-----BEGIN CERTIFICATE-----”.`,
    )
  }
  try {
    for (const pem of certificates) new X509Certificate(pem)
  } catch (error) {
    return fail('ERR_CA_INVALID', `The CA file ${file} cannot be read: ${reasonOf(error)}. Choose another.`)
  }
  return ok(certificates)
}

/** @returns what TLS takes, tried already; `ERR_CERTIFICATE_INVALID` with what is wrong with which file */
export async function readClientCertificate(chosen: ConnectionTls['clientCertificate']): Promise<Result<Identity>> {
  switch (chosen.kind) {
    case 'none':
      return ok({})
    case 'pem':
      return readPemIdentity(chosen.certificateFile, chosen.keyFile, chosen.passphrase)
    case 'pkcs12':
      return readPkcs12(chosen.file, chosen.passphrase)
    default:
      return assertNever(chosen)
  }
}

/** @param keyFile may be empty where the certificate's file has the key too */
async function readPemIdentity(
  certificateFile: string,
  keyFile: string,
  passphrase: string,
): Promise<Result<Identity>> {
  const certificateBytes = await readChosen(certificateFile, 'client certificate', 'ERR_CERTIFICATE_INVALID')
  if (!certificateBytes.ok) return certificateBytes
  const keyBytes =
    keyFile === ''
      ? certificateBytes
      : await readChosen(keyFile, 'key of the client certificate', 'ERR_CERTIFICATE_INVALID')
  if (!keyBytes.ok) return keyBytes

  const { certificates } = readPem(certificateBytes.value.toString('latin1'))
  const [leafPem] = certificates
  if (leafPem === undefined) {
    return invalid(
      `There is no certificate in ${certificateFile}. It must be a PEM file, which has a line “-----BEGIN CERTIFICATE-----”; a file .p12 or .pfx is PKCS#12.`,
    )
  }
  const { key } = readPem(keyBytes.value.toString('latin1'))
  if (key === undefined) {
    return keyFile === ''
      ? invalid(`There is no private key in ${certificateFile}. Choose the file that has it.`)
      : invalid(
          `There is no private key in ${keyFile}. It must be a PEM file, which has a line “-----BEGIN PRIVATE KEY-----”.`,
        )
  }
  if (key.includes('ENCRYPTED') && passphrase === '') {
    return invalid(
      `The key in ${keyFile || certificateFile} has a passphrase. Write it into the connection's settings.`,
    )
  }
  const read = tryKey(key, passphrase, keyFile || certificateFile)
  if (!read.ok) return read
  const identity = { cert: certificates.join('\n'), key, ...(passphrase === '' ? {} : { passphrase }) }
  try {
    if (!new X509Certificate(leafPem).checkPrivateKey(read.value)) {
      return invalid(
        `The key in ${keyFile || certificateFile} does not belong to the certificate in ${certificateFile}. Choose the key it was made with; the client's own certificate must be the first in its file.`,
      )
    }
    createSecureContext(identity)
  } catch (error) {
    return invalid(`The client certificate in ${certificateFile} cannot be used: ${reasonOf(error)}. Choose another.`)
  }
  return ok(identity)
}

function tryKey(pem: string, passphrase: string, file: string): Result<ReturnType<typeof createPrivateKey>> {
  try {
    return ok(createPrivateKey({ key: pem, passphrase }))
  } catch (error) {
    const reason = reasonOf(error)
    if (/bad.decrypt|bad.password/i.test(reason)) {
      return invalid(`The passphrase does not open the key in ${file}. Correct it.`)
    }
    if (/unsupported/i.test(reason)) {
      return invalid(
        `The key in ${file} is of a kind or encrypted in a way that is no longer supported. Write it anew: openssl pkey -in old.pem -aes256 -out new.pem.`,
      )
    }
    return invalid(`The key in ${file} cannot be read: ${reason}. Choose another.`)
  }
}

async function readPkcs12(file: string, passphrase: string): Promise<Result<Identity>> {
  const bytes = await readChosen(file, 'client certificate', 'ERR_CERTIFICATE_INVALID')
  if (!bytes.ok) return bytes
  const identity = { pfx: bytes.value, passphrase }
  try {
    createSecureContext(identity)
    return ok(identity)
  } catch (error) {
    // OpenSSL (Node) says `mac verify failure`, BoringSSL (Electron) `INCORRECT_PASSWORD`.
    const reason = reasonOf(error)
    if (/mac.verify.failure|incorrect.password/i.test(reason)) {
      return passphrase === ''
        ? invalid(`${file} has a passphrase. Write it into the connection's settings.`)
        : invalid(`The passphrase does not open ${file}. Correct it.`)
    }
    if (/unsupported/i.test(reason)) {
      return invalid(
        `${file} is encrypted in an old way that is no longer supported. Write it anew: openssl pkcs12 -legacy -in old.p12 -out all.pem, then openssl pkcs12 -export -in all.pem -out new.p12.`,
      )
    }
    return invalid(`There is no PKCS#12 that can be read in ${file} (${reason}). Choose a file .p12 or .pfx.`)
  }
}

async function readChosen(file: string, what: string, code: ErrorCode): Promise<Result<Buffer>> {
  if (file === '') return fail(code, `No file is chosen for the ${what}. Choose one in the connection's TLS settings.`)
  try {
    const stats = await stat(file)
    if (!stats.isFile()) return fail(code, `${file} is no file. Choose the ${what} again.`)
    if (stats.size > FILE_MAX_BYTES) return fail(code, `${file} is too large to be a ${what}. Choose another.`)
    return ok(await readFile(file))
  } catch (error) {
    return (error as { code?: string }).code === 'ENOENT'
      ? fail(code, `There is no file ${file}. Choose the ${what} again.`)
      : fail(code, `The ${what} could not be read: ${reasonOf(error)}. Check who may read the file.`)
  }
}

function invalid(message: string) {
  return fail('ERR_CERTIFICATE_INVALID', message)
}
