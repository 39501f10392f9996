/** Messages that go on being sent by themselves: started, counted, stopped; told when they end. */
import { fail, ok, type Result } from '../../../shared/failure'
import type { SendTaskSummary } from '../../../shared/protocol/feed'
import type { SendTask } from '../../../shared/protocol/send-task'
import type { Clock } from '../clock'
import { runFile } from './file-run'
import { runMessages } from './message-run'
import type { FindTarget } from './send-target'

/** More than a person keeps an eye on. */
export const TASKS_MAX = 50
/** Of a turn of the event loop, for all tasks together: without waits they would never let anybody else have one. */
const SLICE_MS = 4

export interface SendTasksHooks {
  now: Clock
  find: FindTarget
  /** Fills variables and generators in. */
  fill(text: string): Result<string>
  onChange(): void
}

/** What a run tells while it goes on. */
export interface Progress {
  readonly signal: AbortSignal
  /** How long it may go on before it lets others have their turn. */
  sliceMs(): number
  sent(count?: number, byteLength?: number): void
  failed(why: string): void
  /** Of a file. */
  expects(totalBytes: number): void
}

interface Entry {
  summary: SendTaskSummary
  abort: AbortController
}

export class SendTasks {
  private readonly byId = new Map<number, Entry>()
  private lastId = 0
  private runningCount = 0

  constructor(private readonly hooks: SendTasksHooks) {}

  list(): SendTaskSummary[] {
    return [...this.byId.values()].map(({ summary }) => ({ ...summary }))
  }

  /**
   * @returns at once: the task's id; `ERR_TOO_MANY`, or `ERR_NOT_FOUND` where none of its connections is there. What goes wrong
   *   later is told in its summary
   */
  start(task: SendTask): Result<{ id: number }> {
    if (this.runningCount >= TASKS_MAX) {
      return fail('ERR_TOO_MANY', `${TASKS_MAX} tasks are sending already. Stop one that you no longer need.`)
    }
    if (!task.connectionIds.some((id) => this.hooks.find(id) !== undefined)) {
      return fail('ERR_NOT_FOUND', 'None of the connections to send to is there any more. Choose others.')
    }
    const id = ++this.lastId
    const entry: Entry = {
      summary: {
        id,
        connectionIds: [...task.connectionIds],
        title: titleOf(task),
        sentCount: 0,
        failedCount: 0,
        totalCount: totalOf(task),
        state: 'running',
      },
      abort: new AbortController(),
    }
    this.byId.set(id, entry)
    this.forgetOldest()
    void this.run(task, entry)
    this.hooks.onChange()
    return ok({ id })
  }

  /** Ends a task; one that has ended stays as it is. */
  stop(id: number): Result<void> {
    const entry = this.byId.get(id)
    if (entry === undefined) return gone(id)
    entry.abort.abort()
    return ok(undefined)
  }

  /** Takes a task that has ended from the list. */
  forget(id: number): Result<void> {
    const entry = this.byId.get(id)
    if (entry === undefined) return gone(id)
    entry.abort.abort()
    this.byId.delete(id)
    this.hooks.onChange()
    return ok(undefined)
  }

  dispose(): void {
    for (const { abort } of this.byId.values()) abort.abort()
  }

  private async run(task: SendTask, { summary, abort }: Entry): Promise<void> {
    const { onChange } = this.hooks
    const progress: Progress = {
      signal: abort.signal,
      sliceMs: () => SLICE_MS / this.runningCount,
      sent: (count = 1, byteLength = 0) => {
        summary.sentCount += count
        if (summary.totalBytes !== undefined) summary.sentBytes = (summary.sentBytes ?? 0) + byteLength
        onChange()
      },
      failed: (why) => {
        summary.failedCount++
        summary.problem = why
        onChange()
      },
      expects: (totalBytes) => {
        summary.totalBytes = totalBytes
        summary.sentBytes = 0
      },
    }
    this.runningCount++
    const ended = await this.runKind(task, progress).catch((fault: unknown) =>
      fail('ERR_ENGINE_FAULT', `Sending met an unexpected fault: ${String(fault)}. Please report it.`),
    )
    this.runningCount--
    if (!ended.ok) {
      summary.state = 'failed'
      summary.problem = ended.error.message
    } else summary.state = abort.signal.aborted ? 'stopped' : 'done'
    onChange()
  }

  private runKind(task: SendTask, progress: Progress): Promise<Result<void>> {
    return task.kind === 'messages' ? runMessages(task, this.hooks, progress) : runFile(task, this.hooks, progress)
  }

  /** Of those that have ended only the last are of interest. */
  private forgetOldest(): void {
    for (const [id, { summary }] of this.byId) {
      if (this.byId.size <= TASKS_MAX) return
      if (summary.state !== 'running') this.byId.delete(id)
    }
  }
}

function titleOf(task: SendTask): string {
  if (task.kind === 'file') return `${task.path.replace(/^.*[\\/]/, '')} in fragments`
  const { messages, rounds, everyMs } = task
  const what = messages.length === 1 ? '1 message' : `${messages.length} messages`
  const often = rounds === 1 ? '' : rounds === 0 ? ' without end' : ` ${rounds} times`
  const pace = everyMs === 0 || rounds === 1 ? '' : `, every ${everyMs} ms`
  return `${what}${often}${pace}`
}

function totalOf(task: SendTask): number | undefined {
  if (task.kind === 'file') return task.connectionIds.length
  return task.rounds === 0 ? undefined : task.rounds * task.messages.length * task.connectionIds.length
}

function gone(id: number) {
  return fail('ERR_NOT_FOUND', `There is no task ${id} any more.`)
}
