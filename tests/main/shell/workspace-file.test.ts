import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WorkspaceFile } from '../../../src/main/shell/workspace-file'
import type { ServerSummary } from '../../../src/shared/protocol/feed'
import { plainServer } from '../../../src/shared/protocol/server-settings'
import { until } from '../../support/until'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'feedscope-workspace-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function summary(settings: Parameters<typeof plainServer>[0], isDemo = false): ServerSummary {
  const state = { name: 'stopped' } as const
  return { ...plainServer(settings), id: 1, name: '', state, peerCount: 3, heldCount: 0, isDemo }
}

const rules = [
  { when: { on: 'message' as const, matches: 'hi' }, do: [{ do: 'reply' as const, template: '{{message}}' }] },
]

describe('the workspace file', () => {
  it('brings servers back as they were, in their order, without the demo', async () => {
    const path = folder()
    const file = new WorkspaceFile(path)
    file.keep([summary({ port: 1_234, rules }), summary({ behaviour: 'ticker' }, true), summary({ behaviour: 'chat' })])
    await until(() => readdirSync(path).includes('workspace.json'), 'it is written, a moment later')
    const again = new WorkspaceFile(path)
    expect(again.problem).toBeUndefined()
    expect(again.servers).toEqual([plainServer({ port: 1_234, rules }), plainServer({ behaviour: 'chat' })])
  })

  it('holds no secret', () => {
    const path = folder()
    const file = new WorkspaceFile(path)
    file.keep([summary({ auth: { kind: 'basic', users: [{ name: 'anna', secret: 'c4n4ry' }] } })])
    file.save()
    const text = readFileSync(join(path, 'workspace.json'), 'utf8')
    expect(text).not.toContain('c4n4ry')
    expect(new WorkspaceFile(path).servers[0]?.auth.users).toMatchObject([{ name: 'anna', secret: '' }])
  })

  it.each([
    ['{"feedscope":"work', /it is no JSON/],
    ['{"feedscope":"workspace","version":2,"servers":[]}', /version is not as Feedscope writes it/],
    ['{"feedscope":"workspace","version":1,"servers":[{"port":-1}]}', /server 1: port is -1; it must be/],
  ])('that is damaged (%s) is kept aside, and said; nothing is lost by the next write', (text, why) => {
    const path = folder()
    writeFileSync(join(path, 'workspace.json'), text)
    const file = new WorkspaceFile(path)
    expect(file.problem).toMatch(why)
    expect(file.servers).toEqual([])
    file.keep([])
    file.save()
    const aside = readdirSync(path).find((name) => name.startsWith('workspace.damaged-')) ?? ''
    expect(file.problem).toContain(aside)
    expect(readFileSync(join(path, aside), 'utf8')).toBe(text)
  })
})
