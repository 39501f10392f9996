/** Above the log of a connection: where to, how, and in which state it is. Also the form of one that is not there yet. */
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import type { ConnectionChange, ConnectionSettings } from '../../../../shared/protocol/connection-settings'
import type { ConnectionSummary } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { goTo, showTab, useApp } from '../../state/app-store'
import { onCommand } from '../../state/commands'
import { FailureLine } from '../../ui/failure-line'
import { variableTint } from '../../ui/variable-tint'
import { ConnectionState } from './connection-state'
import { endWait, RetryControls } from './retry-controls'
import { countChanges } from './section'
import { connect, saveNew, useConnectionSetup } from './setup-store'
import { TrustCard } from './trust-card'
import './connections.css'

/** @param connection undefined for a new one */
export function ConnectionBar({ connection }: { connection: ConnectionSummary | undefined }) {
  const { settings, isLive, edit } = useConnectionSetup(connection)
  const [subprotocols, setSubprotocols] = useSubprotocolText(settings.subprotocols)
  const [failure, setFailure] = useState<Failure>()
  const urlBox = useRef<HTMLInputElement>(null)
  const id = connection?.id
  const isNew = connection === undefined

  useEffect(() => {
    if (isNew) urlBox.current?.focus()
  }, [isNew])
  useEffect(() => onCommand({ 'focus-url': () => urlBox.current?.select() }), [])

  const change = (part: ConnectionChange) => {
    setFailure(undefined)
    edit(part)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isLive) return
    if (connection?.retry !== undefined) return endWait(connection.id, 'now')
    const connected = await connect(id)
    if (!connected.ok) return setFailure(connected.error)
    setFailure(undefined)
    if (!isNew) return
    goTo({ kind: 'connection', id: connected.value.id })
    showTab('Message')
  }
  const save = async () => {
    const saved = await saveNew()
    if (saved.ok) goTo({ kind: 'connection', id: saved.value.id })
    else setFailure(saved.error)
  }
  const disconnect = async () => {
    if (id === undefined) return
    const disconnected = await call('connection.disconnect', { id })
    if (!disconnected.ok) setFailure(disconnected.error)
  }

  const shownFailure = failure ?? (connection?.state.name === 'failed' ? connection.state.error : undefined)
  return (
    <header className="connection-bar">
      <form className="connection-form" onSubmit={(event) => void submit(event)}>
        <input
          ref={urlBox}
          className={`field mono url ${variableTint(settings.url)}`}
          aria-label="URL"
          aria-invalid={failure?.code === 'ERR_URL_INVALID'}
          placeholder="ws://localhost:8080"
          spellCheck={false}
          readOnly={isLive}
          value={settings.url}
          onChange={(event) => change({ url: event.target.value })}
        />
        <input
          className="field mono subprotocols"
          aria-label="Subprotocols"
          placeholder="subprotocols"
          title="Subprotocols to offer, separated by commas, the preferred one first"
          spellCheck={false}
          readOnly={isLive}
          value={subprotocols}
          onChange={(event) => {
            setSubprotocols(event.target.value)
            change({ subprotocols: subprotocolsOf(event.target.value) })
          }}
        />
        <button type="button" className="button" aria-label="Options" onClick={showOptions}>
          Options{describeCount(settings)}
        </button>
        {isNew && (
          <button
            type="button"
            className="button"
            title="Keep it without connecting"
            disabled={settings.url.trim() === ''}
            onClick={() => void save()}
          >
            Save
          </button>
        )}
        {isLive && (
          <button type="button" className="button" onClick={() => void disconnect()}>
            Disconnect
          </button>
        )}
        {!isLive && connection?.retry === undefined && (
          <button type="submit" className="button primary">
            Connect
          </button>
        )}
        <RetryControls connection={connection} />
        {connection !== undefined && <ConnectionState {...connection} />}
      </form>
      {shownFailure !== undefined && (
        <FailureLine failure={shownFailure}>
          {shownFailure.code === 'ERR_HANDSHAKE_REFUSED' && <ShowAnswer />}
        </FailureLine>
      )}
      {connection !== undefined && <TrustCard connection={connection} />}
    </header>
  )
}

function ShowAnswer() {
  const isShown = useApp((state) => state.tab === 'Handshake')
  if (isShown) return null
  return (
    <button type="button" className="button" onClick={() => showTab('Handshake')}>
      Show its answer
    </button>
  )
}

/** To the Setup tab, and into it. */
function showOptions(): void {
  showTab('Setup')
  requestAnimationFrame(() => document.getElementById('tab-Setup')?.focus())
}

/** As it was typed: a list would take the comma away that the next name is to follow. */
function useSubprotocolText(subprotocols: string[]) {
  const [text, setText] = useState(subprotocols.join(', '))
  const list = subprotocols.join(', ')
  useEffect(() => {
    setText((typed) => (subprotocolsOf(typed).join(', ') === list ? typed : list))
  }, [list])
  return [text, setText] as const
}

function subprotocolsOf(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** How much is set there. */
function describeCount(settings: ConnectionSettings): string {
  const count =
    Object.values(countChanges(settings)).reduce((sum, each) => sum + each, 0) - settings.subprotocols.length
  return count === 0 ? '' : ` (${count})`
}
