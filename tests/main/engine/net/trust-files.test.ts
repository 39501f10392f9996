import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readSystemAuthorities } from '../../../../src/main/engine/net/system-authorities'
import { readAuthorityFile, readClientCertificate } from '../../../../src/main/engine/net/trust-files'
import type { Result } from '../../../../src/shared/failure'
import { CLIENT_PASSPHRASE, certificatePath, readFixture } from '../../../support/certificates'

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'feedscope-trust-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'file.pem')
  writeFileSync(file, text)
  return file
}

async function failureOf(result: Promise<Result<unknown>>) {
  const settled = await result
  if (settled.ok) throw new Error('It was taken.')
  return settled.error
}

describe('a CA file', () => {
  it('may have several certificates, and comments between them', async () => {
    const file = fileWith(`one\n${readFixture('ca.pem')}\nanother\n${readFixture('second-ca.pem')}`)
    const read = await readAuthorityFile(file)
    expect(read.ok && read.value).toHaveLength(2)
  })

  it.each<[string, () => string, RegExp]>([
    [
      'that is not there',
      () => '/nowhere/ca.pem',
      /^There is no file \/nowhere\/ca\.pem\. Choose the CA file again\.$/,
    ],
    ['that is a folder', () => tmpdir(), / is no file\. Choose the CA file again\.$/],
    ['without a certificate', () => certificatePath('client-key.pem'), /^There is no certificate in the CA file .*PEM/],
    ['that is PKCS#12', () => certificatePath('client.p12'), /^There is no certificate in the CA file /],
    [
      'with a broken certificate',
      () => fileWith('-----BEGIN CERTIFICATE-----\nTm90IG9uZQ==\n-----END CERTIFICATE-----\n'),
      / cannot be read: .*\. Choose another\.$/,
    ],
  ])('%s is ERR_CA_INVALID', async (_, file, says) => {
    expect(await failureOf(readAuthorityFile(file()))).toEqual({
      code: 'ERR_CA_INVALID',
      message: expect.stringMatching(says),
    })
  })
})

describe('a client certificate', () => {
  const certificateFile = certificatePath('client.pem')
  const lockedKeyFile = certificatePath('client-locked-key.pem')
  const pem = (more: { certificateFile?: string; keyFile?: string; passphrase?: string }) =>
    readClientCertificate({ kind: 'pem', certificateFile, keyFile: lockedKeyFile, passphrase: '', ...more })

  it('may have its key in the same file', async () => {
    const file = fileWith(readFixture('client.pem') + readFixture('client-key.pem'))
    expect((await pem({ certificateFile: file, keyFile: '' })).ok).toBe(true)
  })

  it.each<[string, Parameters<typeof pem>[0], RegExp]>([
    ['none chosen', { certificateFile: '' }, /^No file is chosen for the client certificate\./],
    ['no certificate', { certificateFile: lockedKeyFile }, /^There is no certificate in .* is PKCS#12\.$/],
    ['no key', { keyFile: certificateFile }, /^There is no private key in /],
    ['no key beside it', { keyFile: '' }, /^There is no private key in .*Choose the file that has it\.$/],
    ['no passphrase', {}, / has a passphrase\. Write it into the connection's settings\.$/],
    ['a wrong passphrase', { passphrase: 'sesame' }, /^The passphrase does not open the key in .*Correct it\.$/],
    [
      'the key of another',
      { keyFile: certificatePath('localhost-key.pem') },
      / does not belong to the certificate in /,
    ],
  ])('with %s is ERR_CERTIFICATE_INVALID', async (_, more, says) => {
    expect(await failureOf(pem(more))).toEqual({
      code: 'ERR_CERTIFICATE_INVALID',
      message: expect.stringMatching(says),
    })
  })

  const pkcs12 = (file: string, passphrase: string) => readClientCertificate({ kind: 'pkcs12', file, passphrase })

  it('as PKCS#12 opens with its passphrase', async () => {
    expect((await pkcs12(certificatePath('client.p12'), CLIENT_PASSPHRASE)).ok).toBe(true)
  })

  it.each<[string, string, string, RegExp]>([
    ['a wrong passphrase', 'client.p12', 'sesame', /^The passphrase does not open .*client\.p12\. Correct it\.$/],
    ['no passphrase', 'client.p12', '', /client\.p12 has a passphrase\./],
    [
      'an algorithm of old',
      'client-legacy.p12',
      CLIENT_PASSPHRASE,
      /no longer supported\. Write it anew: openssl pkcs12/,
    ],
    ['something else in it', 'client.pem', '', /^There is no PKCS#12 that can be read in .*\.p12 or \.pfx\.$/],
  ])('as PKCS#12 with %s is ERR_CERTIFICATE_INVALID', async (_, file, passphrase, says) => {
    expect(await failureOf(pkcs12(certificatePath(file), passphrase))).toEqual({
      code: 'ERR_CERTIFICATE_INVALID',
      message: expect.stringMatching(says),
    })
  })
})

describe.skipIf(process.platform !== 'linux')('the authorities of the system', () => {
  it('are those of the first bundle that is there, beside those Node brings; each once', async () => {
    const bundle = fileWith(readFixture('ca.pem') + rootCertificates[0])
    const later = fileWith(readFixture('second-ca.pem'))
    const bare = await readSystemAuthorities([], {})
    const added = async (...args: Parameters<typeof readSystemAuthorities>) =>
      (await readSystemAuthorities(...args)).filter((pem) => !bare.includes(pem)).map((pem) => `${pem.trim()}\n`)
    expect(await added(['/nowhere/bundle.crt', bundle, later], {})).toEqual([readFixture('ca.pem')])
    expect(await added([bundle], { SSL_CERT_FILE: later })).toEqual([readFixture('second-ca.pem')])
    expect(await added([], { NODE_EXTRA_CA_CERTS: later })).toEqual([readFixture('second-ca.pem')])
    expect(bare).toEqual(expect.arrayContaining([...rootCertificates]))
  })
})
