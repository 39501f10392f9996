/** What could not be brought back from the last time is said once the window is there to say it. */
import { call, on } from '../bridge'
import { notify } from './notices'

export async function tellWorkspaceProblem(): Promise<void> {
  on('notice.told', notify)
  const settings = await call('settings.read', {})
  if (!settings.ok || settings.value.workspaceProblem === undefined) return
  notify({ kind: 'error', message: settings.value.workspaceProblem })
}
