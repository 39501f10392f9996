import { describe, expect, it } from 'vitest'
import type { ConnectionSettings } from '../../../../src/shared/protocol/connection-settings'
import type { Variable } from '../../../../src/shared/protocol/desk'
import { startFeed } from '../../../support/feed-server'
import { type RawPeer, startRawServer } from '../../../support/raw-peer'
import { type Seat, settingsFor, takeSeat } from '../../../support/seat'

const variables: Variable[] = [
  { name: 'token', value: 't0k3n/+é', isSecret: true },
  { name: 'path', value: 'feed', isSecret: false },
  { name: 'auth', value: 'Bearer {{token}}', isSecret: false },
]

async function echoing(): Promise<{ url: string; peers: RawPeer[]; head(): Promise<string> }> {
  const server = await startRawServer(async (peer) => {
    const offered = /sec-websocket-protocol: ([^,\r\n]*)/i.exec(await peer.head())?.[1]
    await peer.accept(...(offered === undefined ? [] : [`Sec-WebSocket-Protocol: ${offered}`]))
  })
  return { ...server, head: () => (server.peers.at(-1) as RawPeer).head() }
}

describe('variables', () => {
  it('are filled in at each dial, and secret ones are shown nowhere', async () => {
    const seat = takeSeat()
    const server = await echoing()
    await seat.call('variables.set', { variables })
    const id = await seat.open(`${server.url}/{{path}}/{{seq}}`, {
      query: [['t', '{{token}}']],
      headers: [['X-{{path}}', '{{auth}}'.replace('é', '')]],
      origin: 'https://{{path}}.example',
      subprotocols: ['{{path}}.v1'],
      auth: { kind: 'basic', user: 'ada', password: '{{token}}' },
    })
    const head = await server.head()
    expect(head).toMatch(/^GET \/feed\/1\?t=t0k3n%2F%2B%C3%A9 HTTP/)
    expect(head).toContain('Origin: https://feed.example')
    expect(head).toContain('Sec-WebSocket-Protocol: feed.v1')
    const basic = Buffer.from('ada:t0k3n/+é').toString('base64')
    expect(head).toContain(`Authorization: Basic ${basic}`)
    const handshake = await seat.handshake(id)
    expect(handshake.requestLine).toBe('GET /feed/1?t=‹hidden›')
    expect(handshake.requestHeaders).toContainEqual(['X-feed', 'Bearer ‹hidden›'])
    expect(handshake.requestHeaders).toContainEqual(['Authorization', 'Basic ‹hidden›'])
    const log = await seat.watchConnection(id)
    await log.untilLine(/^Open: 101/)
    expect(JSON.stringify([handshake, log.lines])).not.toMatch(/t0k3n|dDBrM24/)
    expect(seat.connection(id)?.settings.query).toEqual([['t', '{{token}}']])
    server.peers[0]?.reset()
    await seat.untilState(id, 'closed')
    await seat.call('variables.set', {
      variables: [...variables.slice(0, 1), { name: 'path', value: 'other' }, ...variables.slice(2)],
    })
    await seat.call('connection.connect', { id })
    await seat.untilState(id, 'open')
    expect(await server.head()).toMatch(/^GET \/other\/2\?/)
  })

  it('that are secret stand in no row of the log, and in no sentence about why a dial failed', async () => {
    const seat = takeSeat()
    const refusing = await startRawServer(async (peer) => {
      await peer.head()
      peer.say('HTTP/1.1 307 Elsewhere\r\nLocation: ftp://nowhere/s3cr3t\r\nContent-Length: 0\r\n\r\n')
    })
    await seat.call('variables.set', { variables: [{ name: 'v', value: 's3cr3t', isSecret: true }] })
    const id = await seat.dial(`${refusing.url}/{{v}}/feed`)
    const { error } = await seat.untilState(id, 'failed')
    expect(error).toMatchObject({
      code: 'ERR_REDIRECT_REFUSED',
      message: expect.stringContaining('ftp://nowhere/‹hidden›'),
    })
    const log = await seat.watchConnection(id)
    await log.untilLine(`Connecting to ${refusing.url}/‹hidden›/feed`)
    await log.untilLine(/ftp:\/\/nowhere/)
    expect(JSON.stringify([error, log.rows])).not.toContain('s3cr3t')
  })

  it('that nothing is known of are told before anything is dialled', async () => {
    const seat = takeSeat()
    const settings = settingsFor('ws://127.0.0.1:1/{{a}}', { headers: [['X', '{{b c}} {{a}} \\{{d}}']] })
    expect(await seat.refusal('connection.connect', { settings })).toEqual({
      code: 'ERR_VARIABLE_UNKNOWN',
      message:
        'Nothing is known of {{a}}, {{b c}}. Give it a value among the variables, or write \\{{ where two braces are meant.',
    })
    expect((await seat.call('workspace.read', {})).connections).toEqual([])
  })

  it('stand in no sentence about what is wrong', async () => {
    const seat = takeSeat()
    await seat.call('variables.set', { variables: [{ name: 'host', value: 'secret place', isSecret: true }] })
    const { message } = await seat.refusal('connection.connect', { settings: settingsFor('ws://{{host}}/') })
    expect(message).toContain('‹hidden›')
    expect(message).not.toContain('secret place')
  })

  it('are not filled into what a client of a tap says', async () => {
    const seat = takeSeat()
    const server = await echoing()
    await seat.call('variables.set', { variables })
    const tap = await seat.serve('tap', { options: { upstream: server.url } })
    await seat.open(tap.url, { headers: [['X-Braces', '\\{{token}} \\{{nowMs}}']] })
    expect(await server.head()).toContain('{{token}} {{nowMs}}')
  })

  it('are shown in a text with secrets hidden, and nothing is used up by it', async () => {
    const seat = takeSeat()
    await seat.call('variables.set', { variables })
    for (let n = 0; n < 2; n++) {
      expect(await seat.call('variables.preview', { text: '{{seq}} {{auth}} {{x}} {{x}}' })).toEqual({
        text: '1 Bearer ‹hidden› {{x}} {{x}}',
        unknown: ['x'],
      })
    }
  })
})

