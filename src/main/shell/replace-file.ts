/** Writes a file beside the one it replaces, then renames it: a crash leaves the old file or the new one. */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { refusalReason } from './text-file'

/** Of a file that is new: as any other of the user's. */
const MODE = 0o666

/**
 * For what is kept as it changes and written in passing; what the user asks to be written is told of (`text-file.ts`).
 * @param mode the most it may allow; of a file that is there what that allows besides is taken away
 * @returns why it is not there now, to follow a colon; undefined when it is
 */
export function replaceFile(path: string, content: string | Uint8Array, mode = MODE): string | undefined {
  let temporary: string | undefined
  try {
    mkdirSync(dirname(path), { recursive: true })
    // Of a link the file behind it is replaced; and what may not be read by others stays so.
    const target = targetOf(path)
    // Of a name that nobody knows before, and made anew: in a folder that others may write to, a link of theirs that waits there
    // would lead what we write to a file of their choice.
    const beside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`)
    const file = openSync(beside, 'wx', (modeOf(target) ?? mode) & mode)
    temporary = beside
    try {
      writeFileSync(file, content)
      // Renamed before its content is on the disk, it could be empty after a loss of power.
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(beside, target)
    return undefined
  } catch (error) {
    if (temporary !== undefined) removeQuietly(temporary)
    return refusalReason(error)
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // It says nothing that the first error does not.
  }
}

function targetOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function modeOf(path: string): number | undefined {
  try {
    return statSync(path).mode & 0o777
  } catch {
    return undefined
  }
}
