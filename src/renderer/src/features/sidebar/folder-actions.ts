/** What is done to a folder: its connections go with it, and none is lost with it. */
import { call } from '../../bridge'
import { changeDesk, useDesk } from '../../state/desk-store'
import { notify, notifyFailure } from '../../state/notices'
import { useWorkspace } from '../../state/workspace-store'
import { allFolders, cleanFolder, isWithin, moveFolder, nameOf, parentOf, renamed } from './folder-path'
import { openTo } from './sidebar-store'

export function currentFolders(): string[] {
  const used = useWorkspace.getState().connections.map(({ settings }) => settings.folder)
  return allFolders(useDesk.getState().folders, used)
}

/** @returns its path, cleaned; nothing for an empty name */
export async function makeFolder(typed: string): Promise<string | undefined> {
  const folder = cleanFolder(typed)
  if (folder === '') return undefined
  openTo(folder)
  await changeDesk({ folders: allFolders([...currentFolders(), folder], []) })
  return folder
}

/** @param typed the new last part of its path; a `/` puts it deeper */
export async function renameFolder(folder: string, typed: string): Promise<void> {
  const name = cleanFolder(typed)
  if (name === '' || name === nameOf(folder)) return
  const parent = parentOf(folder)
  await changePath(folder, parent === '' ? name : `${parent}/${name}`)
}

/** What is in it comes to lie where it was; nothing else is taken away. */
export async function removeFolder(folder: string): Promise<void> {
  const before = currentFolders()
  const inside = useWorkspace
    .getState()
    .connections.filter(({ settings }) => isWithin(settings.folder, folder))
    .map(({ id, settings }) => ({ id, folder: settings.folder }))
  await changePath(folder, parentOf(folder))
  const bringBack = async () => {
    for (const each of inside) await call('connection.configure', { id: each.id, change: { folder: each.folder } })
    await changeDesk({ folders: before })
  }
  notify({
    kind: 'info',
    message: `The folder “${nameOf(folder)}” was removed. What was in it is still there.`,
    action: { label: 'Undo', act: () => void bringBack() },
  })
}

export function stepFolder(folder: string, step: -1 | 1): Promise<void> {
  return changeDesk({ folders: moveFolder(currentFolders(), folder, step) })
}

/** Puts it, with all that is in it, into another; never into itself. */
export async function moveFolderInto(folder: string, outer: string): Promise<void> {
  if (isWithin(outer, folder) || parentOf(folder) === outer) return
  await changePath(folder, outer === '' ? nameOf(folder) : `${outer}/${nameOf(folder)}`)
  openTo(outer)
}

async function changePath(from: string, to: string): Promise<void> {
  // Read before connections move: a folder that is named by nothing else would be forgotten.
  const folders = currentFolders().map((each) => renamed(each, from, to))
  for (const { id, settings } of useWorkspace.getState().connections) {
    if (!isWithin(settings.folder, from)) continue
    const moved = await call('connection.configure', { id, change: { folder: renamed(settings.folder, from, to) } })
    if (!moved.ok) return notifyFailure(moved.error)
  }
  await changeDesk({ folders: [...new Set(folders)].filter((each) => each !== '') })
}
