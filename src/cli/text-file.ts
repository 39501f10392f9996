/** Reads the files that options name, and says in a sentence why one cannot be read. */
import { isUtf8 } from 'node:buffer'
import { readFileSync, statSync } from 'node:fs'
import { fail, ok, type Result } from '../shared/failure'
import { FILE_TEXT_MAX } from '../shared/ipc/contract'

const FILE_MAX_BYTES = FILE_TEXT_MAX

/** @param option that named it, for the sentence */
export function readTextFile(option: string, file: string): Result<string> {
  const refuse = (why: string) => fail('ERR_FILE_UNREADABLE', `${option} ${file} could not be read: ${why}`)
  try {
    const { size } = statSync(file)
    if (size > FILE_MAX_BYTES) return refuse(`it has ${size} bytes, and at most ${FILE_MAX_BYTES} are read.`)
    const bytes = readFileSync(file)
    return isUtf8(bytes) ? ok(bytes.toString()) : refuse('it is not UTF-8 text.')
  } catch (error) {
    return refuse(describe(error as NodeJS.ErrnoException))
  }
}

function describe(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return 'there is no such file. Paths are relative to the folder the command is run in.'
    case 'EACCES':
      return 'it may not be read. Change its rights.'
    case 'EISDIR':
      return 'it is a folder.'
    default:
      return `${error.message}.`
  }
}
