/** Draws a field of a message as a chart from now on: one click on a number. */
import type { FieldPath } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { showTab } from '../../state/app-store'
import { notifyFailure } from '../../state/notices'
import { useWorkspace } from '../../state/workspace-store'
import { formatFieldPath } from '../../ui/field-path'
import { guessKeyPath } from './key-path'

/** @param text the message that has the field */
export async function chartField(connectionId: number, text: string, path: FieldPath): Promise<void> {
  if (!isCharted(connectionId, path)) {
    const keyPath = guessKeyPath(JSON.parse(text), path)
    const added = await call('series.add', { connectionId, path, keyPath })
    if (!added.ok) return notifyFailure(added.error)
  }
  showTab('Charts')
}

function isCharted(connectionId: number, path: FieldPath): boolean {
  const name = formatFieldPath(path)
  const { series } = useWorkspace.getState()
  return series.some((each) => each.connectionId === connectionId && formatFieldPath(each.path) === name)
}
