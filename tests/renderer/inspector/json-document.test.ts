import { describe, expect, it } from 'vitest'
import { JsonDocument, type JsonNode, readString } from '../../../src/renderer/src/features/inspector/json-document'

function read(text: string): JsonDocument {
  const document = JsonDocument.read(text)
  if (document === undefined) throw new Error(`Not JSON: ${text}`)
  return document
}

/** Builds the value from the nodes, so that it can be compared with what JSON.parse makes of the text. */
function build(document: JsonDocument, node: JsonNode = document.root): unknown {
  const source = document.source(node)
  const children = document.children(node)
  if (node.kind === 'array') return children.map((child) => build(document, child))
  if (node.kind === 'object') return Object.fromEntries(children.map((child) => [child.step, build(document, child)]))
  return JSON.parse(source)
}

describe('a JSON document', () => {
  it.each([
    '{}',
    '[]',
    ' [ ] ',
    '\t{ \n } ',
    '42',
    '-0.5e+10',
    '"text"',
    'null',
    '[1,2,3]',
    ' { "a" : [ true , false , null ] , "b" : { "c" : -1.5E-3 } } ',
    '{"a]":"}\\"{","b\\\\":"[","\\u0063":"\\\\\\""}',
    '[[[[[]]],{}],"",0]',
    '[["]",{"k}":"}[\\"]"}],{"a":{"b":"}"},"c":1}]',
    '{"":{"":[{"":""}]}}',
    '["\\"","\\\\","\\\\\\"x",""]',
    '{"price":101.50,"text":"größe 価格 😀"}',
  ])('finds every value of %s', (text) => {
    expect(build(read(text))).toEqual(JSON.parse(text))
  })

  it.each(['', 'hello', '{', '{"a":1,}', "{'a':1}", '[1 2]', '01', 'NaN', '\uFEFF{}'])('is none for %j', (text) => {
    expect(JsonDocument.read(text)).toBeUndefined()
  })

  it('keeps the digits of numbers as they were written', () => {
    const document = read('[1.10, 12345678901234567890, 1E400, -0]')
    const sources = document.children(document.root).map((child) => document.source(child))
    expect(sources).toEqual(['1.10', '12345678901234567890', '1E400', '-0'])
  })

  it('shows a key that occurs twice both times, and says which one is overruled', () => {
    const document = read('{"a":1,"b":2,"a":3}')
    const members = document.children(document.root).map(({ step, isShadowed }) => [step, isShadowed])
    expect(members).toEqual([
      ['a', true],
      ['b', false],
      ['a', false],
    ])
  })

  it('counts a key written with an escape as the same key', () => {
    const document = read('{"price":1,"\\u0070rice":2}')
    expect(document.children(document.root).map(({ isShadowed }) => isShadowed)).toEqual([true, false])
  })

  it('takes __proto__ for a key like any other', () => {
    const document = read('{"__proto__":{"x":1},"constructor":2}')
    expect(document.children(document.root).map(({ step }) => step)).toEqual(['__proto__', 'constructor'])
  })

  it('reads four megabytes of one level without a noticeable wait', () => {
    const text = JSON.stringify(Array.from({ length: 120_000 }, (_, at) => ({ symbol: 'ACME', price: at + 0.5 })))
    const startMs = performance.now()
    const document = read(text)
    expect(document.children(document.root)).toHaveLength(120_000)
    expect(performance.now() - startMs).toBeLessThan(2_000)
  })
})

describe('a quoted string', () => {
  it('is read with its escapes', () => {
    const text = '["a\\n\\u00e9"]'
    expect(readString(text, 1, text.length - 1)).toBe('a\né')
  })
})
