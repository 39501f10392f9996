import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { Engine } from '../../src/main/engine'
import type { Session } from '../../src/main/engine/session'
import { SecretVault } from '../../src/main/shell/secret-vault'
import { Workspace } from '../../src/main/workspace'
import type { CallAnswer, CallInput, EngineCallName } from '../../src/shared/ipc/contract'
import { plainConnection } from '../../src/shared/protocol/connection-settings'
import { plainServer } from '../../src/shared/protocol/server-settings'
import { readWorkspace, writeWorkspace } from '../../src/shared/protocol/workspace-document'
import { until } from '../support/until'

/** Longer than the engine's between two pushes. */
const BEAT_MS = 20

/** A real engine, at the door that its thread would have, which can be replaced as after a fault. */
class EngineHouse {
  /** It has a beat, and tells what it has, between two calls. */
  isSlow = false
  private engine = new Engine()
  private readonly sessions = new Map<number, { session: Session; onPush: (name: string, payload: unknown) => void }>()

  attach(onPush: (name: string, payload: unknown) => void): number {
    const id = this.sessions.size + 1
    this.sessions.set(id, { session: this.engine.attach((name, payload) => onPush(name, payload)), onPush })
    return id
  }

  async call(id: number, name: string, args: unknown) {
    if (this.isSlow) await new Promise((resolve) => setTimeout(resolve, BEAT_MS))
    const { session } = this.sessions.get(id) as { session: Session }
    return session.call(name, args)
  }

  async replace(): Promise<void> {
    const old = this.engine
    this.engine = new Engine()
    for (const [id, { onPush }] of [...this.sessions]) {
      this.sessions.set(id, { session: this.engine.attach((name, payload) => onPush(name, payload)), onPush })
    }
    await old.dispose()
  }

  dispose(): Promise<void> {
    return this.engine.dispose()
  }
}

class Desk {
  readonly pushed: [name: string, payload: unknown][] = []
  readonly engine = new EngineHouse()
  readonly vault: SecretVault
  workspace: Workspace
  remembered: string | undefined
  private readonly window: number

  constructor(readonly folder: string) {
    this.vault = new SecretVault(folder, { why: 'none' })
    this.workspace = this.start()
    this.window = this.engine.attach(() => {})
  }

  /** As the app does when it starts. */
  start(): Workspace {
    const push = (name: string, payload: unknown) => void this.pushed.push([name, payload])
    const remember = (path: string | undefined) => {
      this.remembered = path
    }
    this.workspace = new Workspace(this.engine, this.vault, { push, remember }, this.folder, this.remembered)
    return this.workspace
  }

