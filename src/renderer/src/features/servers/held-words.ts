/** Which of the held frames is looked at, what is said where there is none, and its text as a box can have it. */
import type { HeldFrame } from '../../../../shared/protocol/feed'
import type { Direction } from '../../../../shared/protocol/frame'

/**
 * The one chosen, as long as it is held; then the one that came after it, so that a row of them is gone through by one
 * button; else the oldest.
 */
export function selectedFrame(frames: readonly HeldFrame[], chosenId: number | undefined): HeldFrame | undefined {
  if (chosenId === undefined) return frames[0]
  return frames.find(({ heldId }) => heldId >= chosenId) ?? frames[0]
}

export function emptyHeld(holds: readonly Direction[]): string {
  if (holds.length === 0) {
    return 'Frames pass through. Hold those from clients or those from upstream: they wait here until you release, edit or drop them.'
  }
  const whose = holds.length === 2 ? '' : holds[0] === 'received' ? ' from a client' : ' from upstream'
  return `Nothing is held at the moment. The next message${whose} will wait here.`
}

/** The text of a message as it is. A byte order mark is a part of it. */
export function heldText(payload: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(payload)
}

/** Boxes know one end of a line. */
export function boxText(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

/** What was typed, with the ends of lines that the message had. */
export function editedText(typed: string, original: string): string {
  return original.includes('\r\n') ? typed.replaceAll('\n', '\r\n') : typed
}
