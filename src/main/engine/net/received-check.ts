/**
 * Whether what a server sends us fits the schema the user gave for it. What does not is shown all the same: its row is marked, and
 * a row beside it says why, though a feed of nothing else does not double the log by it.
 */
import { ok, type Result } from '../../../shared/failure'
import type { Clock } from '../clock'
import { compileSchema, type Validate } from '../guards/validation'
import { NoteAllowance } from './note-allowance'

export class ReceivedCheck {
  private schema = ''
  private validate: Validate | undefined
  private notes = new NoteAllowance()

  /** @param note writes a row beside the message's */
  constructor(
    private readonly now: Clock,
    private readonly note: (text: string) => void,
  ) {}

  /** From the next message on. @returns `ERR_SCHEMA_INVALID`, which changes nothing */
  configure(schema: string): Result<void> {
    if (schema === this.schema) return ok(undefined)
    const compiled = compileSchema(schema, 'the schema')
    if (!compiled.ok) return compiled
    this.schema = schema
    this.validate = compiled.value
    this.notes = new NoteAllowance()
    return ok(undefined)
  }

  /** @param bytes of a data message, which may be lent @returns why it does not fit, to be told behind its row */
  problemOf(bytes: Buffer, isBinary: boolean): string | undefined {
    return this.validate?.({ bytes, isBinary })?.message
  }

  tell(problem: string): void {
    this.notes.tell(this.now(), (more) => this.note(`Invalid: ${problem}${more}`))
  }
}
