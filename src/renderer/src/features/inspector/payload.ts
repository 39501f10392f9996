/** A payload as the views read it. Decoding waits until somebody looks: megabytes of hex need no text. */
import type { FrameType } from '../../../../shared/protocol/frame'
import type { View } from '../../state/message-view'
import { JsonDocument } from './json-document'

/** Beyond it a tree would take the window's breath away; text and hex still show it. */
export const JSON_MAX_BYTES = 32 * 1024 * 1024

/** Of what is shown in parts. */
const largeViews: readonly View[] = ['Text', 'Hex']

export interface DecodedText {
  text: string
  /** False where bytes that are no UTF-8 were replaced by U+FFFD. */
  isWhole: boolean
}

// A byte order mark is a part of the message: what the engine reads has it too.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

export class Payload {
  private decodedText: DecodedText | undefined
  private document: JsonDocument | undefined
  private isDocumentRead = false

  /** @param isLarge it is more than is read at once: the bytes are its beginning */
  constructor(
    readonly type: FrameType,
    readonly bytes: Uint8Array,
    readonly isLarge = false,
  ) {}

  get text(): DecodedText {
    this.decodedText ??= decode(this.bytes)
    return this.decodedText
  }

  /** Undefined for what is not JSON. Of other types than text only objects and arrays count: chance makes numbers. */
  get json(): JsonDocument | undefined {
    if (!this.isDocumentRead) {
      this.isDocumentRead = true
      const isWorthTrying =
        this.bytes.byteLength <= JSON_MAX_BYTES && (this.type === 'text' || this.beginsLikeContainer())
      if (isWorthTrying && this.text.isWhole) this.document = JsonDocument.read(this.text.text)
    }
    return this.document
  }

  /**
   * @param chosen what the user looked at last, if he chose
   * @param isDecoded whether decoders made something of it
   */
  view(chosen: View | undefined, isDecoded: boolean): View {
    if (chosen !== undefined && this.refusal(chosen, isDecoded) === undefined) return chosen
    if (this.isLarge) return this.type === 'binary' ? 'Hex' : 'Text'
    if (isDecoded) return 'Decoded'
    if (this.json !== undefined) return 'Tree'
    return this.type !== 'binary' && this.text.isWhole ? 'Text' : 'Hex'
  }

  /** @returns why it cannot be looked at this way */
  refusal(view: View, isDecoded: boolean): string | undefined {
    if (this.isLarge && !largeViews.includes(view)) return 'This message is too large for it: it is shown in parts'
    if (view === 'Decoded' && !isDecoded) return 'It reads as it stands: nothing is to be decoded'
    return view === 'Tree' && this.json === undefined ? 'This message is not JSON' : undefined
  }

  private beginsLikeContainer(): boolean {
    const first = this.bytes.find((byte) => byte > 0x20)
    return first === 0x7b || first === 0x5b
  }
}

function decode(bytes: Uint8Array): DecodedText {
  try {
    return { text: strict.decode(bytes), isWhole: true }
  } catch {
    return { text: lenient.decode(bytes), isWhole: false }
  }
}
