import { describe, expect, it } from 'vitest'
import { saysMore } from '../../../src/renderer/src/features/inspector/decoded'
import type { DecodedFrame } from '../../../src/shared/ipc/contract'
import { frameKind } from '../../../src/shared/protocol/frame'

const text = frameKind('text', 'received')
const binary = frameKind('binary', 'received')
const decoded = (more: Partial<DecodedFrame>): DecodedFrame => ({ layers: [], label: '', isJson: false, ...more })

describe('what decoders say of a message', () => {
  it('is nothing more where it is text or JSON as it stands', () => {
    expect(saysMore(text, decoded({ text: 'plain' }))).toBe(false)
    expect(saysMore(text, decoded({ layers: ['JSON'], text: '{}', isJson: true }))).toBe(false)
  })

  it('is more where bytes were read, something taken off, or a protocol recognised', () => {
    expect(saysMore(binary, decoded({ layers: ['JSON'], text: '{}', isJson: true }))).toBe(true)
    expect(saysMore(text, decoded({ layers: ['base64', 'JSON'] }))).toBe(true)
    expect(saysMore(text, decoded({ layers: ['JSON'], label: 'EVENT chat' }))).toBe(true)
  })

  it('is more where they failed at the first step: that has to be told', () => {
    expect(saysMore(binary, decoded({ problem: { code: 'ERR_DECODE_FAILED', message: 'no gzip' } }))).toBe(true)
  })
})
