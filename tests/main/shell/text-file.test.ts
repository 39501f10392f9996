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
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTextFile, writeTextFile } from '../../../src/main/shell/text-file'
import { FILE_TEXT_MAX } from '../../../src/shared/ipc/contract'

let folder: string
const at = (name: string) => join(folder, name)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedscope-files-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function refused(code: string, message: RegExp) {
  return { ok: false, error: { code, message: expect.stringMatching(message) } }
}

describe('a text file the user chose', () => {
  it('comes back as it was written', async () => {
    const text = '{"rules": ["žluťoučký 🐎"]}\n'
    expect(await writeTextFile(at('server.json'), text)).toEqual({ ok: true, value: undefined })
    expect(await readTextFile(at('server.json'))).toEqual({ ok: true, value: text })
  })

  it('is read without its byte order mark', async () => {
    writeFileSync(at('bom.json'), '\ufeff{}')
    expect(await readTextFile(at('bom.json'))).toEqual({ ok: true, value: '{}' })
  })

  it('may be as large as the contract allows, and no byte larger', async () => {
    writeFileSync(at('full.txt'), Buffer.alloc(FILE_TEXT_MAX, 'a'))
    writeFileSync(at('over.txt'), Buffer.alloc(FILE_TEXT_MAX + 1, 'a'))
    const full = await readTextFile(at('full.txt'))
    expect(full.ok && full.value.length).toBe(FILE_TEXT_MAX)
    expect(await readTextFile(at('over.txt'))).toEqual(
      refused('ERR_FILE_UNREADABLE', /^over\.txt is larger than 4 MiB/),
    )
  })

  it('that is missing, a folder or no text is refused with a sentence', async () => {
    mkdirSync(at('folder'))
    writeFileSync(at('latin1.txt'), Buffer.from('caf\xe9', 'latin1'))
    writeFileSync(at('utf16.txt'), Buffer.from('{}', 'utf16le'))
    expect(await readTextFile(at('gone.json'))).toEqual(refused('ERR_FILE_UNREADABLE', /it or its folder is not there/))
    expect(await readTextFile(at('folder'))).toEqual(refused('ERR_FILE_UNREADABLE', /^folder is not a file/))
    expect(await readTextFile(at('latin1.txt'))).toEqual(refused('ERR_FILE_UNREADABLE', /is not text in UTF-8/))
    expect(await readTextFile(at('utf16.txt'))).toEqual(refused('ERR_FILE_UNREADABLE', /is not text in UTF-8/))
  })

  it('that cannot be written is refused with a sentence, and nothing is left beside it', async () => {
    mkdirSync(at('taken'))
    expect(await writeTextFile(at('nowhere/a.json'), 'x')).toEqual(
      refused('ERR_FILE_UNWRITABLE', /it or its folder is not there/),
    )
    expect(await writeTextFile(at('taken'), 'x')).toEqual(
      refused('ERR_FILE_UNWRITABLE', /^taken could not be written: it is a folder/),
    )
    expect(readdirSync(folder)).toEqual(['taken'])
  })

  // Root may do everything.
  it.skipIf(process.getuid?.() === 0)('is not read or replaced without permission', async () => {
    writeFileSync(at('mine.txt'), 'mine')
    chmodSync(at('mine.txt'), 0)
    expect(await readTextFile(at('mine.txt'))).toEqual(refused('ERR_FILE_UNREADABLE', /you may not/))
    chmodSync(folder, 0o500)
    expect(await writeTextFile(at('new.txt'), 'x')).toEqual(refused('ERR_FILE_UNWRITABLE', /you may not/))
    chmodSync(folder, 0o700)
  })

  it('that is replaced keeps its permissions, and a link to it stays a link', async () => {
    writeFileSync(at('real.json'), 'old', { mode: 0o600 })
    symlinkSync(at('real.json'), at('link.json'))
    expect((await writeTextFile(at('link.json'), 'new')).ok).toBe(true)
    expect(readFileSync(at('real.json'), 'utf8')).toBe('new')
    expect(statSync(at('real.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['link.json', 'real.json'])
  })
})
