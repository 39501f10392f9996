import { describe, expect, it } from 'vitest'
import { COOKIES_MAX, CookieStore } from '../../../../src/main/engine/net/cookies'

const at = (url: string) => new URL(url)

describe('the cookies of a connection', () => {
  it('that are for TLS alone go over nothing else, and none goes to another host', () => {
    const cookies = new CookieStore()
    cookies.set('sid=s3cr3t; Secure; HttpOnly', at('https://feed.example/login'))
    cookies.set('plain=1', at('https://feed.example/login'))
    expect(cookies.header(at('wss://feed.example/feed'))).toBe('sid=s3cr3t; plain=1')
    expect(cookies.header(at('ws://feed.example/feed'))).toBe('plain=1')
    expect(cookies.header(at('wss://other.example/feed'))).toBe('')
    // Of which the library says that it is no host at all.
    for (const host of ['example', 'test', 'local']) expect(cookies.header(at(`wss://${host}/feed`))).toBe('')
  })

  it('are taken from nobody who may not set them: for another host, or for all of a public suffix', () => {
    const cookies = new CookieStore()
    cookies.set('a=1; Domain=bank.example', at('https://evil.example/'))
    cookies.set('b=1; Domain=com', at('https://evil.com/'))
    expect(cookies.header(at('wss://bank.example/'))).toBe('')
    expect(cookies.header(at('wss://bank.com/'))).toBe('')
  })

  it('are so many at most, the newest', () => {
    const cookies = new CookieStore()
    for (let count = 0; count < COOKIES_MAX + 50; count++) cookies.set(`c${count}=1`, at('ws://localhost/'))
    // Set anew it is new.
    cookies.set('c50=2', at('ws://localhost/'))
    cookies.set('last=1', at('ws://localhost/'))
    const kept = cookies.header(at('ws://localhost/')).split('; ')
    expect(kept).toHaveLength(COOKIES_MAX)
    expect(kept).toEqual(expect.arrayContaining(['c50=2', 'c52=1', `c${COOKIES_MAX + 49}=1`, 'last=1']))
    expect(kept).not.toContain('c51=1')
  })
})
