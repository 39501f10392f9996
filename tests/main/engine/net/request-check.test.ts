import { describe, expect, it } from 'vitest'
import { loginRequest } from '../../../../src/main/engine/net/login-request'
import { checkRequest } from '../../../../src/main/engine/net/request-check'
import type { ConnectionSettings } from '../../../../src/shared/protocol/connection-settings'
import { settingsFor } from '../../../support/seat'

const check = (url: string, more: Partial<ConnectionSettings> = {}) => checkRequest(settingsFor(url, more))

function refusal(url: string, more: Partial<ConnectionSettings> = {}) {
  const checked = check(url, more)
  if (checked.ok) throw new Error(`${url} was let through.`)
  return checked.error
}

function href(url: string, more: Partial<ConnectionSettings> = {}): string {
  const checked = check(url, more)
  if (!checked.ok) throw new Error(checked.error.message)
  return checked.value.href
}

describe('a URL', () => {
  it.each([
    ['ws://localhost:8080', 'ws://localhost:8080/'],
    ['wss://example.com/feed?symbols=BTC,ETH', 'wss://example.com/feed?symbols=BTC,ETH'],
    ['  ws://localhost:8080/feed\n', 'ws://localhost:8080/feed'],
    ['WS://LocalHost:8080/Feed', 'ws://localhost:8080/Feed'],
    ['ws://[::1]:9000/', 'ws://[::1]:9000/'],
    ['ws://127.0.0.1:80/', 'ws://127.0.0.1/'],
    ['ws://bücher.example/', 'ws://xn--bcher-kva.example/'],
    ['ws://localhost/a%23b', 'ws://localhost/a%23b'],
    ['ws://user:secret@localhost/', 'ws://user:secret@localhost/'],
  ])('such as %j is dialled as %s', (typed, dialled) => {
    expect(href(typed)).toBe(dialled)
  })

  it.each([
    ['', 'Type one that begins with ws:// or wss://'],
    ['   ', 'Type one that begins with ws:// or wss://'],
    ['localhost', 'such as ws://localhost'],
    ['//localhost:8080/feed', 'such as ws://localhost:8080/feed'],
    ['localhost:8080', 'begins with ws:// or wss://'],
    ['http://localhost:8080/feed', 'Try ws://localhost:8080/feed'],
    ['HTTPS://localhost/feed', 'Try wss://localhost/feed'],
    ['ftp://localhost/', 'begins with ws:// or wss://'],
    ['javascript:alert(1)', 'begins with ws:// or wss://'],
    ['file:///etc/passwd', 'begins with ws:// or wss://'],
    ['ws+unix:///tmp/socket:/path', 'begins with ws:// or wss://'],
    ['ws://', 'check its host and port'],
    ['ws://local host/', 'check its host and port'],
    ['ws://localhost:65536/', 'check its host and port'],
    ['ws://localhost:eighty/', 'check its host and port'],
    ['ws://[::1/', 'check its host and port'],
    ['ws://localhost/feed#top', 'write it as %23'],
    ['ws://localhost/feed#', 'write it as %23'],
  ])('such as %j is refused, and the sentence says what to do: %s', (typed, advice) => {
    const { code, message } = refusal(typed)
    expect(code).toBe('ERR_URL_INVALID')
    expect(message).toContain(advice)
    expect(message).toMatch(/\.$/)
  })
})

describe('a URL that will not do', () => {
  it.each([
    'ws://ada:s3cr3t@host:99999/',
    'ws://host:99999/?a=1&access_token=s3cr3t',
    'https://ada:s3cr3t@host/?token=s3cr3t',
    'ftp://s3cr3t@host/',
    'ada:s3cr3t@host/feed?api_key=s3cr3t',
    'ws://host:x/?token=s3cr3t#a=b&password=s3cr3t',
  ])('%s is told of without what is secret in it', (url) => {
    const { code, message } = refusal(url)
    expect(code).toBe('ERR_URL_INVALID')
    expect(message).toContain('‹hidden›')
    expect(message).not.toContain('s3cr3t')
    const login = loginRequest({ kind: 'login', url, method: 'POST', headers: [], body: '', takes: [] })
    if (!login.ok) expect(login.error.message).not.toContain('s3cr3t')
  })
})

