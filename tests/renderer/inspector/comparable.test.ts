import { describe, expect, it } from 'vitest'
import { COMPARED_MAX_BYTES, comparableOf } from '../../../src/renderer/src/features/inspector/comparable'
import type { FrameDetail } from '../../../src/shared/ipc/contract'
import { frameKind } from '../../../src/shared/protocol/frame'

function frame(type: 'text' | 'binary', content: string | Uint8Array, more: Partial<FrameDetail> = {}): FrameDetail {
  const payload = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const kind = frameKind(type, 'received')
  return { seq: 7, timeMs: 0, connectionId: 1, kind, byteLength: payload.byteLength, payload, ...more }
}

describe('a message that is compared', () => {
  it('is JSON in lines, so that one field that differs is one line', () => {
    const text = '{\n  "a": 1,\n  "b": [\n    2\n  ]\n}'
    expect(comparableOf(frame('text', '{"a":1,"b":[2]}'), undefined)).toEqual({ ok: true, text, isJson: true })
    expect(comparableOf(frame('binary', ' {"a":1,"b":[2]}'), undefined)).toMatchObject({ text, isJson: true })
  })

  it('is text as it stands, bytes as hex, and what decoders made of it', () => {
    expect(comparableOf(frame('text', 'plain {'), undefined)).toEqual({ ok: true, text: 'plain {', isJson: false })
    expect(comparableOf(frame('binary', Uint8Array.of(0x48, 0xff)), undefined)).toMatchObject({
      text: expect.stringMatching(/^000000 {2}48 ff\s+H\.$/),
    })
    const decoded = { layers: ['MessagePack'], label: '', text: '{"a":1}', isJson: true }
    expect(comparableOf(frame('binary', Uint8Array.of(0x81)), decoded)).toMatchObject({ text: '{\n  "a": 1\n}' })
  })

  it('has to be there, and not too large', () => {
    expect(comparableOf(frame('text', '', { payload: 'evicted' }), undefined)).toMatchObject({ ok: false })
    const large = frame('text', 'x', { byteLength: COMPARED_MAX_BYTES + 1 })
    expect(comparableOf(large, undefined)).toEqual({ ok: false, why: expect.stringMatching(/too large/) })
  })
})
