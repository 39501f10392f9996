/**
 * Reads `.proto` files with what they import. An import is looked for beside the file that names it, then in the folders
 * above: where the files of a project lie under one root, that root is found. Never by an absolute path, nor by `..`
 * (as protoc has it), so that a file from elsewhere cannot name files of this computer.
 */
import { readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import protobuf from 'protobufjs'
import { type ErrorCode, type Failure, fail, ok, type Result } from '../../../../shared/failure'

/** They are read and parsed at once, on the engine's thread: this much takes some hundred milliseconds. */
export const PROTO_FILE_MAX_BYTES = 1024 * 1024
/** With all that is imported. */
export const PROTO_FILES_MAX = 200
/** Folders above a file where its imports are looked for. */
const PARENTS_MAX = 8

export interface ProtoSchema {
  root: protobuf.Root
  /** Full names of messages, without the leading dot, sorted. */
  types: string[]
}

/**
 * @param files absolute paths
 * @returns `ERR_FILE_UNREADABLE`, `ERR_PROTO_INVALID`
 */
export function readProtoSchema(files: readonly string[]): Result<ProtoSchema> {
  const root = new protobuf.Root()
  const waiting = files.map((path) => ({ path, name: path }))
  const seen = new Set<string>()
  try {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      if (seen.has(file.path)) continue
      seen.add(file.path)
      if (seen.size > PROTO_FILES_MAX) {
        return fail('ERR_PROTO_INVALID', `These .proto files import more than ${PROTO_FILES_MAX} others.`)
      }
      const parsed = parseFile(file.path, root)
      for (const name of parsed) {
        if (addWellKnown(root, name, seen)) continue
        waiting.push({ path: findImport(name, file.path), name })
      }
    }
    root.resolveAll()
  } catch (error) {
    if (error instanceof ProtoProblem) return { ok: false, error: error.failure }
    return fail('ERR_PROTO_INVALID', `These .proto files do not fit together: ${firstLine(error)}.`)
  }
  return ok({ root, types: messageTypes(root) })
}

/** @returns what it imports */
function parseFile(path: string, root: protobuf.Root): string[] {
  const source = readSource(path)
  try {
    const { imports, weakImports } = protobuf.parse(source, root, { keepCase: true })
    return [...(imports ?? []), ...(weakImports ?? [])]
  } catch (error) {
    throw new ProtoProblem('ERR_PROTO_INVALID', `${path} is not a .proto file that can be read: ${firstLine(error)}.`)
  }
}

function readSource(path: string): string {
  if (!isAbsolute(path)) {
    throw new ProtoProblem('ERR_FILE_UNREADABLE', `${path} is no absolute path. Choose the .proto file again.`)
  }
  try {
    const stat = statSync(path)
    // Of a pipe or a device a read may never come back.
    if (!stat.isFile()) throw new ProtoProblem('ERR_FILE_UNREADABLE', `${path} is not a file.`)
    if (stat.size > PROTO_FILE_MAX_BYTES) {
      throw new ProtoProblem('ERR_PROTO_INVALID', `${path} is larger than 1 MiB, more than is read.`)
    }
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof ProtoProblem) throw error
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it is not there' : firstLine(error)
    throw new ProtoProblem('ERR_FILE_UNREADABLE', `${path} cannot be read: ${why}.`)
  }
}

/** Files of Google's that everybody imports and nobody has: protobufjs knows them. */
function addWellKnown(root: protobuf.Root, name: string, seen: Set<string>): boolean {
  const definition = protobuf.common.get(name)
  if (definition === null) return false
  if (!seen.has(name)) {
    seen.add(name)
    if (definition.nested !== undefined) root.addJSON(definition.nested)
  }
  return true
}

function findImport(name: string, importer: string): string {
  if (isAbsolute(name) || name.split(/[\\/]/).includes('..')) {
    throw new ProtoProblem(
      'ERR_PROTO_INVALID',
      `${importer} imports “${name}”: an import names a file below its folder.`,
    )
  }
  let folder = dirname(importer)
  for (let level = 0; level <= PARENTS_MAX; level++) {
    const path = join(folder, name)
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return path
    folder = dirname(folder)
  }
  throw new ProtoProblem(
    'ERR_PROTO_INVALID',
    `${importer} imports “${name}”, which is neither beside it nor in a folder above.`,
  )
}

function messageTypes(root: protobuf.Root): string[] {
  const types: string[] = []
  const visit = (space: protobuf.NamespaceBase) => {
    for (const each of space.nestedArray) {
      if (each instanceof protobuf.Type) types.push(each.fullName.replace(/^\./, ''))
      if (each instanceof protobuf.Namespace) visit(each)
    }
  }
  visit(root)
  return types.sort()
}

class ProtoProblem extends Error {
  readonly failure: Failure

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.failure = { code, message }
  }
}

function firstLine(error: unknown): string {
  return ((error as Error).message.split('\n', 1)[0] as string).replace(/\.$/, '')
}
