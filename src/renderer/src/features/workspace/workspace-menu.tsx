/** The workspace by its name, and what is done with it as a whole; says where secrets are not kept. */
import { useEffect } from 'react'
import type { Result } from '../../../../shared/failure'
import type { WorkspacePlace } from '../../../../shared/ipc/contract'
import { call } from '../../bridge'
import { openDialog } from '../../state/dialog-store'
import { notify, notifyFailure } from '../../state/notices'
import { Popover } from '../../ui/popover'
import { followPlace, usePlace } from './workspace-place'
import './workspace.css'

export function WorkspaceMenu() {
  const place = usePlace((state) => state.place)
  useEffect(followPlace, [])
  const name = place?.name ?? 'Workspace'
  return (
    <div className="workspace">
      <Popover label="Workspace" face={<span className="workspace-name">{name}</span>} title={place?.path}>
        {(close) => (
          <>
            {place !== undefined && <PlaceLines place={place} />}
            {entries.map(({ label, act }) => (
              <button
                key={label}
                type="button"
                className="popover-item"
                data-item
                onClick={() => {
                  close()
                  void act()
                }}
              >
                {label}
              </button>
            ))}
          </>
        )}
      </Popover>
    </div>
  )
}

function PlaceLines({ place }: { place: WorkspacePlace }) {
  return (
    <div className="workspace-place">
      <p className="mono">{place.path}</p>
      {!place.secrets.areKept && <p className="workspace-secrets">{place.secrets.why}</p>}
    </div>
  )
}

const entries: readonly { label: string; act(): Promise<void> }[] = [
  { label: 'New…', act: () => change(call('workspace.create', { from: 'nothing' })) },
  { label: 'Open…', act: () => change(call('workspace.open', {})) },
  { label: 'Duplicate…', act: () => change(call('workspace.create', { from: 'this' })) },
  { label: 'Export without secrets…', act: exportWorkspace },
  { label: 'Import a workspace…', act: importWorkspace },
  { label: 'Import connections…', act: async () => openDialog({ kind: 'import' }) },
]

/** Nothing is answered where the user thought better of it. */
async function change(asked: Promise<Result<WorkspacePlace | undefined>>): Promise<void> {
  const answered = await asked
  if (!answered.ok) notifyFailure(answered.error)
  else if (answered.value !== undefined) usePlace.setState({ place: answered.value })
}

async function exportWorkspace(): Promise<void> {
  const exported = await call('workspace.export', {})
  if (!exported.ok) notifyFailure(exported.error)
  else if (exported.value !== undefined) {
    notify({ kind: 'info', message: `The workspace is in ${exported.value.name}, without its secrets.` })
  }
}

async function importWorkspace(): Promise<void> {
  const imported = await call('workspace.import', {})
  if (!imported.ok) return notifyFailure(imported.error)
  if (imported.value === undefined) return
  const { connections, servers } = imported.value
  notify({ kind: 'info', message: `Added: ${counted(connections, 'connection')}, ${counted(servers, 'server')}.` })
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
