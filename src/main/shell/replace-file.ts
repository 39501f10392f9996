/** Writes a file beside the one it replaces, then renames it: a crash leaves the old file or the new one. */
import { closeSync, fsyncSync, mkdirSync, openSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { refusalReason } from './text-file'

/** Of a file that is new: as any other of the user's. */
const MODE = 0o666

/**
 * For what is kept as it changes and written in passing; what the user asks to be written is told of (`text-file.ts`).
 * @param mode its rights where there is none yet
 * @returns why it is not there now, to follow a colon; undefined when it is
 */
export function replaceFile(path: string, content: string | Uint8Array, mode = MODE): string | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true })
    // Of a link the file behind it is replaced; and what may not be read by others stays so.
    const target = targetOf(path)
    const temporary = `${target}.new`
    const file = openSync(temporary, 'w', modeOf(target) ?? mode)
    try {
      writeFileSync(file, content)
      // Renamed before its content is on the disk, it could be empty after a loss of power.
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, target)
    return undefined
  } catch (error) {
    return refusalReason(error)
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
