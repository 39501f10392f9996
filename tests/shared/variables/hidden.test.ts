import { describe, expect, it } from 'vitest'
import { hideAll } from '../../../src/shared/variables/hidden'

const hide = (text: string, ...secrets: string[]) => hideAll(text, new Map(secrets.map((each) => [each, '*'])))

describe('what is hidden in a text', () => {
  it('is every place of every secret, the longest where two begin together', () => {
    expect(hide('abc a abcdef b', 'abc', 'abcdef')).toBe('* a * b')
    expect(hide('abc', '')).toBe('abc')
  })

  it('is all of two that overlap', () => {
    expect(hide('-abcd-', 'abc', 'bcd')).toBe('-*-')
    expect(hide('-abcd-', 'bc', 'abcd')).toBe('-*-')
  })

  it('is shown as the one around it says', () => {
    const shown = hideAll(
      'sid=s3cr3t; s3cr3t',
      new Map([
        ['s3cr3t', '*'],
        ['sid=s3cr3t', 'sid=*'],
      ]),
    )
    expect(shown).toBe('sid=*; *')
  })

  it('is not looked for in what stands there instead', () => {
    expect(
      hideAll(
        'aa',
        new Map([
          ['a', 'bb'],
          ['b', 'aa'],
        ]),
      ),
    ).toBe('bbbb')
    expect(hide('‹hidden›', 'i', 'd')).toBe('‹hidden›')
  })
})
