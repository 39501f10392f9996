/**
 * Writes events to stdout, a line each, as fast as they are read at the other end and no faster: rows that are not taken wait
 * in the store, not here.
 */
import type { Writable } from 'node:stream'
import type { RowReader, StoredRow } from '../main/engine'
import { type CliEvent, eventsOf, missedEvent } from './events'
import { printable } from './printable'

/** One write of so many characters costs hardly more than one of a line; a single message may be longer. */
const BATCH_MAX_LENGTH = 64 * 1024

export class JsonLines implements RowReader {
  private lines: string[] = []
  private length = 0

  constructor(
    private readonly stdout: Writable,
    private readonly serverId: () => number,
  ) {}

  write(event: CliEvent): void {
    const line = `${printable(JSON.stringify(event))}\n`
    this.lines.push(line)
    this.length += line.length
  }

  onRow(row: StoredRow): boolean {
    for (const event of eventsOf(row, this.serverId())) this.write(event)
    return this.length < BATCH_MAX_LENGTH || this.flush()
  }

  onMissed(count: number): boolean {
    this.write(missedEvent(count))
    return true
  }

  onPause(): void {
    this.flush()
  }

  /** @returns whether more may be written now; if not, `drain` comes when it may */
  flush(): boolean {
    if (this.length === 0) return !this.stdout.writableNeedDrain
    const batch = this.lines.join('')
    this.lines = []
    this.length = 0
    return this.stdout.write(batch)
  }
}
