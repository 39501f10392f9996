/**
 * What was edited of each connection and the engine does not say yet: shown at once, told when the keys have rested. A new
 * connection's edits stay here until it is connected or saved. A part that was refused stays as it was typed, with the failure.
 */
import { useCallback } from 'react'
import { create } from 'zustand'
import type { Failure, Result } from '../../../../shared/failure'
import type { ConnectionChange, ConnectionSettings } from '../../../../shared/protocol/connection-settings'
import type { ConnectionSummary } from '../../../../shared/protocol/feed'
import { call, on } from '../../bridge'
import { useWorkspace } from '../../state/workspace-store'
import { isLive, keyOf, mergeEdits, settingOfFailure, waitingParts, withoutTaken } from './edits'
import type { Section, SettingName } from './section'

/** Of rest after a key, before the engine is told: it pushes the whole list, and the workspace is written. */
const REST_MS = 250
/** What a server has to answer our close frame; then the line is cut, since the user waits for the next one. */
const GOODBYE_MS = 2_000

type Failures = Partial<Record<SettingName, Failure>>

interface SetupState {
  /** By `keyOf` a connection; gone once the engine says the same. */
  edits: Readonly<Record<string, ConnectionChange>>
  failures: Readonly<Record<string, Failures>>
  /** What a live connection was dialled with, as far as it was changed since. */
  dialledWith: Readonly<Record<string, ConnectionSettings>>
  /** The same for all connections: who sets one up looks at the same of the next. */
  section: Section
}

export const useSetup = create<SetupState>(() => ({ edits: {}, failures: {}, dialledWith: {}, section: 'Request' }))

/** Parts that are yet to be told, by connection. */
const untold = new Map<number, { names: Set<SettingName>; timer: ReturnType<typeof setTimeout> }>()
/** What the engine took and has not pushed yet: until then our word stands, or the old value would flash up. */
const taken = new Map<string, ConnectionChange>()

export function showSection(section: Section): void {
  useSetup.setState({ section })
}

export interface ConnectionSetup {
  /** Undefined for one that is yet to be made. */
  connection: ConnectionSummary | undefined
  settings: ConnectionSettings
  failures: Failures
  /** Dialled, open or closing: what is of the handshake waits. */
  isLive: boolean
  /** Settings that count from the next connect. */
  waiting: SettingName[]
  edit(change: ConnectionChange): void
}

const nothing = {}

/** @param connection undefined for one that is yet to be made */
export function useConnectionSetup(connection: ConnectionSummary | undefined): ConnectionSetup {
  const key = keyOf(connection)
  const edits = useSetup((state) => state.edits[key]) ?? nothing
  const failures = useSetup((state) => state.failures[key]) ?? nothing
  const dialledWith = useSetup((state) => state.dialledWith[key])
  const id = connection?.id
  const edit = useCallback((change: ConnectionChange) => editConnection(id, change), [id])
  const settings = mergeEdits(connection?.settings, edits)
  const isLiveNow = connection !== undefined && isLive(connection.state)
  const waiting = isLiveNow && dialledWith !== undefined ? waitingParts(dialledWith, settings) : []
  return { connection, settings, failures, isLive: isLiveNow, waiting, edit }
}

/** @param id undefined for the connection that is yet to be made */
export function editConnection(id: number | undefined, change: ConnectionChange): void {
  const key = id === undefined ? 'new' : String(id)
  const known = connectionOf(id)
  useSetup.setState(({ edits, failures, dialledWith }) => ({
    edits: { ...edits, [key]: { ...edits[key], ...change } },
    failures: { ...failures, [key]: withoutKeys(failures[key] ?? {}, Object.keys(change)) },
    dialledWith:
      known === undefined || !isLive(known.state) || dialledWith[key] !== undefined
        ? dialledWith
        : { ...dialledWith, [key]: known.settings },
  }))
  if (id !== undefined) tellSoon(id, Object.keys(change) as SettingName[])
}

/** @param failure undefined: what failed is mended */
export function setFailure(key: string, name: SettingName, failure: Failure | undefined): void {
  useSetup.setState(({ failures }) => ({ failures: { ...failures, [key]: { ...failures[key], [name]: failure } } }))
}

function tellSoon(id: number, names: readonly SettingName[]): void {
  const waiting = untold.get(id)
  if (waiting !== undefined) clearTimeout(waiting.timer)
  const all = new Set([...(waiting?.names ?? []), ...names])
  untold.set(id, { names: all, timer: setTimeout(() => void tell(id), REST_MS) })
}

