/** The message that set a rule off, as its templates read it: decoded once, parsed once, and only when a template asks. */
import { parseJson } from '../../../../shared/parse-json'

/** A larger one has no fields here, as for a filter: to parse it would hold up everybody for hundreds of milliseconds. */
export const JSON_MAX_BYTES = 16 * 1024 * 1024

export class MessageText {
  private bytes: Buffer | undefined
  private decoded: string | undefined
  private parsed: { value: unknown } | undefined
  readonly byteLength: number

  constructor(bytes: Buffer) {
    this.bytes = bytes
    this.byteLength = bytes.byteLength
  }

  /** The whole of it, text or binary, read as UTF-8. */
  get text(): string {
    this.decoded ??= (this.bytes as Buffer).toString()
    return this.decoded
  }

  /** @returns undefined for what is no JSON */
  get json(): unknown {
    this.parsed ??= { value: this.byteLength > JSON_MAX_BYTES ? undefined : parseJson(this.text) }
    return this.parsed.value
  }

  /** To be read later: the bytes may be a small part of a large buffer, and what was parsed is larger than its text. */
  keep(): void {
    this.decoded = this.text
    this.bytes = undefined
    this.parsed = undefined
  }
}
