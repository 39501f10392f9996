import { describe, expect, it } from 'vitest'
import { hexLines, hexText } from '../../../src/renderer/src/ui/hex-lines'

describe('hex', () => {
  it('is pairs with a space between', () => {
    expect(hexText(Uint8Array.of(0x00, 0x0f, 0xff, 0x80))).toBe('00 0f ff 80')
    expect(hexText(new Uint8Array(0))).toBe('')
  })

  it('comes in lines of sixteen bytes, with offsets and what is printable', () => {
    const bytes = new TextEncoder().encode('Hello, WebSocket!\r\n')
    expect(hexLines(bytes, 0x100, 6)).toEqual({
      offsets: '000100\n000110',
      hex: '48 65 6c 6c 6f 2c 20 57  65 62 53 6f 63 6b 65 74\n21 0d 0a',
      text: 'Hello, WebSocket\n!..',
    })
  })
})
