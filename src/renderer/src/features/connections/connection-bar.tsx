/** Above the log of a connection: where to, how, and in which state it is. Also the form of one that is not there yet. */
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import { type ConnectionSettings, plainConnection } from '../../../../shared/protocol/connection-settings'
import type { ConnectionSummary } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { goTo, showTab, useApp } from '../../state/app-store'
import { onCommand } from '../../state/commands'
import { FailureLine } from '../../ui/failure-line'
import { ConnectionState } from './connection-state'
import { RequestOptions } from './request-options'
import { RetryControls } from './retry-controls'
import './connections.css'

/** @param connection undefined for a new one */
export function ConnectionBar({ connection }: { connection: ConnectionSummary | undefined }) {
  const [settings, setSettings] = useState(connection?.settings ?? plainConnection(''))
  // As it was typed: a list would take the comma away that the next name is to follow.
  const [subprotocols, setSubprotocols] = useState(settings.subprotocols.join(', '))
  const [failure, setFailure] = useState<Failure>()
  const [showsOptions, setShowsOptions] = useState(false)
  const urlBox = useRef<HTMLInputElement>(null)
  const stateName = connection?.state.name
  const isLive = stateName === 'connecting' || stateName === 'open' || stateName === 'closing'
  const isNew = connection === undefined

  useEffect(() => {
    if (isNew) urlBox.current?.focus()
  }, [isNew])
  useEffect(() => onCommand({ 'focus-url': () => urlBox.current?.select() }), [])

  const change = (part: Partial<ConnectionSettings>) => {
    setFailure(undefined)
    setSettings((before) => ({ ...before, ...part }))
  }
  const connect = async (event: FormEvent) => {
    event.preventDefault()
    if (isLive) return
    const connected = await call('connection.connect', { id: connection?.id, settings: withoutBlanks(settings) })
    if (!connected.ok) return setFailure(connected.error)
    setFailure(undefined)
    if (!isNew) return
    goTo({ kind: 'connection', id: connected.value.id })
    showTab('Message')
  }
  const disconnect = async () => {
    if (connection === undefined) return
    const disconnected = await call('connection.disconnect', { id: connection.id })
    if (!disconnected.ok) setFailure(disconnected.error)
  }

  const shownFailure = failure ?? (connection?.state.name === 'failed' ? connection.state.error : undefined)
  return (
    <header className="connection-bar">
      <form className="connection-form" onSubmit={(event) => void connect(event)}>
        <input
          ref={urlBox}
          className="field mono url"
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
            change({ subprotocols: event.target.value.split(',') })
          }}
        />
        <button
          type="button"
          className="button"
          aria-expanded={showsOptions}
          onClick={() => setShowsOptions((shows) => !shows)}
        >
          Options{countOptions(settings)}
        </button>
        {isLive ? (
          <button type="button" className="button" onClick={() => void disconnect()}>
            Disconnect
          </button>
        ) : (
          <button type="submit" className="button primary">
            Connect
          </button>
        )}
        <RetryControls connection={connection} />
        {connection !== undefined && <ConnectionState {...connection} />}
      </form>
      {showsOptions && <RequestOptions request={settings} isReadOnly={isLive} onChange={change} />}
      {shownFailure !== undefined && (
        <FailureLine failure={shownFailure}>
          {shownFailure.code === 'ERR_HANDSHAKE_REFUSED' && <ShowAnswer />}
        </FailureLine>
      )}
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

/** Lines the user began and left empty are not meant. */
function withoutBlanks(settings: ConnectionSettings): ConnectionSettings {
  const filled = ([name, value]: [string, string]) => name.trim() !== '' || value.trim() !== ''
  return {
    ...settings,
    query: settings.query.filter(filled),
    headers: settings.headers.filter(filled),
    subprotocols: settings.subprotocols.map((each) => each.trim()).filter((each) => each !== ''),
  }
}

function countOptions({ headers, query }: ConnectionSettings): string {
  const count = headers.length + query.length
  return count === 0 ? '' : ` (${count})`
}
