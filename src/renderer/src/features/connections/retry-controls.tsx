/** What can be done with a connection that waits for its next attempt: not to wait, or not to try. */
import type { ConnectionSummary } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { notifyFailure } from '../../state/notices'

/** Within the form of the bar: its button and Enter in the URL do the same. */
export function RetryControls({ connection }: { connection: ConnectionSummary | undefined }) {
  if (connection?.retry === undefined) return null
  const { id } = connection
  return (
    <span className="retry-controls">
      <button type="submit" className="button primary">
        Retry now
      </button>
      <button type="button" className="button" onClick={() => void endWait(id, 'stop')}>
        Stop
      </button>
    </span>
  )
}

export async function endWait(id: number, act: 'now' | 'stop'): Promise<void> {
  const done = await call('connection.retry', { id, act })
  if (!done.ok) notifyFailure(done.error)
}
