import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { SecretVault } from '../../../src/main/shell/secret-vault'
import { WorkspaceFile, type WorkspaceFileHooks } from '../../../src/main/shell/workspace-file'
import { plainConnection } from '../../../src/shared/protocol/connection-settings'
import { plainServer } from '../../../src/shared/protocol/server-settings'
import { emptyWorkspace, type WorkspaceContent, writeWorkspace } from '../../../src/shared/protocol/workspace-document'
import { until } from '../../support/until'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'feedscope-workspace-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

interface Opened {
  file: WorkspaceFile
  problem: string | undefined
  vault: SecretVault
  notices: string[]
  contents: WorkspaceContent[]
}

function hooksInto(notices: string[], contents: WorkspaceContent[]): WorkspaceFileHooks {
  return {
    onContent: (content) => contents.push(content),
    onNotice: (kind, message) => notices.push(`${kind}: ${message}`),
  }
}

function openOwn(path: string, vault = new SecretVault(path, { why: 'none' })): Opened {
  const notices: string[] = []
  const contents: WorkspaceContent[] = []
  const opened = WorkspaceFile.openOwn(join(path, 'workspace.json'), vault, hooksInto(notices, contents))
  onTestFinished(() => opened.file.close())
  return { file: opened.file, problem: opened.problem, vault, notices, contents }
}

const withPort = (port: number): WorkspaceContent => ({
  ...emptyWorkspace(),
  servers: [{ uid: 's1', ...plainServer({ port }) }],
})
const textIn = (path: string) => readFileSync(join(path, 'workspace.json'), 'utf8')

