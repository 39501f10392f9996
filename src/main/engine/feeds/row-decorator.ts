/**
 * Finds out what rows show besides their frames, for those in view only: what decoders read, cells of fields, colours by rule,
 * bookmarks, round trips. A window shows the same rows many times a second, so what was found out is kept for a while.
 */
import { ok, type Result } from '../../../shared/failure'
import { everything } from '../../../shared/filter/filter'
import { VIEWS_MAX, WINDOW_MAX_ROWS } from '../../../shared/ipc/log-window'
import { DECOR_TEXT_MAX_LENGTH, type RowDecor, writeDecor } from '../../../shared/ipc/row-decor'
import type { ColourRule, RowColour } from '../../../shared/protocol/desk'
import type { FieldPath } from '../../../shared/protocol/feed'
import { fieldAt } from '../../../shared/protocol/field'
import { frameTypeOf, isMessage } from '../../../shared/protocol/frame'
import type { Clock } from '../clock'
import type { Chunk } from '../frames/chunk'
import { checkFilter } from './check-filter'
import type { RowReaders } from './row-readers'
import { compileRowTest, type RowTest, type RowTestSources } from './row-test'

/** A screen of rows of each log a window can have: who scrolls back and forth does not have them decoded again. */
const KEPT_MAX = VIEWS_MAX * WINDOW_MAX_ROWS
/** Of a beat, for all that is new in it: dozens of rules and columns, of messages of a flood, would take longer than all else. */
const BUDGET_MS = 4
/** A larger message would hold up the feed for its cells; it has none. */
const PARSED_MAX_BYTES = 1024 * 1024

export interface RowDecoratorSources extends RowTestSources {
  readers: RowReaders
}

export class RowDecorator {
  /** Goes up whenever a row may look different than before. */
  version = 0
  private columns: FieldPath[] = []
  private rules: { test: RowTest; colour: RowColour }[] = []
  private deadlineMs = 0
  /** Of the tick that was begun last: rows were left as they are for want of time. */
  private wasLeft = false
  /** By seq, the first found out first. */
  private readonly known = new Map<number, { way: object; decor: string }>()
  private readonly place = new Uint16Array(1)

  constructor(private readonly sources: RowDecoratorSources & { now: Clock }) {}

  /** @returns `ERR_FILTER_INVALID` for the first rule that cannot be read: nothing is changed then */
  configure(columns: FieldPath[], colours: ColourRule[]): Result<void> {
    const rules: typeof this.rules = []
    for (const { filter, colour } of colours) {
      const checked = checkFilter(filter)
      if (!checked.ok) return checked
      rules.push({ test: compileRowTest({ kind: 'all' }, { ...everything, text: filter }, this.sources), colour })
    }
    this.columns = columns
    this.rules = rules
    this.forget()
    return ok(undefined)
  }

  /** What decoders, bookmarks or rules say of rows has changed. */
  forget(): void {
    this.known.clear()
    this.version++
  }

  /** A tick's time begins. */
  begin(): void {
    this.deadlineMs = this.sources.now() + BUDGET_MS
    this.wasLeft = false
  }

  /** Whether rows of the tick were left as they are: in the next one they are found out. */
  get isBehind(): boolean {
    return this.wasLeft
  }

  /** @returns for `readDecor`; the empty text for a row that is only its frame, or for which there was no time yet */
  decorOf(chunk: Chunk, row: number): string {
    const seq = chunk.firstSeq + row
    const way = this.sources.readers.wayOf(chunk.connectionAt(row))
    const known = this.known.get(seq)
    if (known?.way === way) return known.decor
    if (this.sources.now() > this.deadlineMs) {
      this.wasLeft = true
      return ''
    }
    const decor = writeDecor(this.find(chunk, row, seq))
    this.known.set(seq, { way, decor })
    if (this.known.size > KEPT_MAX) for (const oldest of this.known.keys()) return this.drop(oldest, decor)
    return decor
  }

  private drop(seq: number, decor: string): string {
    this.known.delete(seq)
    return decor
  }

  private find(chunk: Chunk, row: number, seq: number): RowDecor {
    const { readers } = this.sources
    const kind = chunk.kindAt(row)
    const connectionId = chunk.connectionAt(row)
    const payload = chunk.payloadAt(row)
    const decor: RowDecor = { colour: this.colourOf(chunk, row), note: readers.noteOf(seq) }
    if (frameTypeOf(kind) === 'pong') decor.roundTripMs = readers.roundTripOf(seq)
    if (payload === undefined || !isMessage(kind)) return decor
    const reading = readers.read(seq, connectionId, kind, payload)
    if (reading !== undefined) {
      const { label, preview, problem } = reading
      if (label !== '') decor.label = cut(label)
      if (preview !== undefined) decor.readable = cut(preview)
      if (problem !== undefined) decor.problem = cut(problem)
    }
    if (this.columns.length > 0 && payload.byteLength <= PARSED_MAX_BYTES) {
      const message = readers.messageOf(seq, connectionId, kind, payload)
      if (message !== undefined) decor.cells = this.columns.map((path) => cellText(fieldAt(message, path)))
    }
    return decor
  }

  private colourOf(chunk: Chunk, row: number): RowColour | undefined {
    return this.rules.find(({ test }) => test.select(chunk, row, row + 1, this.place) > 0)?.colour
  }
}

function cellText(field: unknown): string {
  if (field === undefined) return ''
  return cut(typeof field === 'string' ? field : (JSON.stringify(field) ?? ''))
}

/** Not within a character that takes two units of UTF-16. */
function cut(text: string): string {
  if (text.length <= DECOR_TEXT_MAX_LENGTH) return text
  return `${text.slice(0, DECOR_TEXT_MAX_LENGTH - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
