import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Cipher, SecretVault } from '../../../src/main/shell/secret-vault'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'feedscope-vault-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Turns every bit that a key says; another key reads nothing of it. */
function cipherOf(key: number): Cipher {
  const turned = (bytes: Uint8Array) => bytes.map((byte) => byte ^ key)
  return {
    encrypt: (text) => turned(Buffer.from(text)),
    decrypt: (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(turned(bytes)),
  }
}

const secrets = { 'connection:c1': { 'auth.token': 'c4n4ry' } }

describe('the vault', () => {
  it('keeps secrets encrypted, for each workspace its own, for nobody else to read', () => {
    const path = folder()
    const vault = new SecretVault(path, cipherOf(0x80))
    expect(vault.keeping).toEqual({ areKept: true })
    vault.keep('/a.json', secrets)
    vault.keep('/b.json', { desk: { 'globals.a': 'other' } })
    const file = join(path, 'secrets.bin')
    expect(readFileSync(file).includes('c4n4ry')).toBe(false)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
    const again = new SecretVault(path, cipherOf(0x80))
    expect(again.of('/a.json')).toEqual(secrets)
    expect(again.of('/b.json')).toEqual({ desk: { 'globals.a': 'other' } })
    expect(again.of('/c.json')).toEqual({})
  })

  it('forgets what is removed', () => {
    const path = folder()
    const vault = new SecretVault(path, cipherOf(0x80))
    vault.keep('/a.json', secrets)
    vault.keep('/a.json', {})
    expect(new SecretVault(path, cipherOf(0x80)).of('/a.json')).toEqual({})
    expect(cipherOf(0x80).decrypt(readFileSync(join(path, 'secrets.bin')))).not.toContain('c4n4ry')
  })

  it('without a keychain keeps them until the app quits, says why, and writes nothing', () => {
    const path = folder()
    const vault = new SecretVault(path, { why: 'There is none.' })
    vault.keep('/a.json', secrets)
    expect(vault.of('/a.json')).toEqual(secrets)
    expect(vault.keeping).toEqual({ areKept: false, why: 'There is none.' })
    expect(readdirSync(path)).toEqual([])
  })

  it('says that a keychain does not answer any more, and writes when it does', () => {
    const path = folder()
    let isLocked = true
    const { encrypt, decrypt } = cipherOf(0x80)
    const vault = new SecretVault(path, {
      encrypt(text) {
        if (isLocked) throw new Error('Locked.')
        return encrypt(text)
      },
      decrypt,
    })
    expect(vault.keep('/a.json', secrets)).toMatch(/^the system’s keychain does not answer/)
    expect(readdirSync(path)).toEqual([])
    isLocked = false
    expect(vault.keep('/a.json', secrets)).toBeUndefined()
    expect(new SecretVault(path, cipherOf(0x80)).of('/a.json')).toEqual(secrets)
  })

  it('that another key wrote is kept aside, and said', () => {
    const path = folder()
    new SecretVault(path, cipherOf(0x80)).keep('/a.json', secrets)
    const vault = new SecretVault(path, cipherOf(0x55))
    expect(vault.of('/a.json')).toEqual({})
    expect(vault.problem).toMatch(
      /^Your passwords and tokens could not be read: .* Enter them again\. The file was kept as/,
    )
    vault.keep('/a.json', secrets)
    expect(readdirSync(path).sort()).toEqual(['secrets.bin', expect.stringMatching(/^secrets\.unread-.*\.bin$/)])
  })
})
