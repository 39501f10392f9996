import { describe, expect, it } from 'vitest'
import {
  boxText,
  editedText,
  emptyHeld,
  heldText,
  selectedFrame,
} from '../../../src/renderer/src/features/servers/held-words'
import type { HeldFrame } from '../../../src/shared/protocol/feed'

function held(heldId: number): HeldFrame {
  const preview = new Uint8Array()
  return { heldId, connectionId: 1, direction: 'sent', type: 'text', timeMs: 0, byteLength: 0, preview }
}

describe('the held frame that is looked at', () => {
  const frames = [held(3), held(5), held(8)]

  it('is the one chosen', () => {
    expect(selectedFrame(frames, 5)?.heldId).toBe(5)
  })

  it('is the oldest where none is chosen, and none where none is held', () => {
    expect(selectedFrame(frames, undefined)?.heldId).toBe(3)
    expect(selectedFrame([], 5)).toBeUndefined()
  })

  it('is the next one when the one chosen has gone, and the oldest after the last', () => {
    expect(selectedFrame(frames, 4)?.heldId).toBe(5)
    expect(selectedFrame(frames, 9)?.heldId).toBe(3)
  })
})

it('what is said where nothing is held fits what is being held', () => {
  expect(emptyHeld([])).toMatch(/^Frames pass through\. Hold /)
  expect(emptyHeld(['received'])).toContain('from a client')
  expect(emptyHeld(['sent'])).toContain('from upstream')
  expect(emptyHeld(['received', 'sent'])).toContain('The next message will wait')
})

describe('the text of a held message', () => {
  it('is all of it, a byte order mark too', () => {
    expect(heldText(new TextEncoder().encode('\ufeffa'))).toBe('\ufeffa')
  })

  it('keeps its ends of lines through a box that knows one', () => {
    const original = 'a\r\nb'
    expect(boxText(original)).toBe('a\nb')
    expect(editedText('a\nb\nc', original)).toBe('a\r\nb\r\nc')
    expect(editedText('a\nb\nc', 'a\nb')).toBe('a\nb\nc')
  })
})
