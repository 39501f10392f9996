/** Asks for a folder: where a connection goes, or what a new one is called. */
import { useState } from 'react'
import { connectionName } from '../../state/names'
import { useConnection, useWorkspace } from '../../state/workspace-store'
import { Dialog } from '../../ui/dialog'
import { moveConnection } from './connection-actions'
import { currentFolders, makeFolder } from './folder-actions'
import { cleanFolder } from './folder-path'
import { useSidebar } from './sidebar-store'

export function FolderDialogs() {
  const asking = useSidebar((state) => state.asking)
  if (asking === undefined) return null
  return asking.kind === 'move' ? <MoveDialog id={asking.id} /> : <NewFolderDialog within={asking.within} />
}

function close(): void {
  useSidebar.setState({ asking: undefined })
}

function MoveDialog({ id }: { id: number }) {
  const connection = useConnection(id)
  const servers = useWorkspace((state) => state.servers)
  const [folder, setFolder] = useState(connection?.settings.folder ?? '')
  if (connection === undefined) return null
  const move = async () => {
    const wanted = cleanFolder(folder)
    if (wanted !== '') await makeFolder(wanted)
    await moveConnection(id, { folder: wanted, beforeId: undefined })
    close()
  }
  return (
    <Dialog
      title={`Move ${connectionName(connection, servers)}`}
      onCancel={close}
      onSubmit={() => void move()}
      foot={
        <>
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button primary">
            Move
          </button>
        </>
      }
    >
      <FolderBox value={folder} onChange={setFolder} />
      <div className="folder-choices" role="group" aria-label="Folders">
        {['', ...currentFolders()].map((each) => (
          <button
            key={each}
            type="button"
            className="popover-item"
            aria-pressed={cleanFolder(folder) === each}
            onClick={() => setFolder(each)}
          >
            {each === '' ? 'No folder' : each}
          </button>
        ))}
      </div>
    </Dialog>
  )
}

function NewFolderDialog({ within }: { within: string }) {
  const [folder, setFolder] = useState(within === '' ? '' : `${within}/`)
  const clean = cleanFolder(folder)
  const isThere = currentFolders().includes(clean)
  const make = async () => {
    if (clean === '' || isThere) return
    await makeFolder(clean)
    close()
  }
  return (
    <Dialog
      title="New folder"
      onCancel={close}
      onSubmit={() => void make()}
      foot={
        <>
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button primary" disabled={clean === '' || isThere}>
            Make folder
          </button>
        </>
      }
    >
      <FolderBox value={folder} onChange={setFolder} />
      {isThere && folder !== `${within}/` && <p className="dialog-problem">There is a folder of this name already.</p>}
    </Dialog>
  )
}

function FolderBox({ value, onChange }: { value: string; onChange(folder: string): void }) {
  return (
    <>
      <input
        className="field folder-box"
        aria-label="Folder"
        placeholder="market/staging"
        maxLength={400}
        data-first
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <p className="dialog-note">A “/” makes a folder within a folder.</p>
    </>
  )
}
