/** Makes what an import would: connections, not dialled, and the variables they name that are not there yet. */
import { call } from '../../bridge'
import { goTo } from '../../state/app-store'
import { changeDesk, useDesk } from '../../state/desk-store'
import { notify, notifyFailure } from '../../state/notices'
import type { Imported } from './imported'

export async function addImported({ connections, variables }: Imported): Promise<void> {
  const { globals, folders } = useDesk.getState()
  const before = { globals, folders }
  // What the user has under a name is his; environments may say otherwise than these.
  const missing = variables.filter(({ name }) => !globals.some((each) => each.name === name))
  const wanted = [...new Set(connections.map(({ folder }) => folder))].filter((folder) => folder !== '')
  const isNew = missing.length > 0 || wanted.some((folder) => !folders.includes(folder))
  if (isNew) await changeDesk({ globals: [...globals, ...missing], folders: [...new Set([...folders, ...wanted])] })
  const ids: number[] = []
  for (const settings of connections) {
    const added = await call('connection.add', { settings })
    if (!added.ok) {
      notifyFailure(added.error)
      break
    }
    ids.push(added.value.id)
  }
  const [first] = ids
  if (first === undefined) return
  goTo({ kind: 'connection', id: first })
  const undo = async () => {
    goTo({ kind: 'all' })
    for (const id of ids) await call('connection.remove', { id })
    if (isNew) await changeDesk(before)
  }
  const message = ids.length === 1 ? 'The connection was added.' : `${ids.length} connections were added.`
  notify({ kind: 'info', message, action: { label: 'Undo', act: () => void undo() } })
}
