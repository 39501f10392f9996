import { describe, expect, it } from 'vitest'
import { Payload } from '../../../src/renderer/src/features/inspector/payload'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a payload', () => {
  it('opens as a tree when it is JSON', () => {
    expect(new Payload('text', bytes('{"price":1}')).view(undefined, false)).toBe('Tree')
    expect(new Payload('binary', bytes(' [1]')).view(undefined, false)).toBe('Tree')
  })

  it('opens as text when it is text', () => {
    expect(new Payload('text', bytes('hello')).view(undefined, false)).toBe('Text')
    expect(new Payload('ping', bytes('17x')).view(undefined, false)).toBe('Text')
  })

  it('opens as hex when it is binary, though its bytes happen to be digits', () => {
    expect(new Payload('binary', bytes('42')).view(undefined, false)).toBe('Hex')
    expect(new Payload('ping', Uint8Array.of(0xff, 0xfe)).view(undefined, false)).toBe('Hex')
  })

  it('opens as the user chose, unless there is no tree to show', () => {
    expect(new Payload('text', bytes('{}')).view('Hex', false)).toBe('Hex')
    expect(new Payload('text', bytes('hello')).view('Tree', false)).toBe('Text')
    expect(new Payload('binary', Uint8Array.of(1)).view('Tree', false)).toBe('Hex')
  })

  it('of which there is only the beginning is text or hex, as it was chosen or as it reads best', () => {
    const large = new Payload('text', bytes('{"price":1}'), true)
    expect(large.view('Tree', false)).toBe('Text')
    expect(large.view('Diff', false)).toBe('Text')
    expect(large.view('Hex', false)).toBe('Hex')
    expect(new Payload('binary', Uint8Array.of(1), true).view('Decoded', false)).toBe('Hex')
    expect(new Payload('binary', Uint8Array.of(1), true).view('Text', false)).toBe('Text')
    expect(large.refusal('Tree', false)).toMatch(/too large/)
  })

  it('says when its bytes are no UTF-8, and shows what is', () => {
    const { text } = new Payload('binary', Uint8Array.of(0x61, 0xff, 0x62))
    expect(text).toEqual({ text: 'a\uFFFDb', isWhole: false })
  })

  it('keeps a byte order mark, which makes it no JSON', () => {
    const payload = new Payload('text', Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d))
    expect(payload.text.text).toBe('\uFEFF{}')
    expect(payload.json).toBeUndefined()
  })
})
