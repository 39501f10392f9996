import { expect, test } from 'vitest'
import { readLinkedUrl } from '../../../src/renderer/src/features/workspace/linked-url'

test('a link’s URL is taken apart around its host', () => {
  expect(readLinkedUrl('wss://Feed.example.com:444/a?b=1')).toEqual({
    url: 'wss://feed.example.com:444/a?b=1',
    before: 'wss://',
    host: 'feed.example.com:444',
    after: '/a?b=1',
  })
})

test('a link cannot name variables: they would send secrets to who wrote it', () => {
  const read = readLinkedUrl('ws://evil.example/{{token}}?x={{token}}#{{token}}')
  expect('url' in read && read.url).not.toContain('{')
})

test('letters that look like others are shown as what they are', () => {
  expect(readLinkedUrl('wss://ex\u0430mple.com/')).toMatchObject({ host: 'xn--exmple-4nf.com' })
})

test('what is no WebSocket URL, has a user in it or is endless is refused', () => {
  for (const link of ['https://a.example', 'javascript:alert(1)', 'nonsense', 'wss://good.example@evil.example/']) {
    expect(readLinkedUrl(link)).toHaveProperty('problem')
  }
  expect(readLinkedUrl(`ws://a.example/${'x'.repeat(5_000)}`)).toHaveProperty('problem')
})