describe('the workspace file', () => {
  it('is written a moment after a change, and read at the next start', async () => {
    const path = folder()
    openOwn(path).file.keep(withPort(1_234))
    await until(() => readdirSync(path).includes('workspace.json'), 'it is written')
    const again = openOwn(path)
    expect(again.problem).toBeUndefined()
    expect(again.file.content).toEqual(withPort(1_234))
  })

  it('holds no secret; those come from the vault', () => {
    const path = folder()
    const { file, vault } = openOwn(path)
    const whole = {
      ...emptyWorkspace(),
      connections: [plainConnection('ws://a', { uid: 'c1', auth: { kind: 'bearer', token: 'c4n4ry' } })],
    }
    file.keep(whole)
    file.save()
    for (const name of readdirSync(path)) expect(readFileSync(join(path, name), 'utf8')).not.toContain('c4n4ry')
    expect(openOwn(path, vault).file.content).toEqual(whole)
    expect(openOwn(path).file.content.connections[0]?.auth).toEqual({ kind: 'bearer', token: '' })
  })

  it.each([
    ['{"feedscope":"work', /it is no JSON .* kept as workspace\.damaged-/],
    [
      '{"feedscope":"workspace","version":2,"servers":[{"port":-1}]}',
      /servers\.0\.port is -1; .* kept as workspace\.dam/,
    ],
    ['{"feedscope":"workspace","version":3,"futures":[]}', /from a newer Feedscope\. .* kept as workspace\.newer-/],
  ])('that cannot be read (%s) is kept aside, and said; nothing is lost by the next write', (text, why) => {
    const path = folder()
    writeFileSync(join(path, 'workspace.json'), text)
    const { file, problem } = openOwn(path)
    expect(problem).toMatch(why)
    expect(file.content).toEqual(emptyWorkspace())
    file.keep(withPort(1))
    file.save()
    const aside = readdirSync(path).find((name) => name.startsWith('workspace.') && name !== 'workspace.json') ?? ''
    expect(problem).toContain(aside)
    expect(readFileSync(join(path, aside), 'utf8')).toBe(text)
    expect(openOwn(path).file.content).toEqual(withPort(1))
  })

  it('that the user chose is left as it is where it cannot be read', () => {
    const path = folder()
    const chosen = join(path, 'market.json')
    writeFileSync(chosen, '<<<<<<< HEAD')
    const opened = WorkspaceFile.open(chosen, new SecretVault(path, { why: '' }), hooksInto([], []))
    expect(opened).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/^market\.json could not be read/) },
    })
    expect(readdirSync(path)).toEqual(['market.json'])
    expect(readFileSync(chosen, 'utf8')).toBe('<<<<<<< HEAD')
  })

  it('that another program changed is taken, where nothing was changed here', async () => {
    const path = folder()
    const { file, notices, contents } = openOwn(path)
    file.keep(withPort(1))
    file.save()
    writeFileSync(join(path, 'workspace.json'), writeWorkspace(withPort(2)))
    file.look()
    expect(contents).toEqual([withPort(2)])
    expect(notices).toEqual([expect.stringMatching(/^info: workspace\.json was changed by another program\./)])
    file.keep(withPort(3))
    file.save()
    expect(notices.length).toBe(1)
    expect(textIn(path)).toBe(writeWorkspace(withPort(3)))
  })

  it('is watched, so that such a change is seen by itself', async () => {
    const path = folder()
    const { file, contents } = openOwn(path)
    file.keep(withPort(1))
    file.save()
    writeFileSync(join(path, 'workspace.json'), writeWorkspace(withPort(2)))
    await until(() => contents.length > 0, 'the change is seen')
    expect(contents).toEqual([withPort(2)])
  })

  it('that both changed is ours, and theirs is kept aside and said', () => {
    const path = folder()
    const { file, notices, contents } = openOwn(path)
    file.keep(withPort(1))
    file.save()
    writeFileSync(join(path, 'workspace.json'), writeWorkspace(withPort(2)))
    file.keep(withPort(3))
    file.look()
    expect(contents).toEqual([])
    expect(textIn(path)).toBe(writeWorkspace(withPort(3)))
    const aside = readdirSync(path).find((name) => name.startsWith('workspace.theirs-')) ?? ''
    expect(readFileSync(join(path, aside), 'utf8')).toBe(writeWorkspace(withPort(2)))
    expect(notices).toEqual([expect.stringContaining(`Theirs was kept as ${aside}`)])
  })

  it('in the middle of a merge is left alone, and said once', () => {
    const path = folder()
    const { file, notices, contents } = openOwn(path)
    file.keep(withPort(1))
    file.save()
    writeFileSync(join(path, 'workspace.json'), '<<<<<<< HEAD')
    file.look()
    file.look()
    expect(contents).toEqual([])
    expect(notices).toEqual([
      expect.stringMatching(/^error: workspace\.json was changed by another program and cannot be/),
    ])
    expect(textIn(path)).toBe('<<<<<<< HEAD')
  })

  it('behind a link is written where it is, with the rights it has', () => {
    const path = folder()
    mkdirSync(join(path, 'dotfiles'))
    const real = join(path, 'dotfiles', 'real.json')
    writeFileSync(real, writeWorkspace(withPort(1)))
    chmodSync(real, 0o600)
    symlinkSync(real, join(path, 'workspace.json'))
    const { file } = openOwn(path)
    file.keep(withPort(2))
    file.save()
    expect(readFileSync(real, 'utf8')).toBe(writeWorkspace(withPort(2)))
    expect(readdirSync(join(path, 'dotfiles'))).toEqual(['real.json'])
  })

  it('that cannot be written says so once, and again when it could meanwhile', () => {
    const path = join(folder(), 'profile')
    mkdirSync(path)
    const { file, notices } = openOwn(path)
    // Root writes anywhere, but not into a file.
    rmSync(path, { recursive: true })
    writeFileSync(path, '')
    file.keep(withPort(1))
    file.save()
    file.keep(withPort(2))
    file.save()
    expect(notices).toEqual([expect.stringMatching(/^error: The workspace workspace\.json could not be saved: /)])
    rmSync(path)
    file.save()
    expect(textIn(path)).toBe(writeWorkspace(withPort(2)))
  })
})
