/** Writes a file beside the one it replaces, then renames it: a crash leaves the old file or the new one. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * For what is kept as it changes and written in passing; what the user asks to be written is told of (`text-file.ts`).
 * @param what it is, for the sentence if it fails: `settings`
 * @returns whether it is there now
 */
export function replaceFile(path: string, text: string, what: string): boolean {
  const temporary = `${path}.new`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(temporary, text)
    renameSync(temporary, path)
    return true
  } catch (error) {
    console.error(`The ${what} could not be saved:`, error)
    return false
  }
}
