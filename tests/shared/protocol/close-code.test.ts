import { describe, expect, it } from 'vitest'
import {
  closeCodeMeaning,
  isSendableCloseCode,
  packCloseBody,
  unpackCloseBody,
} from '../../../src/shared/protocol/close-code'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('close codes', () => {
  it.each([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999])(
    '%i may be sent',
    (closeCode) => expect(isSendableCloseCode(closeCode)).toBe(true),
  )

  it.each([0, 999, 1004, 1005, 1006, 1015, 1016, 1999, 2000, 2999, 5000, 65_536, -1000, 1000.5, Number.NaN])(
    '%d may not be sent',
    (closeCode) => expect(isSendableCloseCode(closeCode)).toBe(false),
  )

  it('mean something, or say that they do not', () => {
    expect(closeCodeMeaning(1000)).toBe('normal closure')
    expect(closeCodeMeaning(1006)).toContain('without a close frame')
    expect(closeCodeMeaning(3123)).toContain('library')
    expect(closeCodeMeaning(4123)).toContain('application')
    for (const closeCode of [2000, 2999, 5000]) expect(closeCodeMeaning(closeCode)).toBe('unknown')
  })
})

describe('a close frame’s body', () => {
  it('is the code in network order, then the reason in UTF-8', () => {
    expect([...packCloseBody(1001, bytes('ü'))]).toEqual([0x03, 0xe9, 0xc3, 0xbc])
    expect(unpackCloseBody(new Uint8Array([0x03, 0xe9, 0xc3, 0xbc]))).toEqual({ closeCode: 1001, reason: 'ü' })
  })

  it('is empty for 1005, which says that there was none', () => {
    expect(packCloseBody(1005, bytes('')).byteLength).toBe(0)
    expect(unpackCloseBody(new Uint8Array(0))).toBeUndefined()
    expect(unpackCloseBody(new Uint8Array([3]))).toBeUndefined()
  })

  it.each([1000, 1011, 3000, 4999])('comes back as it was packed with %i', (closeCode) => {
    expect(unpackCloseBody(packCloseBody(closeCode, bytes('gute Nacht')))).toEqual({ closeCode, reason: 'gute Nacht' })
  })
})
