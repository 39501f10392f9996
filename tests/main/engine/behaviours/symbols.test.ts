import { describe, expect, it } from 'vitest'
import { parseSymbols } from '../../../../src/main/engine/behaviours/symbols'

describe('parseSymbols', () => {
  it.each([
    ['ACME, GLOBEX', ['ACME', 'GLOBEX']],
    ['  acme;globex\n BTC/USD,, ', ['ACME', 'GLOBEX', 'BTC/USD']],
    ['ACME acme AcMe', ['ACME']],
    ['__proto__, constructor', ['__PROTO__', 'CONSTRUCTOR']],
  ])('reads %j', (text, symbols) => {
    expect(parseSymbols(text)).toEqual(symbols)
  })

  it.each(['', ' ,;, \n'])('falls back to the default symbols for %j', (text) => {
    expect(parseSymbols(text)).toEqual(['ACME', 'GLOBEX', 'INITECH', 'UMBRELLA'])
  })

  it('takes the first fifty', () => {
    const symbols = parseSymbols(Array.from({ length: 60 }, (_, i) => `S${i}`).join())
    expect(symbols).toHaveLength(50)
    expect(symbols[49]).toBe('S49')
  })
})
