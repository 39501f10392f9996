/** What a row's mark means, in a sentence. */
import { assertNever } from '../../../shared/assert-never'
import type { Direction, Mark } from '../../../shared/protocol/frame'

export function markSentence(mark: Mark, direction: Direction): string {
  switch (mark) {
    case 'invalid':
      return 'Not what the JSON Schema wants.'
    case 'dropped':
      return direction === 'sent'
        ? 'Was to be sent, and never was.'
        : 'Received, but kept from what the server does with messages.'
    case 'delayed':
      return 'Held up before it went on.'
    case 'duplicated':
      return 'The second of two: one message was made two.'
    case 'reordered':
      return 'Came after one that it was before.'
    case 'changed':
      return 'Its bytes are not those that were meant: corrupted, or edited by hand.'
    case 'noted':
      return 'Tells of a limit, a refusal or a fault.'
    default:
      return assertNever(mark)
  }
}
