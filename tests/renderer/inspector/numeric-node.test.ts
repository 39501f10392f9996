import { describe, expect, it } from 'vitest'
import { JsonDocument } from '../../../src/renderer/src/features/inspector/json-document'
import { isNumeric } from '../../../src/renderer/src/features/inspector/numeric-node'

function numeric(text: string): boolean {
  const document = JsonDocument.read(text)
  if (document === undefined) throw new Error(`Not JSON: ${text}`)
  return isNumeric(document, document.root)
}

describe('a value that can be charted', () => {
  it.each(['0', '-1.5e3', '101.50', '"101.50"', '" 7 "', '"1e5"', '"\\u0031"'])('may be %s', (text) => {
    expect(numeric(text)).toBe(true)
  })

  it.each(['"ACME"', '""', '" "', '"1,5"', '"NaN"', '"Infinity"', 'true', 'null', '[]', '{}', '1e999'])(
    'is not %s',
    (text) => {
      expect(numeric(text)).toBe(false)
    },
  )
})
