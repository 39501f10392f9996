import { beforeEach, expect, test, vi } from 'vitest'
import { fail, ok, type Result } from '../../../src/shared/failure'
import { plainConnection } from '../../../src/shared/protocol/connection-settings'
import type { ConnectionState } from '../../../src/shared/protocol/connection-state'
import type { ConnectionSummary } from '../../../src/shared/protocol/feed'
import { until } from '../../support/until'

/** The engine, as far as the store sees it. */
const asked: [name: string, args: Record<string, unknown>][] = []
let answer: (name: string, args: never) => Result<unknown> = () => ok(undefined)
vi.stubGlobal('window', {
  feedscope: {
    call: async (name: string, args: never) => {
      asked.push([name, args])
      return answer(name, args)
    },
    on: () => () => {},
  },
})
const { useWorkspace } = await import('../../../src/renderer/src/state/workspace-store')
const { connect, editConnection, reconnect, saveNew, useSetup } = await import(
  '../../../src/renderer/src/features/connections/setup-store'
)

const OPEN: ConnectionState = { name: 'open', subprotocol: '', extensions: '', openedAtMs: 1 }
const CLOSED: ConnectionState = { name: 'closed', closeCode: 1000, reason: '', closedBy: 'us' }
const settings = plainConnection('ws://localhost')

function pushes(more: Partial<ConnectionSummary> = {}): void {
  useWorkspace.setState({ connections: [{ id: 1, name: '', settings, state: OPEN, ...more }] })
}

beforeEach(() => {
  asked.length = 0
  answer = () => ok(undefined)
  useWorkspace.setState({ connections: [] })
  useSetup.setState({ edits: {}, failures: {}, dialledWith: {} })
  pushes()
})

const told = () => asked.filter(([name]) => name === 'connection.configure').map(([, args]) => args)

test('what is typed is told once the keys have rested, each part by itself, and only as it was at last', async () => {
  editConnection(1, { origin: 'a' })
  editConnection(1, { origin: 'ab', name: 'mine' })
  expect(told()).toEqual([])
  await until(() => told().length === 2, 'both are told')
  expect(told()).toEqual([
    { id: 1, change: { origin: 'ab' } },
    { id: 1, change: { name: 'mine' } },
  ])
})

test('an edit stands until the engine says the same, and then the engine’s word does', async () => {
  editConnection(1, { name: 'mine' })
  await until(() => told().length === 1, 'it is told')
  await until(() => useSetup.getState().failures['1'] !== undefined, 'it is answered')
  expect(useSetup.getState().edits['1']).toEqual({ name: 'mine' })
  pushes({ settings: { ...settings, name: 'mine' } })
  expect(useSetup.getState().edits['1']).toEqual({})
})

test('a part that is refused stays as it was typed, with the reason', async () => {
  answer = () => fail('ERR_SCHEMA_INVALID', 'The schema is no JSON.')
  editConnection(1, { validation: { received: '{', sent: '' } })
  await until(() => useSetup.getState().failures['1']?.validation, 'it is refused')
  pushes({ settings: { ...settings, name: 'other' } })
  expect(useSetup.getState().edits['1']?.validation?.received).toBe('{')
})

test('the first change of a live connection remembers what it was dialled with, until it is closed', () => {
  editConnection(1, { origin: 'https://a.example' })
  editConnection(1, { origin: 'https://b.example' })
  expect(useSetup.getState().dialledWith['1']).toEqual(settings)
  pushes({ state: CLOSED })
  expect(useSetup.getState().dialledWith).toEqual({})
  editConnection(1, { origin: 'https://c.example' })
  expect(useSetup.getState().dialledWith).toEqual({})
})

test('a dial carries what was not told yet, and nothing is told twice', async () => {
  pushes({ state: CLOSED })
  answer = () => ok({ id: 1 })
  editConnection(1, { origin: 'https://a.example' })
  await connect(1)
  expect(asked).toEqual([['connection.connect', { id: 1, settings: { ...settings, origin: 'https://a.example' } }]])
  pushes({ settings: { ...settings, origin: 'https://a.example' } })
  expect(useSetup.getState().edits['1']).toEqual({})
})

test('a new connection is told of nothing until it is saved, and then its edits are gone', async () => {
  answer = () => ok({ id: 7 })
  editConnection(undefined, { url: 'ws://localhost/feed', name: 'mine' })
  expect(await saveNew()).toEqual(ok({ id: 7 }))
  expect(asked).toEqual([['connection.add', { settings: plainConnection('ws://localhost/feed', { name: 'mine' }) }]])
  expect(useSetup.getState().edits.new).toBeUndefined()
})

test('a dial that is refused says at which setting', async () => {
  answer = () => fail('ERR_HEADER_INVALID', 'A header has no name.')
  editConnection(undefined, { url: 'ws://localhost', headers: [['', 'x']] })
  expect((await connect(undefined)).ok).toBe(false)
  expect(useSetup.getState().failures.new?.headers?.code).toBe('ERR_HEADER_INVALID')
  expect(useSetup.getState().edits.new?.url).toBe('ws://localhost')
})

test('a reconnect dials once the connection is closed, and not before', async () => {
  answer = () => ok({ id: 1 })
  const done = reconnect(1)
  await until(() => asked.length === 1, 'it is disconnected')
  pushes({ state: { name: 'closing' } })
  expect(asked.map(([name]) => name)).toEqual(['connection.disconnect'])
  pushes({ state: CLOSED })
  await done
  expect(asked.map(([name]) => name)).toEqual(['connection.disconnect', 'connection.connect'])
})
