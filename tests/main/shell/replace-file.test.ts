import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { replaceFile } from '../../../src/main/shell/replace-file'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'feedscope-replace-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const modeOf = (path: string) => statSync(path).mode & 0o777

describe('a file that is replaced', () => {
  it('is not written through a link that somebody laid beside it', () => {
    const path = folder()
    const foreign = join(path, 'foreign')
    writeFileSync(foreign, 'as it was')
    // Of the name that a temporary file would have, if anybody could know it.
    for (const name of ['a.json.new', '.a.json.new', 'a.json.tmp']) symlinkSync(foreign, join(path, name))
    expect(replaceFile(join(path, 'a.json'), 'ours')).toBeUndefined()
    expect(readFileSync(foreign, 'utf8')).toBe('as it was')
    expect(readFileSync(join(path, 'a.json'), 'utf8')).toBe('ours')
  })

  it.skipIf(process.platform === 'win32')('allows no more than it is to, whatever it allowed before', () => {
    const path = folder()
    const secret = join(path, 'secrets.bin')
    writeFileSync(secret, 'before')
    chmodSync(secret, 0o644)
    expect(replaceFile(secret, 'after', 0o600)).toBeUndefined()
    expect(modeOf(secret)).toBe(0o600)
  })

  it.skipIf(process.platform === 'win32')('keeps what it did not allow', () => {
    const path = folder()
    const own = join(path, 'own.json')
    writeFileSync(own, 'before')
    chmodSync(own, 0o600)
    expect(replaceFile(own, 'after')).toBeUndefined()
    expect(modeOf(own)).toBe(0o600)
  })

  it('that cannot be leaves nothing beside it', () => {
    const path = folder()
    mkdirSync(join(path, 'a.json'))
    writeFileSync(join(path, 'a.json', 'full'), '')
    expect(replaceFile(join(path, 'a.json'), 'ours')).toMatch(/folder|director/)
    expect(readdirSync(path)).toEqual(['a.json'])
  })
})
