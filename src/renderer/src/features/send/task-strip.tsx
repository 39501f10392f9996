/** What the engine sends by itself to this connection: how far it is, and a way to end it. */
import type { SendTaskSummary } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { notifyFailure } from '../../state/notices'
import { useWorkspace } from '../../state/workspace-store'
import { formatBytes, formatCount } from '../../ui/format'

export function TaskStrip({ connectionId }: { connectionId: number }) {
  const sends = useWorkspace((state) => state.sends)
  const own = sends.filter(({ connectionIds }) => connectionIds.includes(connectionId))
  if (own.length === 0) return null
  return (
    <ul className="task-strip" aria-label="Being sent">
      {own.map((task) => (
        <Task key={task.id} task={task} />
      ))}
    </ul>
  )
}

function Task({ task }: { task: SendTaskSummary }) {
  const { id, title, state, problem } = task
  const isRunning = state === 'running'
  const end = async () => {
    const ended = await call(isRunning ? 'send.stop' : 'send.forget', { id })
    if (!ended.ok) notifyFailure(ended.error)
  }
  return (
    <li className={`task task-${state}`} title={problem}>
      <span className="task-title">{title}</span>
      <span className="task-progress">{progressOf(task)}</span>
      {problem !== undefined && <span className="send-problem task-problem">{problem}</span>}
      <button
        type="button"
        className="button quiet"
        aria-label={`${isRunning ? 'Stop' : 'Dismiss'} ${title}`}
        onClick={() => void end()}
      >
        {isRunning ? 'Stop' : '×'}
      </button>
    </li>
  )
}

export function progressOf({
  state,
  sentCount,
  totalCount,
  failedCount,
  sentBytes,
  totalBytes,
}: SendTaskSummary): string {
  const failed = failedCount === 0 ? '' : ` · ${formatCount(failedCount)} failed`
  const word = state === 'running' ? '' : ` · ${state}`
  if (totalBytes !== undefined) return `${formatBytes(sentBytes ?? 0)} of ${formatBytes(totalBytes)}${failed}${word}`
  const of = totalCount === undefined ? '' : ` of ${formatCount(totalCount)}`
  return `${formatCount(sentCount)}${of} sent${failed}${word}`
}
