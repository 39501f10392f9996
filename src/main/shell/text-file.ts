/** A text file the user chose, read or written whole. What the disk refuses is a sentence, not an exception. */
import { randomBytes } from 'node:crypto'
import { type FileHandle, open, realpath, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type ErrorCode, fail, ok, type Result } from '../../shared/failure'
import { FILE_TEXT_MAX } from '../../shared/ipc/contract'

const MIB = 1024 * 1024
/** In bytes: no text has more characters than that. */
const BYTES_MAX = FILE_TEXT_MAX

const utf8 = new TextDecoder('utf-8', { fatal: true })

export async function readTextFile(path: string): Promise<Result<string>> {
  const name = basename(path)
  let file: FileHandle | undefined
  try {
    // Asked before it is opened: to open a pipe is to wait for a writer.
    const stats = await stat(path)
    if (!stats.isFile()) return fail('ERR_FILE_UNREADABLE', `${name} is not a file. Choose another.`)
    if (stats.size > BYTES_MAX) return tooLarge(name)
    file = await open(path, 'r')
    const bytes = await readUpTo(file, BYTES_MAX + 1)
    // A file may grow while it is read, and some have no size at all.
    if (bytes.byteLength > BYTES_MAX) return tooLarge(name)
    return textOf(bytes, name)
  } catch (error) {
    return refusal('ERR_FILE_UNREADABLE', `${name} could not be read`, error)
  } finally {
    await file?.close()
  }
}

/** Written beside and renamed, so that a crash leaves the old file or the new one. */
export async function writeTextFile(path: string, text: string): Promise<Result<void>> {
  let temporary: string | undefined
  try {
    // Of a link that is there the file behind it is written; and what may not be read by others stays so.
    const target = await realpath(path).catch(() => path)
    const mode = await stat(target).then(
      (stats) => stats.mode & 0o777,
      () => undefined,
    )
    const beside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`)
    const file = await open(beside, 'wx', mode)
    temporary = beside
    try {
      await file.writeFile(text, 'utf8')
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, target)
    return ok(undefined)
  } catch (error) {
    if (temporary !== undefined) await unlink(temporary).catch(() => {})
    return refusal('ERR_FILE_UNWRITABLE', `${basename(path)} could not be written`, error)
  }
}

async function readUpTo(file: FileHandle, byteLength: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(byteLength)
  let filled = 0
  while (filled < byteLength) {
    const { bytesRead } = await file.read(bytes, filled, byteLength - filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}

/** UTF-16 of mostly ASCII can pass for UTF-8, but for its zeros. */
function textOf(bytes: Uint8Array, name: string): Result<string> {
  try {
    if (!bytes.includes(0)) return ok(utf8.decode(bytes))
  } catch {
    // No UTF-8: said below.
  }
  return fail('ERR_FILE_UNREADABLE', `${name} is not text in UTF-8. Choose a text file, or save it as UTF-8.`)
}

function tooLarge(name: string): Result<string> {
  return fail('ERR_FILE_UNREADABLE', `${name} is larger than ${BYTES_MAX / MIB} MiB. Choose a smaller file.`)
}

function refusal(code: ErrorCode, what: string, error: unknown): Result<never> {
  return fail(code, `${what}: ${refusalReason(error)}`)
}

/** Why the disk refused, to follow a colon. */
export function refusalReason(error: unknown): string {
  return reasons[String((error as NodeJS.ErrnoException).code)] ?? `${(error as Error).message}.`
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it or its folder is not there (any more). Choose another.',
  ENOTDIR: 'its folder is not there (any more). Choose another.',
  EACCES: 'you may not. Change its permissions or those of its folder, or choose another place.',
  EPERM: 'you may not. Change its permissions or those of its folder, or choose another place.',
  EROFS: 'the disk is read-only. Choose another place.',
  EISDIR: 'it is a folder. Choose a file.',
  ENOSPC: 'the disk is full. Free some space, or choose another place.',
  EDQUOT: 'your share of the disk is used up. Free some space, or choose another place.',
  EBUSY: 'another program uses it. Close it there, then try again.',
}