describe('query parameters', () => {
  const query: [string, string][] = [
    ['token', 'a b&c=d/é+%'],
    ['flag', ''],
  ]
  const encoded = 'token=a%20b%26c%3Dd%2F%C3%A9%2B%25&flag='

  it.each([
    ['ws://localhost/feed', `ws://localhost/feed?${encoded}`],
    ['ws://localhost/feed?a=1', `ws://localhost/feed?a=1&${encoded}`],
    ['ws://localhost/feed?', `ws://localhost/feed?${encoded}`],
  ])('are appended to those of %s, percent-encoded', (url, dialled) => {
    expect(href(url, { query })).toBe(dialled)
  })

  it("leave the URL's own as they were typed, since they may be signed", () => {
    const own = "a=%20+~(x)'*&b&c=%2F/&A=%c3%a9"
    expect(href(`ws://localhost/feed?${own}`, { query: [['x', '1']] })).toBe(
      `ws://localhost/feed?${own.replace("'", '%27')}&x=1`,
    )
  })

  it('may have the same name twice, and half of a character', () => {
    const twice: [string, string][] = [
      ['s', 'BTC'],
      ['s', '\ud800'],
    ]
    expect(href('ws://localhost/', { query: twice })).toBe('ws://localhost/?s=BTC&s=%EF%BF%BD')
  })
})

describe('a header', () => {
  it.each<[string, string]>([
    ['X-Token', 'abc'],
    ['authorization', 'Bearer a.b.c=='],
    ['Cookie', 'a=1; b="2"'],
    ['Host', 'feed.example'],
    ['Origin', 'https://app.example'],
    ['X-Empty', ''],
    ['X-Latin', 'caf\u00e9'],
    ["!#$%&'*+-.^_`|~09", 'every character of a token'],
    ['__proto__', 'a name like any other'],
  ])('such as %s: %s is let through', (name, value) => {
    expect(check('ws://localhost/', { headers: [[name, value]] }).ok).toBe(true)
  })

  it.each<[string, string, string]>([
    ['', 'x', 'not a header name'],
    ['X Token', 'x', 'not a header name'],
    ['X-Töken', 'x', 'not a header name'],
    ['X:Token', 'x', 'not a header name'],
    ['X-Token\r\nX-Evil', 'x', 'not a header name'],
    ['X-Token', 'x\r\nX-Evil: y', 'Encode it'],
    ['X-Token', 'x\ny', 'Encode it'],
    ['X-Token', 'x\0y', 'Encode it'],
    ['X-Token', '\u007f', 'Encode it'],
    ['X-Token', '日本', 'Encode it'],
    ['Sec-WebSocket-Key', 'x', 'belongs to the handshake'],
    ['sec-websocket-version', '13', 'belongs to the handshake'],
    ['Sec-WebSocket-Extensions', 'x', 'belongs to the handshake'],
    ['CONNECTION', 'close', 'belongs to the handshake'],
    ['Upgrade', 'h2c', 'belongs to the handshake'],
    ['Sec-WebSocket-Protocol', 'chat', 'Write them in their own field'],
  ])('such as %j: %j is refused, and the sentence says why: %s', (name, value, why) => {
    const { code, message } = refusal('ws://localhost/', {
      headers: [
        ['X-Good', 'yes'],
        [name, value],
      ],
    })
    expect(code).toBe('ERR_HEADER_INVALID')
    expect(message).toContain(why)
  })
})

describe('a subprotocol', () => {
  it('is a token, and any number of them may be offered', () => {
    expect(check('ws://localhost/', { subprotocols: ['graphql-transport-ws', 'v1.json', 'V1.json'] }).ok).toBe(true)
  })

  it.each([[['']], [['two words']], [['a,b']], [['"quoted"']], [['é']], [['a', 'b', 'a']]])(
    'such as in %j is refused',
    (subprotocols) => {
      expect(refusal('ws://localhost/', { subprotocols }).code).toBe('ERR_SUBPROTOCOL_INVALID')
    },
  )
})
