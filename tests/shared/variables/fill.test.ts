import { describe, expect, it } from 'vitest'
import { fill, type Values } from '../../../src/shared/variables/fill'

function valuesOf(variables: Record<string, string> = {}, random = 0.5): Values {
  let seq = 0
  return {
    variable: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
    now: () => 1_700_000_000_000.4,
    takeSeq: () => ++seq,
    random: () => random,
    uuid: () => 'a-uuid',
  }
}

describe('filling a text in', () => {
  it('puts the values of variables in the place of their names, spaces or not', () => {
    expect(fill('{{host}}/{{ path }}?{{host}}', valuesOf({ host: 'a', path: 'b' })).text).toBe('a/b?a')
  })

  it('follows values that name others, and leaves a circle as it stands', () => {
    expect(fill('{{one}}', valuesOf({ one: '<{{two}}>', two: '2' })).text).toBe('<2>')
    expect(fill('{{a}}', valuesOf({ a: '{{b}}', b: '{{a}}' })).text).toMatch(/^\{\{[ab]\}\}$/)
  })

  it('leaves what nothing is known of as it stands, and names it once', () => {
    expect(fill('{{no}} {{no}} {{__proto__}} {"a":{"b":1}}', valuesOf())).toEqual({
      text: '{{no}} {{no}} {{__proto__}} {"a":{"b":1}}',
      unknown: ['no', '__proto__'],
    })
  })

  it('makes times, numbers, UUIDs and choices', () => {
    expect(fill('{{now}} {{nowMs}} {{uuid}} {{random}}', valuesOf()).text).toBe(
      '2023-11-14T22:13:20.000Z 1700000000000 a-uuid 0.5',
    )
    expect(fill('{{random 1 100}} {{random 100 1}} {{pick a b c}}', valuesOf({}, 0.999)).text).toBe('100 100 c')
    expect(fill('{{random -3 3}} {{pick a b c}}', valuesOf({}, 0)).text).toBe('-3 a')
  })

  it('counts once for a text, however often it says it', () => {
    const values = valuesOf()
    expect(fill('{{seq}} {{seq}}', values).text).toBe('1 1')
    expect(fill('{{seq}}', values).text).toBe('2')
  })

  it('writes braces that a backslash stands before, and prefers a variable to a generator of its name', () => {
    expect(fill('\\{{now}} {{now}}', valuesOf({ now: 'mine' })).text).toBe('{{now}} mine')
  })
})
