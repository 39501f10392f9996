import { describe, expect, it } from 'vitest'
import { Variables } from '../../../src/main/engine/variables'
import type { Variable } from '../../../src/shared/protocol/desk'
import { fill } from '../../../src/shared/variables/fill'

function variables(...list: [name: string, value: string, isSecret?: boolean][]): Variables {
  const made = new Variables(() => 1_000)
  made.set(list.map(([name, value, isSecret = false]): Variable => ({ name, value, isSecret })))
  return made
}

describe('variables', () => {
  it('are filled in, the first of two with one name, and all are replaced by the next', () => {
    const vars = variables(['a', '1'], ['a', '2'], ['b', '{{a}}{{nowMs}}'])
    expect(fill('{{a}} {{b}}', vars.values()).text).toBe('1 11000')
    vars.set([{ name: 'b', value: 'x', isSecret: false }])
    expect(fill('{{a}} {{b}}', vars.values())).toEqual({ text: '{{a}} x', unknown: ['a'] })
  })

  it('count what is filled in, not what is shown', () => {
    const vars = variables()
    expect(fill('{{seq}}', vars.previewValues()).text).toBe('1')
    expect([fill('{{seq}}', vars.values()).text, fill('{{seq}} {{seq}}', vars.values()).text]).toEqual(['1', '2 2'])
  })

  it.each([
    ['as it is', 'x a"b/c é y', 'x ‹hidden› y'],
    ['in JSON', JSON.stringify({ k: 'a"b/c é' }), '{"k":"‹hidden›"}'],
    ['in a query', `?q=${encodeURIComponent('a"b/c é')}`, '?q=‹hidden›'],
    ['in a form', new URLSearchParams([['q', 'a"b/c é']]).toString(), 'q=‹hidden›'],
    ['in a path', new URL('ws://h/a"b/c é').href, 'ws://h/‹hidden›'],
    ["in a URL's query", new URL('ws://h/?a"b/c é').href, 'ws://h/?‹hidden›'],
  ])('that are secret are hidden %s', (_, text, shown) => {
    expect(variables(['s', 'a"b/c é', true]).hidden(text)).toBe(shown)
  })

  it('that are secret are hidden whole where one is part of another, and where they name others', () => {
    const vars = variables(
      ['a', 'abc', true],
      ['b', 'abcdef', true],
      ['c', '{{a}}-{{d}}', true],
      ['d', 'open'],
      ['e', '', true],
    )
    expect(vars.hidden('abcdef abc abc-open open')).toBe('‹hidden› ‹hidden› ‹hidden› open')
  })
})
