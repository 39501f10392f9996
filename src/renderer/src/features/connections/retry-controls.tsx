/** What can be done with a connection that waits for its next attempt: not to wait, or not to try. */
import type { ConnectionSummary } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { notifyFailure } from '../../state/notices'

export function RetryControls({ connection }: { connection: ConnectionSummary | undefined }) {
  if (connection?.retry === undefined) return null
  const { id } = connection
  const act = async (what: 'now' | 'stop') => {
    const done = await call('connection.retry', { id, act: what })
    if (!done.ok) notifyFailure(done.error)
  }
  return (
    <span className="retry-controls">
      <button type="button" className="button" onClick={() => void act('now')}>
        Retry now
      </button>
      <button type="button" className="button" onClick={() => void act('stop')}>
        Stop
      </button>
    </span>
  )
}
