import { expect, it } from 'vitest'
import { findDeepLink, readDeepLink } from '../../../src/shared/protocol/deep-link'

it.each([
  ['feedscope://connect?url=wss%3A%2F%2Ffeed.example%2Fv1%3Fa%3D1', 'wss://feed.example/v1?a=1'],
  ['feedscope://connect/?url=ws://localhost:8080', 'ws://localhost:8080/'],
  ['FEEDSCOPE://connect?url=ws://a/&from=docs', 'ws://a/'],
])('%s asks to connect', (link, url) => {
  expect(readDeepLink(link)).toEqual({ ok: true, value: { url } })
})

it.each([
  ['feedscope://connect', /not to one URL/],
  ['feedscope://connect?url=ws://a&url=ws://b', /not to one URL/],
  ['feedscope://connect?url=https://a', /https:\/\/a, which is no ws/],
  ['feedscope://connect?url=javascript:alert(1)', /is no ws/],
  ['feedscope://connect?url=ws:', /is no ws/],
  ['feedscope://connect/else?url=ws://a', /all a link can ask for is to connect/],
  ['feedscope://send?url=ws://a', /all a link can ask for is to connect/],
  ['feedscope:connect?url=ws://a', /all a link can ask for is to connect/],
  ['http://connect?url=ws://a', /is no link/],
  ['feedscope://connect?url=wss://evil.example/%7B%7Btoken%7D%7D', /holds \{\{variables\}\}/],
  // What reads URLs takes these out, and the braces then stand together.
  ['feedscope://connect?url=wss://evil.example/?%7B%09%7Btoken}}', /holds \{\{variables\}\}/],
  ['feedscope://connect?url=wss://evil.example/?%7B%0A%7Btoken}%0D}', /holds \{\{variables\}\}/],
  [`feedscope://connect?url=ws://${'a'.repeat(2_048)}`, /longer than 2048/],
])('%s is refused', (link, sentence) => {
  const read = readDeepLink(link)
  expect(read).toMatchObject({ ok: false, error: { code: 'ERR_LINK_INVALID' } })
  expect(read.ok ? '' : read.error.message).toMatch(sentence)
})

it('is found among the words of a start', () => {
  expect(findDeepLink(['/usr/bin/feedscope', '--no-demo', 'feedscope://connect?url=ws://a'])).toContain('connect')
  expect(findDeepLink(['/usr/bin/feedscope', '.', '--feedscope'])).toBeUndefined()
})