/** Each part by itself, so that a failure stands beside what caused it. */
async function tell(id: number): Promise<void> {
  const { names, timer } = untold.get(id) ?? {}
  clearTimeout(timer)
  untold.delete(id)
  const key = String(id)
  const edits = useSetup.getState().edits[key] ?? {}
  await Promise.all(
    [...(names ?? [])].map(async (name) => {
      const change = { [name]: edits[name] } as ConnectionChange
      const answer = await call('connection.configure', { id, change })
      // Of an answer that comes late, something newer was asked since.
      if (useSetup.getState().edits[key]?.[name] !== edits[name]) return
      setFailure(key, name, answer.ok ? undefined : answer.error)
      if (answer.ok) took(key, change)
    }),
  )
}

function took(key: string, change: ConnectionChange): void {
  taken.set(key, { ...taken.get(key), ...change })
  settle(useWorkspace.getState().connections, true)
}

/**
 * Leaves to the engine what it says itself by now.
 * @param isOld whether the list may be older than what was taken: then only what it says too is left to it
 */
function settle(connections: readonly ConnectionSummary[], isOld: boolean): void {
  for (const [key, change] of taken) {
    const connection = connections.find(({ id }) => String(id) === key)
    const said = Object.entries(change).filter(
      ([name, value]) => !isOld || JSON.stringify(connection?.settings[name as SettingName]) === JSON.stringify(value),
    )
    const left = withoutKeys(
      change,
      said.map(([name]) => name),
    )
    if (Object.keys(left).length === 0) taken.delete(key)
    else taken.set(key, left)
    useSetup.setState(({ edits }) => ({
      edits: { ...edits, [key]: withoutTaken(edits[key] ?? {}, Object.fromEntries(said) as ConnectionChange) },
    }))
  }
}

/**
 * Dials with all that was edited.
 * @param id undefined for the connection that is yet to be made
 * @returns its id; why it is not dialled
 */
export async function connect(id: number | undefined): Promise<Result<{ id: number }>> {
  const key = id === undefined ? 'new' : String(id)
  if (id !== undefined) {
    clearTimeout(untold.get(id)?.timer)
    untold.delete(id)
  }
  const told = useSetup.getState().edits[key] ?? {}
  const connected = await call('connection.connect', { id, settings: mergeEdits(connectionOf(id)?.settings, told) })
  if (!connected.ok) {
    const name = settingOfFailure(connected.error.code)
    if (name !== undefined) setFailure(key, name, connected.error)
    // What could not be dialled with is kept nevertheless.
    if (id !== undefined) tellSoon(id, Object.keys(told) as SettingName[])
    return connected
  }
  if (id === undefined) forget(key)
  else took(key, told)
  return connected
}

/** Keeps a new connection without dialling it. */
export async function saveNew(): Promise<Result<{ id: number }>> {
  const added = await call('connection.add', { settings: mergeEdits(undefined, useSetup.getState().edits.new ?? {}) })
  if (added.ok) forget('new')
  return added
}

/** Closes, and dials again once it is closed. */
export async function reconnect(id: number): Promise<Result<unknown>> {
  const disconnected = await call('connection.disconnect', { id })
  if (!disconnected.ok && disconnected.error.code !== 'ERR_NOT_OPEN') return disconnected
  await closed(id)
  return connect(id)
}

/** Resolves when it is no longer live; the line of a server that does not answer is cut. */
function closed(id: number): Promise<void> {
  const isClosed = () => {
    const connection = connectionOf(id)
    return connection === undefined || !isLive(connection.state)
  }
  if (isClosed()) return Promise.resolve()
  return new Promise((resolve) => {
    const cut = setTimeout(() => void call('connection.disconnect', { id }), GOODBYE_MS)
    const unsubscribe = useWorkspace.subscribe(() => {
      if (!isClosed()) return
      unsubscribe()
      clearTimeout(cut)
      resolve()
    })
  })
}

function connectionOf(id: number | undefined): ConnectionSummary | undefined {
  return useWorkspace.getState().connections.find((each) => each.id === id)
}

function forget(key: string): void {
  taken.delete(key)
  useSetup.setState(({ edits, failures, dialledWith }) => ({
    edits: withoutKeys(edits, [key]),
    failures: withoutKeys(failures, [key]),
    dialledWith: withoutKeys(dialledWith, [key]),
  }))
}

function withoutKeys<T extends object>(value: T, keys: readonly string[]): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key))) as T
}

useWorkspace.subscribe(({ connections }, before) => {
  if (connections === before.connections) return
  settle(connections, false)
  const { edits, dialledWith } = useSetup.getState()
  const isHere = (key: string) => key === 'new' || connections.some(({ id }) => String(id) === key)
  for (const key of Object.keys(edits)) if (!isHere(key)) forget(key)
  const over = Object.keys(dialledWith).filter((key) => {
    return !connections.some(({ id, state }) => String(id) === key && isLive(state))
  })
  if (over.length > 0) useSetup.setState({ dialledWith: withoutKeys(dialledWith, over) })
})

// An engine that begins anew counts anew: an id is another connection's then.
on('engine.restarted', () => {
  for (const key of Object.keys(useSetup.getState().edits)) if (key !== 'new') forget(key)
})
