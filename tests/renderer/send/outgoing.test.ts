import { describe, expect, it } from 'vitest'
import { readOutgoing } from '../../../src/renderer/src/features/send/outgoing'
import { SEND_MAX_BYTES } from '../../../src/shared/ipc/contract'

describe('what goes out', () => {
  it('is the text as typed, counted in bytes of UTF-8', () => {
    expect(readOutgoing({ kind: 'text', content: 'größe' })).toEqual({
      ok: true,
      type: 'text',
      payload: 'größe',
      byteLength: 7,
    })
  })

  it('may be an empty text', () => {
    expect(readOutgoing({ kind: 'text', content: '' })).toMatchObject({ ok: true, byteLength: 0 })
  })

  it('is JSON as typed, spaces and digits included', () => {
    expect(readOutgoing({ kind: 'json', content: '{ "a": 1.10 }' })).toMatchObject({ payload: '{ "a": 1.10 }' })
  })

  it('is nothing while the JSON is not finished', () => {
    expect(readOutgoing({ kind: 'json', content: '{"a":' })).toMatchObject({
      ok: false,
      problem: expect.stringContaining('Column 6'),
    })
    expect(readOutgoing({ kind: 'json', content: ' ' })).toEqual({ ok: false, problem: '' })
  })

  it('is bytes from hex, base64 or a file', () => {
    const bytes = Uint8Array.of(1, 2)
    const wanted = { ok: true, type: 'binary', payload: bytes, byteLength: 2 }
    expect(readOutgoing({ kind: 'hex', content: '0102' })).toEqual(wanted)
    expect(readOutgoing({ kind: 'base64', content: 'AQI=' })).toEqual(wanted)
    expect(readOutgoing({ kind: 'file', bytes })).toEqual(wanted)
  })

  it('is no more than one call carries', () => {
    expect(readOutgoing({ kind: 'file', bytes: new Uint8Array(SEND_MAX_BYTES) }).ok).toBe(true)
    expect(readOutgoing({ kind: 'file', bytes: new Uint8Array(SEND_MAX_BYTES + 1) })).toMatchObject({
      ok: false,
      problem: expect.stringContaining('16,777,216'),
    })
  })
})
