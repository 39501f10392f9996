/**
 * What was edited of each server, kept while the user looks elsewhere: a stopped server is started with it, a running one
 * is told of each live part at once. A part that was refused stays as it was typed, with the failure beside it.
 */
import { useCallback } from 'react'
import { create } from 'zustand'
import { type Failure, fail, type Result } from '../../../../shared/failure'
import type { ServerSummary } from '../../../../shared/protocol/feed'
import type { LiveServerSettings, ServerSettings } from '../../../../shared/protocol/server-settings'
import { call } from '../../bridge'
import { type Draft, isLivePart, keyOf, mergeDraft, withoutFixed } from './draft'
import type { Section, SettingName } from './section'

type Failures = Partial<Record<SettingName, Failure>>

interface DraftState {
  /** By `keyOf` a server. At most as many as there ever were servers, of some hundred bytes each. */
  drafts: Readonly<Record<string, Draft>>
  failures: Readonly<Record<string, Failures>>
  /** The same for all servers: who sets the limits of one looks at the limits of the next. */
  section: Section
}

export const useDrafts = create<DraftState>(() => ({ drafts: {}, failures: {}, section: 'Security' }))

export function showSection(section: Section): void {
  useDrafts.setState({ section })
}

function changeDraft(key: string, change: Draft): void {
  useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [key]: { ...drafts[key], ...change } } }))
}

function dropDraft(key: string): void {
  useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [key]: {} } }))
}

function forgetFailures(key: string): void {
  useDrafts.setState(({ failures }) => ({ failures: { ...failures, [key]: {} } }))
}

/** @param failure undefined: what failed is mended */
export function setFailure(key: string, name: SettingName, failure: Failure | undefined): void {
  useDrafts.setState(({ failures }) => ({ failures: { ...failures, [key]: { ...failures[key], [name]: failure } } }))
}

export interface ServerSetup {
  server: ServerSummary | undefined
  settings: ServerSettings
  failures: Failures
  isRunning: boolean
  /** Keeps a change; a running server takes the live parts of it at once. */
  edit(change: Draft): void
}

const noFailures: Failures = {}

/** @param server undefined for one that is yet to be started */
export function useServerSetup(server: ServerSummary | undefined): ServerSetup {
  const key = keyOf(server)
  const draft = useDrafts((state) => state.drafts[key])
  const failures = useDrafts((state) => state.failures[key]) ?? noFailures
  const isRunning = server?.state.name === 'running'
  const shown = isRunning ? withoutFixed(draft ?? {}) : (draft ?? {})
  const id = server?.id
  const edit = useCallback(
    (change: Draft) => {
      changeDraft(key, change)
      // What was wrong at a start was so with the value that is now replaced.
      for (const name of Object.keys(change) as SettingName[]) if (!isLivePart(name)) setFailure(key, name, undefined)
      void tell(key, isRunning ? id : undefined, change)
    },
    [key, id, isRunning],
  )
  return { server, settings: mergeDraft(server, shown), failures, isRunning, edit }
}

/** Each part by itself, so that a failure stands beside what caused it. */
async function tell(key: string, runningId: number | undefined, change: Draft): Promise<void> {
  const parts = (Object.keys(change) as SettingName[]).filter(isLivePart)
  await Promise.all(
    parts.map(async (name) => {
      const answer = runningId === undefined ? await check(change, name) : await configure(runningId, change, name)
      // Of an answer that comes late, something newer was asked since.
      if (useDrafts.getState().drafts[key]?.[name] !== change[name]) return
      setFailure(key, name, answer.ok ? undefined : answer.error)
    }),
  )
}

function configure(id: number, change: Draft, name: keyof LiveServerSettings): Promise<Result<void>> {
  return call('server.configure', { id, [name]: change[name] })
}

/** What a start would answer; only schema and rules can be wrong in ways that a field cannot see. */
async function check(change: Draft, name: keyof LiveServerSettings): Promise<Result<void>> {
  if (name === 'rules' && change.rules !== undefined && change.rules.length > 0) {
    return call('server.check', { rules: change.rules })
  }
  const schema = change.validation?.schema ?? ''
  if (name === 'validation' && schema.trim() !== '') return call('server.check', { schema })
  return { ok: true, value: undefined }
}

/** @returns the id of the running server; why it did not start */
export async function startServer({ server, settings }: ServerSetup): Promise<Result<{ id: number }>> {
  const key = keyOf(server)
  if (settings.tls.kind === 'files' && (settings.tls.certificateFile === '' || settings.tls.keyFile === '')) {
    return fail('ERR_CERTIFICATE_INVALID', 'TLS from files needs a certificate and its key. Choose both.')
  }
  const started = await call('server.start', { ...settings, id: server?.id })
  if (started.ok) forgetFailures(key)
  if (started.ok && server === undefined) dropDraft(key)
  return started
}
