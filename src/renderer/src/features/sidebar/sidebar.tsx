/** What there is: connections in their folders, and servers, each with its state and its rate. */
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { call } from '../../bridge'
import { goTo, useApp } from '../../state/app-store'
import { onCommand } from '../../state/commands'
import { useDesk } from '../../state/desk-store'
import { serverName } from '../../state/names'
import { notifyFailure } from '../../state/notices'
import { useWorkspace } from '../../state/workspace-store'
import { ContextMenu } from '../../ui/context-menu'
import { leavesOf } from './connection-actions'
import { FolderDialogs } from './folder-dialogs'
import { dragOver, drop, endDrag, startDrag } from './row-drag'
import { focusRow, pressKey, rowOf } from './row-keys'
import { addEntries, openMenu } from './row-menu'
import { AllRow, ConnectionRow, FolderRow, ServerRow } from './rows'
import { SearchBox } from './search-box'
import { type RowKey, useSidebar } from './sidebar-store'
import { ThemeSwitch } from './theme-switch'
import { isFound, treeRows } from './tree'
import './sidebar.css'

/** @param head what stands above it all */
export function Sidebar({ head }: { head?: ReactNode }) {
  const { servers, isLoaded } = useWorkspace()
  const menu = useSidebar((state) => state.menu)
  const moved = useRef<RowKey>(undefined)
  useEffect(
    () =>
      onCommand({
        'new-connection': () => goTo({ kind: 'new-connection' }),
        'new-server': () => goTo({ kind: 'new-server' }),
      }),
    [],
  )
  // A row that changes its place loses the focus on the way.
  useLayoutEffect(() => {
    if (moved.current !== undefined && document.activeElement === document.body) focusRow(moved.current)
  })
  const hasDemo = servers.some(({ isDemo }) => isDemo)
  return (
    <nav
      className="sidebar"
      aria-label="Feeds"
      onKeyDown={(event) => {
        moved.current = pressKey(event)
      }}
      onPointerDown={() => {
        moved.current = undefined
      }}
      onContextMenu={(event) => {
        const found = rowOf(event.target)
        if (found === undefined || event.target instanceof HTMLInputElement) return
        event.preventDefault()
        const label = found.button.getAttribute('aria-label') ?? ''
        openMenu(found.row, `Actions for ${label}`, { x: event.clientX, y: event.clientY })
      }}
      onDragStart={startDrag}
      onDragOver={dragOver}
      onDragEnd={endDrag}
      onDrop={drop}
    >
      <div className="sidebar-head">
        {head}
        <SearchBox />
      </div>
      <div className="sidebar-lists">
        <Connections />
        <Servers />
      </div>
      <div className="sidebar-foot">
        {isLoaded && !hasDemo && (
          <button type="button" className="button quiet" onClick={() => void startDemo()}>
            Start the demo feed
          </button>
        )}
        <ThemeSwitch />
      </div>
      {menu !== undefined && <ContextMenu {...menu} onClose={() => useSidebar.setState({ menu: undefined })} />}
      <FolderDialogs />
    </nav>
  )
}

function Connections() {
  const connections = useWorkspace((state) => state.connections)
  // Names of connections to our own servers are made of these.
  const servers = useWorkspace((state) => state.servers)
  const folders = useDesk((desk) => desk.folders)
  const search = useSidebar((state) => state.search)
  const closed = useSidebar((state) => state.closed)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names depend on the servers
  const leaves = useMemo(() => leavesOf(connections), [connections, servers])
  const rows = useMemo(() => treeRows({ leaves, folders, closed, search }), [leaves, folders, closed, search])
  const byId = useMemo(() => new Map(leaves.map((leaf, index) => [leaf.id, { ...leaf, index }])), [leaves])
  return (
    <Section title="Connections" addLabel="New connection" onAdd={() => goTo({ kind: 'new-connection' })} hasMore>
      <ul>
        {search === '' && <AllRow />}
        {rows.map((row) => {
          if (row.kind === 'folder') {
            const { kind, ...folder } = row
            return <FolderRow key={`${kind} ${row.folder}`} {...folder} />
          }
          const leaf = byId.get(row.id)
          const connection = leaf === undefined ? undefined : connections[leaf.index]
          if (leaf === undefined || connection === undefined) return null
          const { index: _, ...shown } = leaf
          const state = connection.retry === undefined ? connection.state.name : 'waiting'
          return <ConnectionRow key={`connection ${row.id}`} {...shown} depth={row.depth} state={state} />
        })}
      </ul>
      {search !== '' && rows.length === 0 && <p className="sidebar-hint">None is called so.</p>}
    </Section>
  )
}

function Servers() {
  const servers = useWorkspace((state) => state.servers)
  const search = useSidebar((state) => state.search)
  const found = servers.filter((server) => {
    const url = server.state.name === 'running' ? server.state.url : ''
    return isFound(search, [serverName(server), url])
  })
  return (
    <Section title="Servers" addLabel="New server" onAdd={() => goTo({ kind: 'new-server' })}>
      <ul>
        {found.map((server) => (
          <ServerRow key={server.id} server={server} />
        ))}
      </ul>
      {servers.length === 0 && <p className="sidebar-hint">None. A local server echoes, chats or streams for you.</p>}
      {servers.length > 0 && found.length === 0 && <p className="sidebar-hint">None is called so.</p>}
    </Section>
  )
}

interface SectionProps {
  title: string
  addLabel: string
  onAdd(): void
  /** Whether there are other ways to add. */
  hasMore?: boolean
  children: ReactNode
}

function Section({ title, addLabel, onAdd, hasMore = false, children }: SectionProps) {
  return (
    <section className="sidebar-section" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button type="button" className="button quiet icon" aria-label={addLabel} title={addLabel} onClick={onAdd}>
          +
        </button>
        {hasMore && (
          <button
            type="button"
            className="button quiet sidebar-more"
            aria-label="More ways to add"
            aria-haspopup="menu"
            title="New folder, import"
            onClick={({ currentTarget }) => {
              const { left, bottom } = currentTarget.getBoundingClientRect()
              useSidebar.setState({ menu: { label: 'Add', entries: addEntries(), at: { x: left, y: bottom + 2 } } })
            }}
          />
        )}
      </header>
      {children}
    </section>
  )
}

async function startDemo(): Promise<void> {
  void call('demo.keep', { atStart: true })
  const started = await call('demo.start', {})
  if (!started.ok) return notifyFailure(started.error)
  goTo({ kind: 'connection', id: started.value.connectionId })
  useApp.setState({ tab: 'Charts' })
}
