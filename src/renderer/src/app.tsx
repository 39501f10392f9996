/** The window: sidebar, bar, log, details and send panel, as `docs/ARCHITECTURE.md` draws it. */
import { useEffect } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import { Details } from './details'
import { ConnectionBar } from './features/connections/connection-bar'
import { EnvironmentSelect } from './features/environments/environment-select'
import { EnvironmentsDialog } from './features/environments/environments-dialog'
import { ImportDialog } from './features/imports/import-dialog'
import { Log } from './features/log/log'
import { Notices } from './features/notices/notices'
import { SendPanel } from './features/send/send-panel'
import { ServerBar } from './features/servers/server-bar'
import { Sidebar } from './features/sidebar/sidebar'
import { StatusBar } from './features/status/status-bar'
import { LinkDialog } from './features/workspace/link-dialog'
import { WorkspaceMenu } from './features/workspace/workspace-menu'
import { connectionIdOf, goTo, serverIdOf, useApp } from './state/app-store'
import { onCommand } from './state/commands'
import { openDialog, useDialog } from './state/dialog-store'
import { useConnection, useServer, useWorkspace } from './state/workspace-store'
import './app.css'

export function App() {
  const columns = useDefaultLayout({ id: 'columns', storage: localStorage })
  const rows = useDefaultLayout({ id: 'rows', storage: localStorage })
  useFirstPlace()
  return (
    <div className="app">
      <Group id="columns" className="app-columns" {...columns}>
        <Panel id="sidebar" defaultSize={216} minSize={150} maxSize={420} groupResizeBehavior="preserve-pixel-size">
          <Sidebar
            head={
              <>
                <WorkspaceMenu />
                <EnvironmentSelect />
              </>
            }
          />
        </Panel>
        <Separator className="separator vertical" aria-label="Width of the sidebar" />
        <Panel id="main" minSize={420}>
          <main className="app-main">
            <PlaceBar />
            <Group id="rows" orientation="vertical" className="app-rows" {...rows}>
              <Panel id="log" minSize={110}>
                <Log />
              </Panel>
              <Separator className="separator" aria-label="Height of the log" />
              <Panel id="details" defaultSize="38%" minSize={90}>
                <Details />
              </Panel>
              <Separator className="separator" aria-label="Height of the send panel" />
              <Panel id="send" defaultSize={132} minSize={84} groupResizeBehavior="preserve-pixel-size">
                <SendPanel />
              </Panel>
            </Group>
          </main>
        </Panel>
      </Group>
      <StatusBar />
      <Notices />
      <Dialogs />
    </div>
  )
}

/** One at a time, as it was asked for; a link that was followed asks by itself. */
function Dialogs() {
  const dialog = useDialog((state) => state.dialog)
  useEffect(
    () =>
      onCommand({
        import: () => openDialog({ kind: 'import' }),
        environments: () => openDialog({ kind: 'environments' }),
      }),
    [],
  )
  return (
    <>
      {dialog?.kind === 'import' && <ImportDialog />}
      {dialog?.kind === 'environments' && <EnvironmentsDialog />}
      <LinkDialog />
    </>
  )
}

/** The bar of what is selected; a form where it is new. */
function PlaceBar() {
  const place = useApp((state) => state.place)
  const connection = useConnection(connectionIdOf(place))
  const server = useServer(serverIdOf(place))
  switch (place.kind) {
    case 'new-connection':
      return <ConnectionBar key="new" connection={undefined} />
    case 'new-server':
      return <ServerBar key="new" server={undefined} />
    case 'connection':
      if (connection !== undefined) return <ConnectionBar key={place.id} connection={connection} />
      return <PlaceTitle>Client {place.id} of a local server</PlaceTitle>
    case 'server':
      return server === undefined ? null : <ServerBar key={place.id} server={server} />
    case 'all':
      return <PlaceTitle>All connections</PlaceTitle>
  }
}

function PlaceTitle({ children }: { children: React.ReactNode }) {
  return <h1 className="place-title">{children}</h1>
}

/** At first the demo, with its chart, as soon as it is there; unless the user was quicker. */
function useFirstPlace(): void {
  const firstId = useWorkspace(({ connections }) => connections[0]?.id)
  useEffect(() => {
    if (firstId === undefined || hasChosen) return
    hasChosen = true
    if (useApp.getState().place.kind !== 'all') return
    goTo({ kind: 'connection', id: firstId })
    useApp.setState({ tab: 'Charts' })
  }, [firstId])
}

let hasChosen = false
