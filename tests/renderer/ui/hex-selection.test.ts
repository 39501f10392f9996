import { describe, expect, it } from 'vitest'
import { hexLines } from '../../../src/renderer/src/ui/hex-lines'
import { byteAtHexColumn, numbersOf, rangeBetween, textOf } from '../../../src/renderer/src/ui/hex-selection'

describe('bytes selected in hex', () => {
  it('are those under the pointer, in both halves of a line', () => {
    const line = hexLines(
      Uint8Array.from({ length: 16 }, (_, at) => at),
      0,
      6,
    ).hex
    for (let place = 0; place < 16; place++) {
      const column = line.indexOf(place.toString(16).padStart(2, '0'))
      expect(byteAtHexColumn(column), `byte ${place}`).toBe(place)
      expect(byteAtHexColumn(column + 1), `byte ${place}`).toBe(place)
    }
    expect(byteAtHexColumn(500)).toBe(15)
  })

  it('reach from one end to the other, whichever way they were dragged', () => {
    expect(rangeBetween(3, 7)).toEqual({ from: 3, to: 8 })
    expect(rangeBetween(7, 3)).toEqual({ from: 3, to: 8 })
    expect(rangeBetween(5, 5)).toEqual({ from: 5, to: 6 })
  })

  it('are read as the numbers they are long enough for, either end first', () => {
    expect(numbersOf(Uint8Array.of(0xff))).toEqual([
      ['int8', '-1', '-1'],
      ['uint8', '255', '255'],
    ])
    expect(numbersOf(Uint8Array.of(1, 0))).toEqual([
      ['int16', '1', '256'],
      ['uint16', '1', '256'],
    ])
    expect(numbersOf(Uint8Array.of(0, 0, 0x80, 0x3f)).at(-1)).toEqual(['float32', '1', '4.600602988224807e-41'])
    expect(numbersOf(Uint8Array.of(1, 2, 3))).toEqual([])
  })

  it('are text where they are UTF-8', () => {
    expect(textOf(new TextEncoder().encode('é'))).toBe('é')
    expect(textOf(Uint8Array.of(0xc3))).toBeUndefined()
  })
})