  async call<N extends EngineCallName>(name: N, args: CallInput<N>): Promise<CallAnswer<N>> {
    const answer = await this.engine.call(this.window, name, args)
    if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`)
    return answer.value as CallAnswer<N>
  }

  read() {
    return this.call('workspace.read', {})
  }

  /** Of its file; nothing while there is none. */
  text(): string {
    return existsSync(this.path('workspace.json')) ? readFileSync(this.path('workspace.json'), 'utf8') : ''
  }

  path(name: string): string {
    return join(this.folder, name)
  }
}

function useDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'feedscope-desk-'))
  const desk = new Desk(folder)
  onTestFinished(async () => {
    await desk.workspace.close()
    await desk.engine.dispose()
    rmSync(folder, { recursive: true, force: true })
  })
  return desk
}

/** Two connections, a server, and a chart of two lines. */
async function furnish(desk: Desk): Promise<{ first: number; second: number }> {
  const settings = plainConnection('ws://a/', { name: 'A', auth: { kind: 'bearer', token: 'c4n4ry' } })
  const first = (await desk.call('connection.add', { settings })).id
  const second = (await desk.call('connection.add', { settings: plainConnection('ws://b/') })).id
  await desk.call('server.add', plainServer({ behaviour: 'ticker', port: 0 }))
  const { chartId } = await desk.call('series.add', { connectionId: second, path: ['price'], keyPath: ['symbol'] })
  await desk.call('series.add', { connectionId: first, path: ['size'], chartId })
  expect(desk.workspace.writeDesk({ folders: ['market'] }).ok).toBe(true)
  return { first, second }
}

it('what was set up is there again, in its order, with its uids and charts; in an engine that met a fault with its secrets', async () => {
  const desk = useDesk()
  await desk.workspace.restore()
  const { second, first } = await furnish(desk)
  await desk.call('connection.move', { id: second, beforeId: first })
  await desk.call('demo.start', {})
  const before = await desk.read()
  await until(() => desk.text().includes('size'), 'it is written')
  await desk.engine.replace()
  await desk.workspace.restore()
  const after = await desk.read()
  const own = before.connections.filter(({ isDemo }) => !isDemo)
  expect(after.connections.map(({ settings }) => settings)).toEqual(own.map(({ settings }) => settings))
  expect(after.connections.map(({ settings }) => settings.name)).toEqual(['', 'A'])
  expect(after.connections[1]?.settings.auth).toEqual({ kind: 'bearer', token: 'c4n4ry' })
  expect(after.connections.map(({ state }) => state.name)).toEqual(['idle', 'idle'])
  // The demo comes by itself, or not.
  expect(after.servers.map(({ uid }) => uid)).toEqual([before.servers[0]?.uid])
  const [one, other] = after.series
  expect(after.series.map(({ path }) => path)).toEqual([['price'], ['size']])
  expect(one?.chartId).toBe(other?.chartId)
  expect(desk.text()).not.toContain('c4n4ry')
})

it('a fault in the midst of bringing it back costs nothing of it', async () => {
  const desk = useDesk()
  await desk.workspace.restore()
  await furnish(desk)
  await desk.workspace.exported()
  await desk.engine.replace()
  desk.engine.isSlow = true
  const first = desk.workspace.restore()
  await until(async () => (await desk.read()).connections.length === 1, 'one of two is back')
  await desk.engine.replace()
  desk.engine.isSlow = false
  await Promise.all([first, desk.workspace.restore()])
  const read = await desk.read()
  expect(read.connections.map(({ settings }) => settings.name)).toEqual(['A', ''])
  expect(read.servers.length).toBe(1)
  expect(read.series.length).toBe(2)
})

it('another workspace takes its place: all is closed, and there again when it is opened once more', async () => {
  const desk = useDesk()
  await desk.workspace.restore()
  await furnish(desk)
  const made = await desk.workspace.create(desk.path('empty.json'), 'nothing')
  expect(made).toMatchObject({ ok: true, value: { name: 'empty', isDefault: false } })
  expect(desk.remembered).toBe(desk.path('empty.json'))
  expect((await desk.read()).connections).toEqual([])
  expect(desk.workspace.desk.folders).toEqual([])
  const own = await desk.workspace.open(desk.path('workspace.json'))
  expect(own).toMatchObject({ ok: true, value: { isDefault: true } })
  expect(desk.remembered).toBeUndefined()
  const read = await desk.read()
  expect(read.connections.map(({ settings }) => settings.name)).toEqual(['A', ''])
  // From the vault: the file has none.
  expect(read.connections[0]?.settings.auth).toEqual({ kind: 'bearer', token: 'c4n4ry' })
  expect(read.series.length).toBe(2)
  expect(desk.pushed.map(([name]) => name)).toContain('workspace.changed')
  expect(desk.pushed.filter(([name]) => name === 'desk.changed').at(-1)?.[1]).toMatchObject({ folders: ['market'] })
})

it('a copy goes on where this one was: what runs is not touched', async () => {
  const desk = useDesk()
  await desk.workspace.restore()
  await furnish(desk)
  const before = await desk.read()
  expect((await desk.workspace.create(desk.path('copy.json'), 'this')).ok).toBe(true)
  expect((await desk.read()).connections).toEqual(before.connections)
  const copy = readWorkspace(readFileSync(desk.path('copy.json'), 'utf8'))
  expect(copy.ok && copy.value.charts.length).toBe(2)
  // The same uids, but another workspace: what ran for the copy is closed.
  expect((await desk.workspace.open(desk.path('workspace.json'))).ok).toBe(true)
  const opened = (await desk.read()).connections
  expect(opened.map(({ settings }) => settings)).toEqual(before.connections.map(({ settings }) => settings))
  expect(opened.filter(({ id }) => before.connections.some((old) => old.id === id))).toEqual([])
})

it('what is wrong with a file changes nothing; a chosen one that is gone at the start is said', async () => {
  const desk = useDesk()
  await desk.workspace.restore()
  await furnish(desk)
  writeFileSync(desk.path('broken.json'), '{')
  expect(await desk.workspace.open(desk.path('broken.json'))).toMatchObject({ ok: false })
  expect(desk.workspace.state.isDefault).toBe(true)
  expect((await desk.read()).connections.length).toBe(2)
  await desk.workspace.close()
  desk.remembered = desk.path('gone.json')
  const next = desk.start()
  expect(next.problem).toMatch(/^gone\.json could not be read: .* Your own workspace was opened instead/)
  expect(next.state.isDefault).toBe(true)
})

it('an import adds to what is there, and an export holds no secret', async () => {
  const desk = useDesk()
  await desk.workspace.restore()
  await furnish(desk)
  const exported = await desk.workspace.exported()
  expect(exported).not.toContain('c4n4ry')
  writeFileSync(desk.path('theirs.json'), exported)
  expect(await desk.workspace.import(desk.path('theirs.json'))).toEqual({
    ok: true,
    value: { connections: 2, servers: 1 },
  })
  const read = await desk.read()
  expect(read.connections.map(({ settings }) => settings.name)).toEqual(['A', '', 'A', ''])
  expect(new Set(read.connections.map(({ settings }) => settings.uid)).size).toBe(4)
  expect(read.series.map(({ connectionId }) => connectionId)).toEqual(
    [1, 0, 3, 2].map((at) => read.connections[at]?.id),
  )
  expect(new Set(read.series.map(({ chartId }) => chartId)).size).toBe(2)
})

it('what another program changes is taken over: what it did not touch stays as it runs', async () => {
  const desk = useDesk()
  await desk.workspace.restore()
  const { first, second } = await furnish(desk)
  const { id: serverId } = await desk.call('server.start', plainServer({ behaviour: 'echo', port: 0 }))
  const text = await desk.workspace.exported()
  desk.workspace.look()
  await until(() => desk.text() === text, 'it is written')
  const theirs = readWorkspace(text)
  if (!theirs.ok) throw new Error(theirs.error.message)
  const [a, b] = theirs.value.connections
  const [ticker, echo] = theirs.value.servers
  if (a === undefined || b === undefined || ticker === undefined || echo === undefined)
    throw new Error('Something is gone.')
  const changed = {
    ...theirs.value,
    connections: [plainConnection('ws://new/'), { ...b, folder: 'market' }, a],
    servers: [{ ...echo, allowedOrigins: ['https://app.example'] }],
  }
  writeFileSync(desk.path('workspace.json'), writeWorkspace(changed))
  desk.workspace.look()
  const read = await until(async () => {
    const now = await desk.read()
    return now.connections.length === 3 && now.series.length === 2 && now.connections[2]?.id === first && now
  }, 'it is taken over')
  expect(read.connections.map(({ id }) => id).slice(1)).toEqual([second, first])
  expect(read.connections[1]?.settings.folder).toBe('market')
  // Nothing stands there in the file: it is the one that was here.
  expect(read.connections[2]?.settings.auth).toEqual({ kind: 'bearer', token: 'c4n4ry' })
  expect(read.servers).toMatchObject([
    { id: serverId, state: { name: 'running' }, allowedOrigins: ['https://app.example'] },
  ])
})
