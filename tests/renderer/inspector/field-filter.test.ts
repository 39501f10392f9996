import { describe, expect, it } from 'vitest'
import { fieldFilter } from '../../../src/renderer/src/features/inspector/field-filter'
import { JsonDocument } from '../../../src/renderer/src/features/inspector/json-document'
import { parseFilter } from '../../../src/shared/filter/parse'

/** What the filter box reads in the filter of the message's one field. */
function read(json: string) {
  const document = JsonDocument.read(`{"a":${json}}`) as JsonDocument
  const [node] = document.children(document.root)
  const parsed = parseFilter(fieldFilter(document, node as never, '$.a'))
  return parsed.ok ? parsed.value : parsed.error
}

describe('the filter that a field stands for', () => {
  it.each([
    ['a number', '-1.5e3', -1500],
    ['a word', '"ACME"', 'ACME'],
    ['a text with quotes and backslashes', '"say \\"hi\\" \\\\ \\u00e9\\n"', 'say "hi" \\ é\n'],
    ['an empty text', '""', ''],
    ['digits in quotes', '"12"', '12'],
    ['a truth', 'true', true],
    ['nothing', 'null', null],
  ])('has %s equal', (_name, json, value) => {
    expect(read(json)).toMatchObject({ kind: 'field', path: ['a'], comparison: { operator: '==', value } })
  })

  it('has only that there is one, of a container', () => {
    expect(read('[1,2]')).toMatchObject({ kind: 'field', path: ['a'] })
    expect(read('[1,2]')).not.toHaveProperty('comparison')
  })

  it('has the beginning of a long text, which a filter has room for', () => {
    const value = 'x'.repeat(199)
    expect(read(`"${value}😀${'y'.repeat(5_000)}"`)).toMatchObject({ comparison: { operator: '~', value } })
  })
})
