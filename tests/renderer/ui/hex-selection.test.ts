import { describe, expect, it } from 'vitest'
import { hexLines } from '../../../src/renderer/src/ui/hex-lines'
import {
  type ByteSelection,
  byteAtHexColumn,
  firstSelection,
  hexColumnOf,
  movedSelection,
  numbersOf,
  rangeOf,
  textOf,
} from '../../../src/renderer/src/ui/hex-selection'

const at = (anchor: number, head: number): ByteSelection => ({ anchor, head, column: 'hex' })
const key = (key: string, held: { shift?: boolean; ctrl?: boolean } = {}) => ({
  key,
  shiftKey: held.shift === true,
  ctrlKey: held.ctrl === true,
  metaKey: false,
})

describe('bytes selected in hex', () => {
  it('are those under the pointer, in both halves of a line', () => {
    const line = hexLines(
      Uint8Array.from({ length: 16 }, (_, place) => place),
      0,
      6,
    ).hex
    for (let place = 0; place < 16; place++) {
      const column = line.indexOf(place.toString(16).padStart(2, '0'))
      expect(hexColumnOf(place), `byte ${place}`).toBe(column)
      expect(byteAtHexColumn(column), `byte ${place}`).toBe(place)
      expect(byteAtHexColumn(column + 1), `byte ${place}`).toBe(place)
    }
    expect(byteAtHexColumn(500)).toBe(15)
  })

  it('reach from one end to the other, whichever way they were dragged', () => {
    expect(rangeOf(at(3, 7))).toEqual({ from: 3, to: 8 })
    expect(rangeOf(at(7, 3))).toEqual({ from: 3, to: 8 })
    expect(rangeOf(at(5, 5))).toEqual({ from: 5, to: 6 })
  })

  it('move by a byte, a line, to the ends of a line and of all, and never beyond', () => {
    expect(movedSelection(at(5, 5), key('ArrowRight'), 99)).toEqual(at(6, 6))
    expect(movedSelection(at(5, 5), key('ArrowUp'), 99)).toEqual(at(0, 0))
    expect(movedSelection(at(90, 90), key('ArrowDown'), 99)).toEqual(at(99, 99))
    expect(movedSelection(at(20, 20), key('Home'), 99)).toEqual(at(16, 16))
    expect(movedSelection(at(20, 20), key('End'), 99)).toEqual(at(31, 31))
    expect(movedSelection(at(20, 20), key('End', { ctrl: true }), 99)).toEqual(at(99, 99))
    expect(movedSelection(at(20, 20), key('x'), 99)).toBeUndefined()
    expect(movedSelection(at(20, 20), key('Escape'), 99)).toBe('none')
  })

  it('are extended with Shift, from the end that stays', () => {
    expect(movedSelection(at(5, 8), key('ArrowLeft', { shift: true }), 99)).toEqual(at(5, 7))
    expect(movedSelection(at(5, 8), key('Home', { shift: true, ctrl: true }), 99)).toEqual(at(5, 0))
    expect(movedSelection(at(5, 8), key('a', { ctrl: true }), 99)).toEqual(at(0, 99))
  })

  it('begin with the first that is seen; arrows that scroll select nothing', () => {
    expect(firstSelection(key('ArrowRight'), 32, 99)).toEqual(at(32, 32))
    expect(firstSelection(key('ArrowDown', { shift: true }), 32, 99)).toEqual(at(32, 32))
    expect(firstSelection(key('a', { ctrl: true }), 32, 99)).toEqual(at(0, 99))
    expect(firstSelection(key('ArrowDown'), 32, 99)).toBeUndefined()
    expect(firstSelection(key('a'), 32, 99)).toBeUndefined()
  })

  it('are read as the numbers they are as long as, either end first', () => {
    expect(numbersOf(Uint8Array.of(0xff))).toEqual([
      { name: 'int8', little: '-1', big: '-1' },
      { name: 'uint8', little: '255', big: '255' },
    ])
    expect(numbersOf(Uint8Array.of(1, 0xff))).toEqual([
      { name: 'int16', little: '-255', big: '511' },
      { name: 'uint16', little: '65281', big: '511' },
    ])
    const eight = new Uint8Array(new Float64Array([0.1]).buffer)
    expect(numbersOf(eight).map(({ name }) => name)).toEqual(['int64', 'uint64', 'float64'])
    expect(numbersOf(eight).at(-1)?.little).toBe('0.1')
    expect(numbersOf(Uint8Array.of(1, 2, 3))).toEqual([])
  })

  it('have no number without a sign where it would say the same', () => {
    expect(numbersOf(Uint8Array.of(1, 0))).toEqual([{ name: 'int16', little: '1', big: '256' }])
  })

  it('are read as a float32 by the fewest digits that tell it', () => {
    const said = (value: number) => numbersOf(new Uint8Array(new Float32Array([value]).buffer)).at(-1)?.little
    expect(said(0.1)).toBe('0.1')
    expect(said(16777217)).toBe('16777216')
    expect(said(Number.NaN)).toBe('NaN')
    expect(said(Number.NEGATIVE_INFINITY)).toBe('-Infinity')
    for (const value of [1 / 3, 1e-40, 3.4028234663852886e38, 123456.789]) {
      expect(Math.fround(Number(said(value)))).toBe(Math.fround(value))
    }
  })

  it('are text where they are UTF-8', () => {
    expect(textOf(new TextEncoder().encode('é'))).toBe('é')
    expect(textOf(Uint8Array.of(0xc3))).toBeUndefined()
  })
})
