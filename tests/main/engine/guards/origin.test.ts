import { describe, expect, it } from 'vitest'
import { checkOrigin, type OriginRules } from '../../../../src/main/engine/guards/origin'

const CLOSED: OriginRules = { allowedOrigins: [], allowedHosts: [], isExposed: false }
const EXPOSED: OriginRules = { ...CLOSED, isExposed: true }

const statusOf = (headers: { host?: string; origin?: string }, allowedOrigins: string[] = []) =>
  checkOrigin(headers, { ...CLOSED, allowedOrigins })?.statusCode

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
    'localhost.:8080',
    'feed.localhost.',
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
    'evil.example@localhost',
    'localhost/evil.example',
    'localhost?evil.example',
    'localhost#evil.example',
    String.raw`localhost\evil.example`,
    'not a host',
    ':8080',
    '.',
    'localhost..',
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
  expect(checkOrigin({ host: 'evil.example' }, CLOSED)?.reason).toContain('“evil.example”')
  expect(checkOrigin({ host: 'localhost', origin: 'https://evil.example' }, CLOSED)?.reason).toContain(
    '“https://evil.example”',
  )
  expect(checkOrigin({}, CLOSED)?.reason).toContain('no Host')
})

describe('the Host of a request to a server that listens beyond loopback', () => {
  it.each(['192.168.1.10:8080', '10.0.0.1', '[fe80::1]:8080', '[2001:db8::7]', 'localhost', '127.0.0.1', '[::1]:8080'])(
    'is let in as %s: an address cannot be rebound',
    (host) => expect(checkOrigin({ host }, EXPOSED)).toBeUndefined(),
  )

  it.each(['evil.example', '192.168.1.10.evil.example', '192.168.1.10@evil.example', 'fe80::1', 'desk'])(
    'is refused as %s: a name, or nothing',
    (host) => expect(checkOrigin({ host }, EXPOSED)?.statusCode).toBe(403),
  )
})

describe('an allowed host', () => {
  const rules = { ...CLOSED, allowedHosts: ['Desk.example', 'https://feed.example:8443', 'lab.example.', '10.0.0.7'] }

  it.each([
    'desk.example',
    'DESK.example:8080',
    'desk.example.',
    'feed.example',
    'feed.example:1',
    'lab.example',
    '10.0.0.7',
  ])('is let in as %s, whether the server listens beyond loopback or not', (host) => {
    expect(checkOrigin({ host }, rules)).toBeUndefined()
    expect(checkOrigin({ host }, { ...rules, isExposed: true })).toBeUndefined()
  })

  it.each(['desk.example.evil', 'a.desk.example', 'desk', '10.0.0.8'])('is not one beside it: %s', (host) => {
    expect(checkOrigin({ host }, rules)?.statusCode).toBe(403)
  })

  it('that cannot be read as a host lets nothing in', () => {
    for (const allowed of ['', ' ', '://', 'ws://', '%']) {
      expect(checkOrigin({ host: 'evil.example' }, { ...CLOSED, allowedHosts: [allowed] })?.statusCode).toBe(403)
      expect(checkOrigin({ host: '.' }, { ...CLOSED, allowedHosts: [allowed] })?.statusCode).toBe(403)
    }
  })
})

describe('the Origin of a request to a server that listens beyond loopback', () => {
  const rules = { ...EXPOSED, allowedHosts: ['desk.example'] }
  const statusFor = (host: string, origin: string, given = rules) => checkOrigin({ host, origin }, given)?.statusCode

  it.each([
    ['192.168.1.10:8080', 'http://192.168.1.10:5173'],
    ['[fe80::1]:8080', 'http://[fe80::1]'],
    ['desk.example:8080', 'https://desk.example'],
    ['192.168.1.10:8080', 'http://localhost:5173'],
  ])('at %s is let in as %s: a page of the same computer, or of loopback', (host, origin) => {
    expect(statusFor(host, origin)).toBeUndefined()
  })

  it.each([
    ['192.168.1.10:8080', 'http://192.168.1.11:5173'],
    ['192.168.1.10:8080', 'https://desk.example'],
    ['192.168.1.10', 'https://evil.example'],
    ['desk.example', 'https://evil.desk.example'],
    ['desk.example', 'https://desk.example.evil'],
    ['desk.example', 'https://evil@desk.example'],
    ['desk.example', 'https://desk.example/evil'],
    ['desk.example', 'chrome-extension://desk.example'],
    ['192.168.1.10', 'null'],
  ])('at %s is refused as %s', (host, origin) => {
    expect(statusFor(host, origin)).toBe(403)
  })

  it('is refused as the same host where that host is a rebound name', () => {
    expect(statusFor('evil.example', 'http://evil.example')).toBe(403)
  })

  it('is not the same host’s matter on loopback', () => {
    expect(statusFor('desk.example', 'https://desk.example', { ...rules, isExposed: false })).toBe(403)
  })
})

it('a refusal quotes no more than a line of what was sent', () => {
  const reason = checkOrigin({ host: `${'a'.repeat(10_000)}.example` }, CLOSED)?.reason ?? ''
  expect(reason.length).toBeLessThan(300)
  expect(reason).toContain('allowed hosts')
})
