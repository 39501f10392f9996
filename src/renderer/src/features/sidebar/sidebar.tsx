/** What there is: connections and servers, each with its state and its rate. */
import { type ReactNode, useEffect } from 'react'
import type { ConnectionSummary, Rate, ServerSummary } from '../../../../shared/protocol/feed'
import { settingsOf } from '../../../../shared/protocol/server-settings'
import { call } from '../../bridge'
import { goTo, type Place, useApp } from '../../state/app-store'
import { onCommand } from '../../state/commands'
import { useLive } from '../../state/live-store'
import { connectionName, serverName } from '../../state/names'
import { notify, notifyFailure } from '../../state/notices'
import { useWorkspace } from '../../state/workspace-store'
import { formatCompact } from '../../ui/format'
import { StateDot } from '../../ui/state-dot'
import { ThemeSwitch } from './theme-switch'
import './sidebar.css'

export function Sidebar() {
  const { connections, servers, isLoaded } = useWorkspace()
  useEffect(
    () =>
      onCommand({
        'new-connection': () => goTo({ kind: 'new-connection' }),
        'new-server': () => goTo({ kind: 'new-server' }),
      }),
    [],
  )
  const hasDemo = servers.some(({ isDemo }) => isDemo)
  return (
    <nav className="sidebar" aria-label="Feeds">
      <Section title="Connections" addLabel="New connection" onAdd={() => goTo({ kind: 'new-connection' })}>
        <Item place={{ kind: 'all' }} label="All connections" rate={useLive((state) => state.pulse.total)} />
        {connections.map((connection) => (
          <ConnectionItem key={connection.id} connection={connection} servers={servers} />
        ))}
      </Section>
      <Section title="Servers" addLabel="New server" onAdd={() => goTo({ kind: 'new-server' })}>
        {servers.map((server) => (
          <ServerItem key={server.id} server={server} />
        ))}
        {servers.length === 0 && <p className="sidebar-hint">None. A local server echoes, chats or streams for you.</p>}
      </Section>
      <div className="sidebar-foot">
        {isLoaded && !hasDemo && (
          <button type="button" className="button quiet" onClick={() => void startDemo()}>
            Start the demo feed
          </button>
        )}
        <ThemeSwitch />
      </div>
    </nav>
  )
}

interface SectionProps {
  title: string
  addLabel: string
  onAdd(): void
  children: ReactNode
}

function Section({ title, addLabel, onAdd, children }: SectionProps) {
  return (
    <section className="sidebar-section" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button type="button" className="button quiet icon" aria-label={addLabel} title={addLabel} onClick={onAdd}>
          +
        </button>
      </header>
      {children}
    </section>
  )
}

function ConnectionItem({ connection, servers }: { connection: ConnectionSummary; servers: ServerSummary[] }) {
  const rate = useLive((state) => state.pulse.connections[connection.id])
  const remove = async () => {
    if (isAt({ kind: 'connection', id: connection.id })) goTo({ kind: 'all' })
    const removed = await call('connection.remove', { id: connection.id })
    if (!removed.ok) return notifyFailure(removed.error)
    const { settings } = connection
    const bringBack = async () => {
      const connected = await call('connection.connect', { settings })
      if (connected.ok) goTo({ kind: 'connection', id: connected.value.id })
      else notifyFailure(connected.error)
    }
    notify({
      kind: 'info',
      message: 'The connection was removed. Its messages stay under All connections.',
      action: { label: 'Dial again', act: () => void bringBack() },
    })
  }
  return (
    <Item
      place={{ kind: 'connection', id: connection.id }}
      label={connectionName(connection, servers)}
      title={`${connection.settings.url} · ${connection.state.name}`}
      state={connection.state.name}
      rate={rate}
      onRemove={() => void remove()}
    />
  )
}

function ServerItem({ server }: { server: ServerSummary }) {
  const remove = async () => {
    if (isAt({ kind: 'server', id: server.id })) goTo({ kind: 'all' })
    const removed = await call('server.remove', { id: server.id })
    if (!removed.ok) return notifyFailure(removed.error)
    // Who removes the demo does not want it back at the next start.
    if (server.isDemo) void call('demo.keep', { atStart: false })
    const bringBack = async () => {
      const started = await call('server.start', settingsOf(server))
      if (started.ok) goTo({ kind: 'server', id: started.value.id })
      else notifyFailure(started.error)
    }
    notify({
      kind: 'info',
      message: 'The server was stopped and removed.',
      action: { label: 'Start it again', act: () => void bringBack() },
    })
  }
  return (
    <Item
      place={{ kind: 'server', id: server.id }}
      label={serverName(server)}
      title={server.state.name === 'running' ? server.state.url : 'stopped'}
      state={server.state.name === 'running' ? 'open' : 'closed'}
      badge={server.state.name === 'running' ? String(server.peerCount) : undefined}
      heldCount={server.heldCount}
      serverUrl={server.state.name === 'running' ? server.state.url : undefined}
      onRemove={() => void remove()}
    />
  )
}

interface ItemProps {
  place: Place
  label: string
  title?: string
  state?: ConnectionSummary['state']['name']
  rate?: Rate
  badge?: string
  /** Frames that wait for a person. */
  heldCount?: number
  serverUrl?: string
  onRemove?(): void
}

function Item({ place, label, title, state, rate, badge, heldCount = 0, serverUrl, onRemove }: ItemProps) {
  const isCurrent = useApp((app) => isSame(app.place, place))
  const shownRate = rate === undefined || rate.messagesPerSecond < 0.5 ? '' : formatCompact(rate.messagesPerSecond)
  return (
    <div className={isCurrent ? 'sidebar-item current' : 'sidebar-item'}>
      <button
        type="button"
        className="sidebar-place"
        aria-label={label}
        aria-current={isCurrent ? 'page' : undefined}
        title={title}
        data-server-url={serverUrl}
        onClick={() => goTo(place)}
      >
        {state === undefined ? <span className="sidebar-sigma">Σ</span> : <StateDot state={state} />}
        <span className="sidebar-label">{label}</span>
        {heldCount > 0 && (
          <span className="sidebar-held" title="frames held">
            {formatCompact(heldCount)} held
          </span>
        )}
        <span className="sidebar-rate" title={badge === undefined ? 'messages per second' : 'clients'}>
          {badge ?? shownRate}
        </span>
      </button>
      {onRemove !== undefined && (
        <button
          type="button"
          className="sidebar-remove"
          aria-label={`Remove ${label}`}
          title="Remove"
          onClick={onRemove}
        >
          ×
        </button>
      )}
    </div>
  )
}

function isSame(a: Place, b: Place): boolean {
  return a.kind === b.kind && ('id' in a ? a.id : 0) === ('id' in b ? b.id : 0)
}

function isAt(place: Place): boolean {
  return isSame(useApp.getState().place, place)
}

async function startDemo(): Promise<void> {
  void call('demo.keep', { atStart: true })
  const started = await call('demo.start', {})
  if (!started.ok) return notifyFailure(started.error)
  goTo({ kind: 'connection', id: started.value.connectionId })
  useApp.setState({ tab: 'Charts' })
}
