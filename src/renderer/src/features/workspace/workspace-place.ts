/** Where the workspace is kept, as the shell last told it. */
import { create } from 'zustand'
import type { WorkspacePlace } from '../../../../shared/ipc/contract'
import { call, on } from '../../bridge'

export const usePlace = create<{ place: WorkspacePlace | undefined }>(() => ({ place: undefined }))

/** @returns the unsubscribe */
export function followPlace(): () => void {
  const unsubscribe = on('workspace.changed', (place) => usePlace.setState({ place }))
  void call('workspace.state', {}).then((state) => {
    if (state.ok) usePlace.setState({ place: state.value })
  })
  return unsubscribe
}
