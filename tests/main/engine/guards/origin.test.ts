import { describe, expect, it } from 'vitest'
import { checkOrigin } from '../../../../src/main/engine/guards/origin'

const statusOf = (headers: { host?: string; origin?: string }, allowed: string[] = []) =>
  checkOrigin(headers, allowed)?.statusCode

describe('the Host of a request', () => {
  it.each([
    'localhost',
    'localhost:8080',
    'LOCALHOST:8080',
    'feed.localhost:8080',
    '127.0.0.1:8080',
    '127.8.9.10',
    '[::1]',
    '[::1]:8080',
  ])('is let in as %s', (host) => {
    expect(statusOf({ host })).toBeUndefined()
  })

  it.each([
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    'evillocalhost',
    '127.0.0.1.evil.example',
    '127.evil.example',
    '128.0.0.1',
    '0.0.0.0',
    '192.168.1.10:8080',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[fe80::1]:8080',
    'localhost@evil.example',
    'not a host',
    ':8080',
  ])('is refused as %s: such a name was made to point here', (host) => {
    expect(statusOf({ host })).toBe(403)
  })

  it.each([undefined, ''])('is refused when it is missing (%j)', (host) => {
    expect(statusOf({ host, origin: 'http://localhost' })).toBe(400)
  })
})

describe('the Origin of a request', () => {
  const host = 'localhost:8080'

  it('is let in when there is none: that is no web page', () => {
    expect(statusOf({ host })).toBeUndefined()
  })

  it.each([
    'http://localhost',
    'http://localhost:3000',
    'https://127.0.0.1:8443',
    'http://[::1]:5173',
    'http://app.localhost',
  ])('is let in as %s: a page of this computer', (origin) => {
    expect(statusOf({ host, origin })).toBeUndefined()
  })

  it.each([
    'https://evil.example',
    'http://localhost.evil.example',
    'http://evil.example/localhost',
    'http://localhost@evil.example',
    'null',
    '',
    'file://',
    'localhost',
    'chrome-extension://abcdefgh',
    'http://localhost, https://evil.example',
  ])('is refused as %j', (origin) => {
    expect(statusOf({ host, origin })).toBe(403)
  })

  it('is let in when it was allowed, to the letter', () => {
    const allowed = ['https://app.example.com']
    expect(statusOf({ host, origin: 'https://app.example.com' }, allowed)).toBeUndefined()
    for (const origin of [
      'http://app.example.com',
      'https://app.example.com:8443',
      'https://app.example.com.evil.example',
    ]) {
      expect(statusOf({ host, origin }, allowed)).toBe(403)
    }
  })

  it('is let in whatever it is when * was allowed, but the Host still is not', () => {
    expect(statusOf({ host, origin: 'https://evil.example' }, ['*'])).toBeUndefined()
    expect(statusOf({ host: 'evil.example', origin: 'https://evil.example' }, ['*'])).toBe(403)
  })
})

it('a refusal says what was refused', () => {
  expect(checkOrigin({ host: 'evil.example' }, [])?.reason).toContain('“evil.example”')
  expect(checkOrigin({ host: 'localhost', origin: 'https://evil.example' }, [])?.reason).toContain(
    '“https://evil.example”',
  )
  expect(checkOrigin({}, [])?.reason).toContain('no Host')
})
