import { expect, it } from 'vitest'
import { CookieStore } from '../../../../src/main/engine/net/cookies'

const url = new URL('ws://feed.example/chat')

it('cookies that a login set go with the handshake, and to no other host', () => {
  const cookies = new CookieStore()
  cookies.set('session=1; Path=/', url)
  cookies.set('elsewhere=2; Domain=other.example', url)
  expect(cookies.header(url)).toBe('session=1')
  expect(cookies.header(new URL('ws://other.example/chat'))).toBe('')
})

it('cookies have an end: a server that names another each time begins the jar anew', () => {
  const cookies = new CookieStore()
  for (let n = 0; n < 51; n++) cookies.set(`name${n}=1`, url)
  expect(cookies.header(url)).toBe('name50=1')
  cookies.set(`large=${'x'.repeat(5_000)}`, url)
  expect(cookies.header(url)).toBe('name50=1')
})
