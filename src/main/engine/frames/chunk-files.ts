/**
 * The folder of spilled chunks: one file a chunk, its columns and then its payloads, as they stand in memory. They are this
 * run's only: what a run before left (it crashed) is removed when the next one begins.
 */
import { mkdirSync, readdirSync, unlinkSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Failure, fail, ok, type Result } from '../../../shared/failure'
import type { Chunk, ChunkSize } from './chunk'

/** For the user alone: it holds what feeds say. */
const FOLDER_OPTIONS = { recursive: true, mode: 0o700 }
const FILE_MODE = 0o600
const FILE_NAME = /^\d+\.chunk$/

export class ChunkFiles {
  /** @param folder is made if need be */
  constructor(private readonly folder: string) {}

  /**
   * Makes the folder and empties it of what is not this run's.
   * @returns `ERR_DISK_FULL` or `ERR_DISK_FAILED`
   */
  prepare(): Result<void> {
    try {
      mkdirSync(this.folder, FOLDER_OPTIONS)
      for (const name of readdirSync(this.folder)) if (FILE_NAME.test(name)) unlinkSync(join(this.folder, name))
      return ok(undefined)
    } catch (error) {
      return { ok: false, error: describeDiskError(error) }
    }
  }

  /** @returns `ERR_DISK_FULL` or `ERR_DISK_FAILED`; then nothing is left of the file */
  async write(chunk: Chunk): Promise<Result<void>> {
    const { firstSeq } = chunk
    try {
      // The user may have removed it since.
      await mkdir(this.folder, FOLDER_OPTIONS)
      await this.with(firstSeq, 'w', (file) => transfer(chunk.parts(), (parts, at) => writev(file, parts, at)))
      return ok(undefined)
    } catch (error) {
      await this.remove(firstSeq)
      return { ok: false, error: describeDiskError(error) }
    }
  }

  /**
   * @param chunk an empty one with room for `size`, of the same `firstSeq`
   * @returns `ERR_DISK_FAILED`; then the chunk's content is anything
   */
  async read(chunk: Chunk, size: ChunkSize): Promise<Result<void>> {
    chunk.resize(size)
    try {
      await this.with(chunk.firstSeq, 'r', (file) => transfer(chunk.parts(), (parts, at) => readv(file, parts, at)))
      return ok(undefined)
    } catch (error) {
      return { ok: false, error: describeDiskError(error) }
    }
  }

  /** What cannot be removed now is removed when the next run begins. */
  async remove(firstSeq: number): Promise<void> {
    await unlink(this.path(firstSeq)).catch(() => {})
  }

  /** When the run ends. */
  async removeAll(): Promise<void> {
    const names = await readdir(this.folder).catch(() => [])
    const removals = names.filter((name) => FILE_NAME.test(name)).map((name) => unlink(join(this.folder, name)))
    await Promise.allSettled(removals)
  }

  private async with(firstSeq: number, flags: 'r' | 'w', use: (file: FileHandle) => Promise<void>): Promise<void> {
    const file = await open(this.path(firstSeq), flags, FILE_MODE)
    try {
      await use(file)
    } finally {
      await file.close()
    }
  }

  private path(firstSeq: number): string {
    return join(this.folder, `${firstSeq}.chunk`)
  }
}

type Move = (parts: Uint8Array[], position: number) => Promise<number>

const writev = async (file: FileHandle, parts: Uint8Array[], position: number) =>
  (await file.writev(parts, position)).bytesWritten
const readv = async (file: FileHandle, parts: Uint8Array[], position: number) =>
  (await file.readv(parts, position)).bytesRead

/** Moves all parts: the kernel may take or give fewer bytes than it was asked for. */
async function transfer(parts: Uint8Array[], move: Move): Promise<void> {
  let rest = parts.filter(({ byteLength }) => byteLength > 0)
  for (let position = 0; rest.length > 0; ) {
    const moved = await move(rest, position)
    if (moved === 0) throw new Error('the file is shorter than it was')
    position += moved
    rest = after(rest, moved)
  }
}

function after(parts: Uint8Array[], byteLength: number): Uint8Array[] {
  let skip = byteLength
  return parts.flatMap((part) => {
    const skipped = Math.min(skip, part.byteLength)
    skip -= skipped
    return skipped === part.byteLength ? [] : [part.subarray(skipped)]
  })
}

function describeDiskError(error: unknown): Failure {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return fail(
      'ERR_DISK_FULL',
      'The disk is full, so messages that no longer fit memory lose their content. Free some space, or lower the disk limit.',
    ).error
  }
  return fail(
    'ERR_DISK_FAILED',
    `Messages could not be kept on disk: ${message}. Those that no longer fit memory lose their content. Check the disk.`,
  ).error
}