describe('authorization', () => {
  it.each<[ConnectionSettings['auth'], RegExp]>([
    [{ kind: 'basic', user: 'ada', password: 'p:w' }, /^Authorization: Basic YWRhOnA6dw==$/m],
    [{ kind: 'bearer', token: ' a.b.c ' }, /^Authorization: Bearer a\.b\.c$/m],
    [{ kind: 'api-key', in: 'header', name: 'x-API-Key', value: 'k' }, /^x-API-Key: k$/m],
    [{ kind: 'api-key', in: 'query', name: 'key', value: 'a&b' }, /^GET \/\?own=1&key=a%26b HTTP/],
  ])('by %o stands in the request', async (auth, line) => {
    const seat = takeSeat()
    const server = await echoing()
    await seat.open(`${server.url}/?own=1`, { auth })
    expect(await server.head()).toMatch(line)
  })

  it.each<[Partial<ConnectionSettings>, string]>([
    [{ auth: { kind: 'bearer', token: 'x' }, headers: [['AUTHORIZATION', 'y']] }, 'ERR_HEADER_INVALID'],
    [{ auth: { kind: 'bearer', token: ' ' } }, 'ERR_OPTION_INVALID'],
    [{ auth: { kind: 'bearer', token: 'a\nb' } }, 'ERR_HEADER_INVALID'],
    [{ auth: { kind: 'basic', user: 'a:b', password: '' } }, 'ERR_OPTION_INVALID'],
    [{ auth: { kind: 'api-key', in: 'header', name: 'Upgrade', value: 'k' } }, 'ERR_HEADER_INVALID'],
    [{ auth: { kind: 'api-key', in: 'header', name: 'X Key', value: 'k' } }, 'ERR_HEADER_INVALID'],
    [{ origin: 'https://a', headers: [['origin', 'https://b']] }, 'ERR_HEADER_INVALID'],
    [{ origin: 'a\nb' }, 'ERR_HEADER_INVALID'],
    [{ network: { proxy: { kind: 'server', url: 'ftp://x', user: '', password: '' }, family: 0 } }, 'ERR_URL_INVALID'],
  ])('and what is beside it that cannot be is refused: %o', async (more, code) => {
    const settings = settingsFor('ws://127.0.0.1:1', more)
    expect((await takeSeat().refusal('connection.connect', { settings })).code).toBe(code)
  })
})

it('a message larger than was allowed closes the connection with 1009', async () => {
  const seat = takeSeat()
  const feed = await startFeed()
  const id = await seat.open(feed.url, { messageMaxBytes: 1_000 })
  const socket = await feed.socket()
  socket.send('x'.repeat(1_000))
  socket.send('x'.repeat(1_001))
  expect(await seat.untilState(id, 'closed')).toMatchObject({ closeCode: 1009 })
  const { counters } = await seat.call('connection.health', { id })
  expect(counters.received).toBe(1)
})

