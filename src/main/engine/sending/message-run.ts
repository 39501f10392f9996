/**
 * Sends a sequence of messages, with waits between them, round after round. Rounds keep to their beat: each begins when it is
 * due, counted from the first, so that a wait that takes longer once does not shift all that follow. What was missed for long (the
 * other side took nothing, the computer slept) is not made up for: the beat begins anew.
 */
import { fail, ok, type Result } from '../../../shared/failure'
import type { SendTask } from '../../../shared/protocol/send-task'
import { isTemplate } from '../../../shared/variables/fill'
import type { SendTarget } from './send-target'
import type { Progress, SendTasksHooks } from './send-tasks'

/** So much may wait for the kernel before the task waits too: enough to keep a fast line busy. */
const QUEUE_HIGH_BYTES = 1024 * 1024
/** So far behind its beat, a task does not send at once all that it owes. */
const OWED_MAX_MS = 1_000
/** A beat that is slower can outlast a reconnect: a round that finds nobody is a failure, and the next is tried. */
const PATIENT_EVERY_MS = 10

type MessagesTask = Extract<SendTask, { kind: 'messages' }>

interface Prepared {
  type: 'text' | 'binary'
  waitMs: number
  bytes(): Result<Buffer>
}

/** @returns once all is sent or `progress.signal` ends it; why it could not go on */
export async function runMessages(
  task: MessagesTask,
  hooks: SendTasksHooks,
  progress: Progress,
): Promise<Result<void>> {
  const { now, find } = hooks
  const { signal } = progress
  const messages = task.messages.map((message) => prepare(message, hooks))
  const line = new SendingLine(progress)
  let dueMs = now()
  let sliceEndMs = now() + progress.sliceMs()
  for (let round = 0; task.rounds === 0 || round < task.rounds; round++) {
    if (task.everyMs > 0) {
      await until(dueMs, now, signal)
      if (now() - dueMs > OWED_MAX_MS) dueMs = now()
      dueMs += task.everyMs
    }
    for (const message of messages) {
      if (signal.aborted) return ok(undefined)
      const bytes = message.bytes()
      if (!bytes.ok) return bytes
      const targets = task.connectionIds.map(find).filter((target): target is SendTarget => target !== undefined)
      if (targets.length === 0) return fail('ERR_NOT_FOUND', 'The connections it was to be sent to were removed.')
      const open = targets.filter(({ isOpen }) => isOpen)
      for (let closed = open.length; closed < targets.length; closed++) progress.failed(NOT_OPEN)
      const isPatient = task.everyMs >= PATIENT_EVERY_MS && task.rounds !== 1
      if (open.length === 0 && !isPatient) return fail('ERR_NOT_OPEN', NOT_OPEN)
      for (const target of open) {
        await line.post(target, message.type, bytes.value)
        if (signal.aborted) return ok(undefined)
      }
      if (message.waitMs > 0) await until(now() + message.waitMs, now, signal)
      else if (now() > sliceEndMs) {
        await new Promise((resolve) => setImmediate(resolve))
        sliceEndMs = now() + progress.sliceMs()
      }
    }
  }
  await line.empty()
  return ok(undefined)
}

const NOT_OPEN = 'The connection was not open. Connect it, then start again.'

/** What was handed over and has yet to leave. A side that takes nothing keeps nobody from stopping the task. */
class SendingLine {
  private readonly waiting = new Set<Promise<void>>()

  constructor(private readonly progress: Progress) {}

  /** @returns at once; where much waits for the kernel, when it has this one too */
  async post(target: SendTarget, type: 'text' | 'binary', bytes: Buffer): Promise<void> {
    const { progress, waiting } = this
    const sending = target.send(type, bytes).then((result) => {
      if (result.ok) progress.sent()
      else progress.failed(result.error.message)
      waiting.delete(sending)
    })
    waiting.add(sending)
    if (target.queuedBytes > QUEUE_HIGH_BYTES) await orStopped(sending, progress.signal)
  }

  async empty(): Promise<void> {
    await orStopped(Promise.all(this.waiting), this.progress.signal)
  }
}

function orStopped(settled: Promise<unknown>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      signal.removeEventListener('abort', end)
      resolve()
    }
    signal.addEventListener('abort', end)
    void settled.then(end)
  })
}

function prepare({ type, payload, waitMs }: MessagesTask['messages'][number], { fill }: SendTasksHooks): Prepared {
  if (typeof payload === 'string' && isTemplate(payload)) {
    return {
      type,
      waitMs,
      bytes: () => {
        const filled = fill(payload)
        return filled.ok ? ok(Buffer.from(filled.value)) : filled
      },
    }
  }
  const bytes = ok(typeof payload === 'string' ? Buffer.from(payload) : Buffer.from(payload))
  return { type, waitMs, bytes: () => bytes }
}

/** @returns at `dueMs`, or when the signal ends the wait */
function until(dueMs: number, now: () => number, signal: AbortSignal): Promise<void> {
  const waitMs = dueMs - now()
  if (waitMs <= 0 || signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, waitMs)
    signal.addEventListener('abort', end)
  })
}
