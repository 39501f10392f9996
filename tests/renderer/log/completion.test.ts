import { describe, expect, it } from 'vitest'
import { type CompletionSources, completionsAt } from '../../../src/renderer/src/features/log/completion'

const sources: CompletionSources = {
  connectionNames: ['ticker', 'my "own" feed', 'ws://host:8080', 'ticker'],
  paths: ['$.price', '$.user', '$.user.name', '$["odd key"]'],
  saved: [{ name: 'big ones', text: 'size>1mb' }],
  recent: ['old one', 'older'],
}

/** What there is with the cursor at the bar, and what the text becomes. */
function offered(typed: string, isAsked = false): string[] {
  const cursor = typed.indexOf('|')
  const text = typed.replace('|', '')
  return completionsAt(text, cursor, sources, isAsked).options.map(
    ({ insert, from, to }) => text.slice(0, from) + insert + text.slice(to),
  )
}

describe('what is offered in the filter box', () => {
  it.each([
    ['ty|', ['type:']],
    ['a ty|', ['a type:']],
    ['(ty|)', ['(type:)']],
    ['a an|', ['a and ']],
    ['type:|', ['type:text', 'type:binary', 'type:ping', 'type:pong', 'type:close', 'type:event']],
    ['type:p|', ['type:ping', 'type:pong']],
    ['type:ping,p| b', ['type:ping,pong b']],
    ['not dir:i|', ['not dir:in']],
    ['is:ma|', ['is:marked']],
    ['conn:tick|', ['conn:ticker']],
    ['conn:OWN|', ['conn:"my \\"own\\" feed"']],
    ['conn:"my|', ['conn:"my \\"own\\" feed"']],
    ['$.pr|', ['$.price ']],
    ['a $.user|', ['a $.user.name ']],
    ['$["|', ['$["odd key"] ']],
    ['bi|', ['size>1mb']],
  ])('at %j: %j', (typed, expected) => {
    expect(offered(typed)).toEqual(expected)
  })

  it.each(['|', 'price|', 'a |', '"ty|', '"a" "ty|', 'type:text|', '$.price|', 'conn:ticker|', 'x|type'])(
    'at %j is nothing that was not asked for',
    (typed) => {
      expect(offered(typed)).toEqual([])
    },
  )

  it('is all there is where nothing stands yet, if the user asks', () => {
    expect(offered('|')).toEqual([])
    const all = offered('|', true)
    expect(all.slice(0, 4)).toEqual(['size>1mb', 'old one', 'older', 'dir:'])
    expect(all).toContain('$.price ')
  })

  it('is a field by a word, if the user asks', () => {
    expect(offered('na|')).toEqual([])
    expect(offered('pri|', true)).toEqual(['$.price '])
    expect(offered('a nam|', true)).toEqual(['a $.user.name '])
  })

  it('is a comparison after a field', () => {
    expect(offered('$.price |')).toContain('$.price >= ')
    expect(offered('$.price > |')).toEqual([])
  })
})