describe('the request that would be sent', () => {
  const resolve = (seat: Seat, url: string, more: Partial<ConnectionSettings> = {}) =>
    seat.call('connection.resolve', { settings: settingsFor(url, more) })

  it('is the one that is sent, but for the key of each', async () => {
    const seat = takeSeat()
    const server = await echoing()
    await seat.call('variables.set', { variables })
    const more: Partial<ConnectionSettings> = {
      headers: [
        ['X-One', '{{path}}'],
        ['x-one', 'two'],
      ],
      query: [['q', '{{path}}']],
      origin: 'https://app.example',
      subprotocols: ['a', 'b'],
      compression: true,
      deflate: {
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
        serverMaxWindowBits: 10,
        clientMaxWindowBits: 11,
      },
    }
    const resolved = await resolve(seat, `${server.url}/x`, more)
    const { requestLine, requestHeaders } = await seat.handshake(await seat.open(`${server.url}/x`, more))
    const withoutKey = (lines: [string, string][]) => lines.filter(([name]) => name !== 'Sec-WebSocket-Key')
    expect(resolved.requestLine).toBe(requestLine)
    expect(withoutKey(resolved.headers)).toEqual(withoutKey(requestHeaders))
    expect(resolved).toMatchObject({ url: `${server.url}/x?q=feed`, subprotocols: ['a', 'b'], unknownVariables: [] })
    expect(resolved.problem).toBeUndefined()
  })

  it('shows no secret, whichever way it is sent', async () => {
    const seat = takeSeat()
    await seat.call('variables.set', { variables: [{ name: 'v', value: 's3cr3t', isSecret: true }] })
    const auths: ConnectionSettings['auth'][] = [
      { kind: 'basic', user: 'ada', password: 's3cr3t' },
      { kind: 'bearer', token: 's3cr3t' },
      { kind: 'api-key', in: 'header', name: 'X-Key', value: 's3cr3t' },
      { kind: 'api-key', in: 'query', name: 'key', value: 's3cr3t' },
    ]
    const shown = await Promise.all(auths.map((auth) => resolve(seat, 'ws://ada:s3cr3t@h/?a={{v}}', { auth })))
    expect(JSON.stringify(shown)).not.toMatch(/s3cr3t|czNjcjN0|YWRhOn/)
    expect(shown.map(({ headers }) => headers[0])).toEqual([
      ['Authorization', 'Basic ‹hidden›'],
      ['Authorization', 'Bearer ‹hidden›'],
      ['X-Key', '‹hidden›'],
      ['Authorization', 'Basic ‹hidden›'],
    ])
    expect(shown[3]).toMatchObject({
      url: 'ws://h/?a=‹hidden›&key=‹hidden›',
      requestLine: 'GET /?a=‹hidden›&key=‹hidden›',
    })
  })

  it('shows none of those that are known by their names', async () => {
    const seat = takeSeat()
    const headers: [string, string][] = [
      ['X-Auth-Token', 's3cr3t'],
      ['X-Plain', 'to be read'],
    ]
    const shown = await resolve(seat, 'ws://h/?a=1&access_token=s3cr3t', { headers, query: [['password', 's3cr3t']] })
    expect(shown).toMatchObject({
      url: 'ws://h/?a=1&access_token=‹hidden›&password=‹hidden›',
      requestLine: 'GET /?a=1&access_token=‹hidden›&password=‹hidden›',
    })
    expect(shown.headers).toContainEqual(['X-Auth-Token', '‹hidden›'])
    expect(shown.headers).toContainEqual(['X-Plain', 'to be read'])
    const wrong = await resolve(seat, 'ws://ada:s3cr3t@h:99999/?token=s3cr3t')
    expect(wrong.problem?.code).toBe('ERR_URL_INVALID')
    expect(JSON.stringify([shown, wrong])).not.toContain('s3cr3t')
  })

  it('says what a login does for it', async () => {
    const take = { from: 'json' as const, field: '$.t', prefix: 'Bearer ' }
    const resolved = await resolve(takeSeat(), 'ws://h/', {
      auth: {
        kind: 'login',
        url: 'https://h/login?x=1',
        method: 'POST',
        headers: [],
        body: '',
        takes: [
          { ...take, into: 'header', name: 'Authorization' },
          { ...take, into: 'query', name: 'ticket', prefix: '' },
        ],
      },
    })
    expect(resolved).toMatchObject({ login: 'POST https://h/login?…', url: 'ws://h/?ticket=‹hidden›' })
    expect(resolved.headers).toContainEqual(['Authorization', 'Bearer ‹hidden›'])
  })

  it('says what is wrong, and which variables are not known', async () => {
    const seat = takeSeat()
    expect(await resolve(seat, 'ws://{{host}}/', { query: [['q', '{{q}}']] })).toMatchObject({
      unknownVariables: ['host', 'q'],
      problem: { code: 'ERR_VARIABLE_UNKNOWN' },
    })
    expect(await resolve(seat, 'http://ada:secret@h/')).toMatchObject({
      url: 'http://‹hidden›@h/',
      headers: [],
      problem: { code: 'ERR_URL_INVALID' },
    })
  })
})
