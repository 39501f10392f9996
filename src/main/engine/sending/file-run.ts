/**
 * Sends a file as one message in fragments (RFC 6455, section 5.4), as it is read: it need not fit memory. A fragment is read
 * when the kernel has taken the one before it, so a slow line reads the file slowly.
 */
import { isUtf8 } from 'node:buffer'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { fail, ok, type Result } from '../../../shared/failure'
import type { SendTask } from '../../../shared/protocol/send-task'
import type { FragmentedMessage } from './send-target'
import type { Progress, SendTasksHooks } from './send-tasks'

type FileTask = Extract<SendTask, { kind: 'file' }>

/** How much is read at once to see whether a text is UTF-8. */
const CHECK_BYTES = 1024 * 1024
/** A character of UTF-8 has at most four bytes (RFC 3629, section 3). */
const CHARACTER_MAX_BYTES = 4

/** @returns once the last fragment is taken; `ERR_FILE_UNREADABLE`, `ERR_INVALID_UTF8`, or why a connection did not take it */
export async function runFile(task: FileTask, hooks: SendTasksHooks, progress: Progress): Promise<Result<void>> {
  let file: FileHandle
  try {
    // First, and before it is opened: a pipe would be waited for until somebody writes to it.
    if (!(await stat(task.path)).isFile()) {
      return fail('ERR_FILE_UNREADABLE', `${task.path} is not a file. Choose one.`)
    }
    file = await open(task.path)
  } catch (error) {
    return unreadable(task.path, error)
  }
  try {
    const { size } = await file.stat()
    progress.expects(size * task.connectionIds.length)
    if (task.type === 'text' && !(await isText(file, progress.signal))) {
      return fail('ERR_INVALID_UTF8', `A text message must be UTF-8, and ${task.path} is not. Send it as binary.`)
    }
    for (const id of task.connectionIds) {
      if (progress.signal.aborted) return ok(undefined)
      const begun = hooks.find(id)?.beginMessage(task.type)
      if (begun === undefined) return fail('ERR_NOT_FOUND', 'The connection it was to be sent to was removed.')
      if (!begun.ok) return begun
      const sent = await stream(file, size, begun.value, task.fragmentBytes, progress)
      if (!sent.ok || progress.signal.aborted) return sent
      progress.sent()
    }
    return ok(undefined)
  } catch (error) {
    return unreadable(task.path, error)
  } finally {
    await file.close()
  }
}

async function stream(
  file: FileHandle,
  size: number,
  message: FragmentedMessage,
  fragmentBytes: number,
  progress: Progress,
): Promise<Result<void>> {
  for (let at = 0; ; ) {
    let fragment: Buffer
    try {
      fragment = await readAt(file, at, Math.min(fragmentBytes, size - at))
    } catch (error) {
      // What was begun has to end: without its last fragment nothing else could be sent.
      await message.send(Buffer.alloc(0), true)
      throw error
    }
    at += fragment.byteLength
    // A file that has become shorter meanwhile ends where it ends.
    const isLast = at >= size || fragment.byteLength === 0 || progress.signal.aborted
    const sent = await message.send(fragment, isLast)
    if (!sent.ok) return sent
    progress.sent(0, fragment.byteLength)
    if (isLast) return ok(undefined)
  }
}

/** @returns true also where nobody wants to know any more */
async function isText(file: FileHandle, signal: AbortSignal): Promise<boolean> {
  let rest: Buffer = Buffer.alloc(0)
  for (let at = 0; !signal.aborted; ) {
    const read = await readAt(file, at, CHECK_BYTES)
    at += read.byteLength
    const bytes = Buffer.concat([rest, read])
    if (read.byteLength === 0) return isUtf8(bytes)
    const whole = wholeCharacters(bytes)
    if (!isUtf8(bytes.subarray(0, whole))) return false
    rest = bytes.subarray(whole)
  }
  return true
}

/** @returns how many bytes there are up to a character that may be cut in two at the end */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back < CHARACTER_MAX_BYTES && back <= bytes.byteLength; back++) {
    const byte = bytes[bytes.byteLength - back] as number
    if (byte >= 0xc0) return bytes.byteLength - back
    if (byte < 0x80) break
  }
  return bytes.byteLength
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function unreadable(path: string, error: unknown) {
  const { code, message } = error as NodeJS.ErrnoException
  return fail(
    'ERR_FILE_UNREADABLE',
    `${path} could not be read (${code ?? message}). Check that it is there and may be read.`,
  )
}
