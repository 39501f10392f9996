import { describe, expect, it } from 'vitest'
import { monotonicClock } from '../../../../src/main/engine/clock'
import { markOf } from '../../../../src/shared/protocol/frame'
import { plainServer } from '../../../../src/shared/protocol/server-settings'
import { expectBalancedBooks } from '../../../support/books'
import type { LogPane } from '../../../support/log-pane'
import { dialRaw, startRawServer } from '../../../support/raw-peer'
import { type Seat, takeSeat } from '../../../support/seat'
import { dialRefused, dialTestClient } from '../../../support/test-client'
import { until } from '../../../support/until'
import { packWireFrame } from '../../../support/wire'

type Settings = NonNullable<Parameters<typeof plainServer>[0]>
type Kind = 'basic' | 'bearer' | 'query' | 'ticket'

/** Stands in every secret, so that a row with any of them is found. */
const CANARY = 'canary'
const SECRET = {
  ada: `${CANARY}-ada`,
  lis: `${CANARY}-lis`,
  nil: `${CANARY}-nil`,
  zoë: `${CANARY}-ä:+%&=/ ß`,
}
type Name = keyof typeof SECRET
const USERS = [
  { name: 'ada', secret: SECRET.ada },
  { name: 'lis', secret: SECRET.lis, may: 'listen' as const },
  { name: 'nil', secret: SECRET.nil, may: 'nothing' as const },
  { name: 'zoë', secret: SECRET.zoë },
  { name: 'eve', secret: '' },
]
const CHALLENGE: Record<Kind, string> = {
  basic: 'Basic realm="Feedscope", charset="UTF-8"',
  bearer: 'Bearer',
  query: 'Query realm="Feedscope", parameter="token"',
  ticket: 'Ticket realm="Feedscope"',
}
const FOREIGN = 'https://evil.example'
const APP = 'https://app.example'

/** The clock runs, and jumps when the test says so. */
async function serve(auth: Settings['auth'], more: Settings = {}) {
  const clock = { aheadMs: 0 }
  const seat = takeSeat({ now: () => monotonicClock() + clock.aheadMs })
  const server = await seat.serve('hello', { auth: { users: USERS, ...auth }, ...more })
  const log = await seat.watch({ kind: 'server', id: server.id })
  const marked = await seat.watch({ kind: 'server', id: server.id }, { markedOnly: true })
  return { seat, server, log, marked, clock }
}

function base64(text: string | Uint8Array): string {
  return Buffer.from(text as string).toString('base64')
}

function basic(name: string, secret: string): Record<string, string> {
  return { Authorization: `Basic ${base64(`${name}:${secret}`)}` }
}

function postAuth(port: number, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return fetch(`http://127.0.0.1:${port}/auth`, { method: 'POST', body: text, headers })
}

async function ticketFor(port: number, name: Name = 'ada'): Promise<string> {
  const response = await postAuth(port, { user: name, password: SECRET[name] })
  expect(response.status).toBe(200)
  return ((await response.json()) as { ticket: string }).ticket
}

/** What a client of this kind asks for to be let in. */
async function credentials(kind: Kind, port: number, name: Name) {
  switch (kind) {
    case 'basic':
      return { target: '/', headers: basic(name, SECRET[name]) }
    case 'bearer':
      return { target: '/', headers: { Authorization: `Bearer ${Buffer.from(SECRET[name]).toString('latin1')}` } }
    case 'query':
      return { target: `/?token=${encodeURIComponent(SECRET[name])}`, headers: {} }
    case 'ticket':
      return { target: `/?ticket=${await ticketFor(port, name)}`, headers: {} }
  }
}

async function enter(kind: Kind, port: number, name: Name) {
  const { target, headers } = await credentials(kind, port, name)
  return dialTestClient(`ws://127.0.0.1:${port}${target}`, { headers })
}

/** Each row whole, since a log shows only its first bytes. */
async function wholeRows(seat: Seat, log: LogPane): Promise<string[]> {
  const read = log.rows.map(({ seq }) => seat.call('frame.read', { seq }))
  return (await Promise.all(read)).map(({ payload }) => Buffer.from(payload as Uint8Array).toString())
}

async function expectNoSecret(seat: Seat, log: LogPane, ...others: string[]): Promise<void> {
  const text = (await wholeRows(seat, log)).join('\n')
  expect(text).not.toBe('')
  for (const secret of [CANARY, base64(`ada:${CANARY}`).slice(0, -4), ...others]) expect(text).not.toContain(secret)
}

const kinds = ['basic', 'bearer', 'query', 'ticket'] as const

describe('right credentials', () => {
  it.each(kinds.flatMap((kind) => (['ada', 'zoë'] as const).map((name) => [kind, name] as const)))(
    'by %s let %s in, and the server knows who it is',
    async (kind, name) => {
      const { seat, server, log } = await serve({ kind })
      const client = await enter(kind, server.port, name)
      client.send('hi')
      await client.untilText('Hello Client!')
      expect((await seat.peers(server.id)).map(({ user }) => user)).toEqual([name])
      await log.untilLine('received: hi')
      await expectNoSecret(seat, log)
    },
  )

  it.each(kinds)('by %s cannot be read in the Handshake tab, and what is not of them can', async (kind) => {
    const { seat, server } = await serve({ kind })
    const { target, headers } = await credentials(kind, server.port, 'ada')
    const url = `${server.url}${target}${target.includes('?') ? '&' : '?'}mine=2`
    await dialTestClient(url, { headers: { ...headers, 'X-Mine': 'kept' } })
    const [peer] = await until(async () => {
      const peers = await seat.peers(server.id)
      return peers.length === 1 && peers
    }, 'it is in')
    const { requestLine, requestHeaders } = await seat.handshake(peer?.id ?? 0)
    const written = JSON.stringify({ requestLine, requestHeaders })
    const given =
      headers.Authorization?.split(' ')[1] ?? new URL(url).searchParams.get(kind === 'query' ? 'token' : kind)
    expect(given).toEqual(expect.any(String))
    expect(written).not.toContain(given)
    expect(written).toContain('‹hidden›')
    expect(requestLine).toMatch(/^GET \/\?(.*&)?mine=2$/)
    expect(requestHeaders).toContainEqual(['X-Mine', 'kept'])
  })

  it('for somebody else can be read in the Handshake tab', async () => {
    const { seat, server } = await serve({ kind: 'query' })
    const headers = { Authorization: 'Bearer theirs' }
    await dialTestClient(`${server.url}?token=${SECRET.ada}`, { headers })
    const [peer] = await until(async () => {
      const peers = await seat.peers(server.id)
      return peers.length === 1 && peers
    }, 'it is in')
    const { requestLine, requestHeaders } = await seat.handshake(peer?.id ?? 0)
    expect(requestLine).toBe('GET /?token=‹hidden›')
    expect(requestHeaders).toContainEqual(['Authorization', 'Bearer theirs'])
  })

  it('are asked of nobody where the server wants none', async () => {
    const { seat, server } = await serve({ kind: 'none' })
    await dialTestClient(server.url)
    await until(async () => (await seat.peers(server.id)).length === 1, 'it is in')
    expect((await seat.peers(server.id))[0]?.user).toBeUndefined()
  })
})

type Headers = Record<string, string>
const bearer = (token: string): Headers => ({ Authorization: `Bearer ${token}` })
const raw = (Authorization: string): Headers => ({ Authorization })

const refused: [Kind, string, string, Headers, RegExp][] = [
  ['basic', 'nothing', '/', {}, /has no header Authorization: Basic/],
  ['basic', 'a wrong password', '/', basic('ada', `${CANARY}-adb`), /wrong name or password/],
  ['basic', 'the password of another', '/', basic('ada', SECRET.lis), /wrong name or password/],
  ['basic', 'an unknown user', '/', basic('bob', SECRET.ada), /wrong name or password/],
  ['basic', 'no password', '/', basic('ada', ''), /wrong name or password/],
  ['basic', 'a user without a secret', '/', basic('eve', ''), /“eve”, who has no secret/],
  ['basic', 'what is not Base64', '/', raw(`Basic ada:${SECRET.ada}`), /not Base64/],
  ['basic', 'no colon', '/', raw(`Basic ${base64(SECRET.ada)}`), /no colon/],
  ['basic', 'what is not UTF-8', '/', raw(`Basic ${base64(Buffer.from([0x61, 0x3a, 0xff]))}`), /not UTF-8/],
  ['basic', 'another scheme', '/', bearer(SECRET.ada), /another scheme/],
  ['basic', 'the secret in the URL', `/?token=${SECRET.ada}`, {}, /has no header Authorization: Basic/],
  ['bearer', 'nothing', '/', {}, /has no header Authorization: Bearer/],
  ['bearer', 'a wrong token', '/', bearer(`${SECRET.ada}x`), /wrong token/],
  ['bearer', 'the beginning of a token', '/', bearer(SECRET.ada.slice(0, -1)), /wrong token/],
  ['bearer', 'no token', '/', raw('Bearer'), /no token/],
  ['bearer', 'another scheme', '/', basic('ada', SECRET.ada), /another scheme/],
  ['query', 'nothing', '/', {}, /has no “token” in its URL/],
  ['query', 'a wrong token', `/?token=${SECRET.ada}x`, {}, /wrong “token”/],
  ['query', 'an empty token', '/?token=', {}, /empty “token”/],
  ['query', 'two tokens', `/?token=${SECRET.ada}&token=${SECRET.ada}`, {}, /more than once/],
  ['query', 'the token under another name', `/?Token=${SECRET.ada}`, {}, /has no “token”/],
  ['query', 'the token in a header', '/', bearer(SECRET.ada), /has no “token”/],
  ['ticket', 'nothing', '/', {}, /has no “ticket”.*POST \/auth/],
  ['ticket', 'an unknown ticket', `/?ticket=${CANARY}`, {}, /did not give/],
  ['ticket', 'an empty ticket', '/?ticket=', {}, /empty “ticket”/],
  ['ticket', 'the password itself', `/?ticket=${SECRET.ada}`, basic('ada', SECRET.ada), /did not give/],
]

describe('a request that wants in', () => {
  it.each(refused)('by %s with %s is refused with 401 before anything of it is taken', async (kind, _, ...request) => {
    const [target, headers, reason] = request
    const { seat, server, log, marked } = await serve({ kind })
    const peer = await dialRaw(server.port)
    peer.requestUpgrade(headers, { target, behind: packWireFrame(1, 'smuggled', { mask: true }) })
    const head = await peer.head()
    expect(head).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/)
    expect(head).toMatch(/^Content-Type: application\/json; charset=utf-8$/m)
    expect(head.split('\r\n')).toContain(`WWW-Authenticate: ${CHALLENGE[kind]}`)
    await until(() => peer.hasEnded, 'the answer is whole')
    const { error } = JSON.parse(peer.body) as { error: string }
    expect(error).toMatch(reason)
    const row = `Refused 127.0.0.1:${peer.socket.localPort} with 401: ${error}`
    await marked.until((rows) => rows.some(({ text }) => row.startsWith(text)), 'a marked row tells of it')
    expect(marked.rows.map(({ kind: each }) => markOf(each))).toEqual(['noted'])
    expect(await wholeRows(seat, marked)).toEqual([row])

    // One that is let in after it: what the refused one had done would stand before.
    const good = await enter(kind, server.port, 'ada')
    good.send('good')
    await log.untilLine('received: good')
    expect(log.lines.filter((line) => /^(A new client|received:)/.test(line))).toEqual([
      'A new client connected.',
      'received: good',
    ])
    await expectNoSecret(seat, log)
    await expectBalancedBooks(seat, server.id)
  })

  it.each(kinds)('by %s, frames and all in one packet, is heard once it is let in', async (kind) => {
    const { server, log } = await serve({ kind })
    const { target, headers } = await credentials(kind, server.port, 'ada')
    const peer = await dialRaw(server.port)
    peer.requestUpgrade(headers, { target, behind: packWireFrame(1, 'at once', { mask: true }) })
    await log.untilLine('received: at once')
  })

  it.each(['basic', 'bearer', 'query'] as const)('by %s as one who may nothing is refused with 403', async (kind) => {
    const { seat, server, log, marked } = await serve({ kind })
    const { target, headers } = await credentials(kind, server.port, 'nil')
    const { statusCode, body, headers: answered } = await dialRefused(server.url + target, { headers })
    expect(statusCode).toBe(403)
    expect(JSON.parse(body)).toEqual({ error: 'The user “nil” may not connect to this server.' })
    expect(answered['www-authenticate']).toBeUndefined()
    await marked.untilLine(/^Refused 127\.0\.0\.1:\d+ with 403: The user “nil” may not connect/)
    await enter(kind, server.port, 'ada')
    await log.untilLine('A new client connected.')
    expect(log.lines.filter((line) => line === 'A new client connected.')).toHaveLength(1)
    await expectNoSecret(seat, log)
  })

  it('is told that nobody is let in where no user has a secret', async () => {
    const { server } = await serve({ kind: 'bearer', users: [{ name: 'eve', secret: '' }] })
    const { statusCode, body } = await dialRefused(server.url, { headers: { Authorization: 'Bearer ' } })
    expect(statusCode).toBe(401)
    expect(body).toContain('None of the server')
  })

  it('for a page leaves no secret of its URL in a row', async () => {
    const { seat, server, log } = await serve({ kind: 'query' })
    expect((await fetch(`http://127.0.0.1:${server.port}/page?token=${SECRET.ada}`)).status).toBe(426)
    await log.untilLine(/asked for a page: GET \/page$/)
    await expectNoSecret(seat, log)
  })
})

describe('who may only listen', () => {
  it('hears what all hear; what it sends is marked, answered with an error and not passed on', async () => {
    const { seat, server, log, marked } = await serve(
      { kind: 'basic' },
      { rules: [{ when: { on: 'message', matches: '' }, do: [{ do: 'broadcast', template: 'a rule: {{message}}' }] }] },
    )
    const listener = await enter('basic', server.port, 'lis')
    const publisher = await enter('basic', server.port, 'ada')
    listener.send('not to be heard')
    const error = 'lis may only listen: this message was not passed on.'
    await listener.untilText(JSON.stringify({ type: 'error', message: error }))
    publisher.send('to be heard')
    await publisher.untilText('a rule: to be heard')
    await listener.untilText('a rule: to be heard')
    await seat.call('server.broadcast', { id: server.id, type: 'text', payload: 'to all' })
    await listener.untilText('to all')
    expect(listener.texts).toHaveLength(3)
    await marked.untilLine(`Refused: ${error}`)
    await log.untilLine('sent text: to all')
    expect(marked.rows.map(({ text, kind }) => [text, markOf(kind)])).toEqual([
      ['not to be heard', 'dropped'],
      [`Refused: ${error}`, 'noted'],
    ])
    expect(log.lines.filter((line) => line === 'received: not to be heard')).toEqual([])
    expect(publisher.texts.some((text) => text.includes('not to be heard'))).toBe(false)
    await expectBalancedBooks(seat, server.id)
  })

  it('does not reach others through a chat, but hears it', async () => {
    const seat = takeSeat()
    const server = await seat.serve('chat', { auth: { kind: 'bearer', users: USERS } })
    const listener = await enter('bearer', server.port, 'lis')
    const publisher = await enter('bearer', server.port, 'ada')
    listener.send('psst')
    await listener.untilText(/lis may only listen/)
    publisher.send('hear, hear')
    await listener.untilText(/"text":"hear, hear"/)
    await publisher.untilText(/"text":"hear, hear"/)
    expect(publisher.texts.filter((text) => text.includes('psst'))).toEqual([])
  })
})

describe('a ticket', () => {
  it.each<[string, () => [unknown, Headers]]>([
    ['JSON', () => [{ user: 'ada', password: SECRET.ada }, { 'Content-Type': 'application/json' }]],
    ['Authorization: Basic', () => ['', basic('ada', SECRET.ada)]],
  ])('is given for credentials in %s, and opens one socket', async (_, given) => {
    const { seat, server, log, marked } = await serve({ kind: 'ticket', ticketSeconds: 45 })
    const response = await postAuth(server.port, ...given())
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    const { ticket, ...rest } = (await response.json()) as { ticket: string }
    expect(rest).toEqual({ expiresInSeconds: 45 })
    await dialTestClient(`${server.url}?ticket=${ticket}`)
    await until(async () => (await seat.peers(server.id))[0]?.user === 'ada', 'ada is in')
    const { statusCode, body } = await dialRefused(`${server.url}?ticket=${ticket}`)
    expect([statusCode, body]).toEqual([401, expect.stringContaining('used already')])
    await log.untilLine(/^Gave a ticket to 127\.0\.0\.1:\d+$/)
    await marked.untilLine(/used already/)
    expect(await seat.peers(server.id)).toHaveLength(1)
    await expectNoSecret(seat, log, ticket)
  })

  it('expires', async () => {
    const { server, clock } = await serve({ kind: 'ticket', ticketSeconds: 2 })
    const [inTime, late] = [await ticketFor(server.port), await ticketFor(server.port)]
    clock.aheadMs = 1_000
    await dialTestClient(`${server.url}?ticket=${inTime}`)
    clock.aheadMs = 2_001
    const { statusCode, body } = await dialRefused(`${server.url}?ticket=${late}`)
    expect([statusCode, body]).toEqual([401, expect.stringContaining('has expired')])
  })

  it.each<[string, unknown, Headers, number, RegExp]>([
    ['a wrong password', { user: 'ada', password: 'x' }, {}, 401, /wrong name or password/],
    ['an unknown user', { user: 'bob', password: SECRET.ada }, {}, 401, /wrong name or password/],
    ['nothing', '', {}, 401, /no credentials/],
    ['a wrong Authorization: Basic', '', basic('ada', `${CANARY}!`), 401, /wrong name or password/],
    ['one who may nothing', { user: 'nil', password: SECRET.nil }, {}, 403, /“nil” may not connect/],
    ['no JSON', SECRET.ada, {}, 400, /no JSON/],
    ['JSON without a password', { user: 'ada', secret: SECRET.ada }, {}, 400, /no text “password”/],
    ['too long a body', { user: 'ada', password: SECRET.ada, more: 'x'.repeat(5_000) }, {}, 413, /longer than 4096/],
  ])('is not given for %s', async (_, body, headers, status, reason) => {
    const { seat, server, log, marked } = await serve({ kind: 'ticket' })
    const response = await postAuth(server.port, body, headers)
    expect(response.status).toBe(status)
    expect(response.headers.get('www-authenticate')).toBe(status === 401 ? CHALLENGE.basic : null)
    const answer = (await response.json()) as { error: string }
    expect(answer).toEqual({ error: expect.stringMatching(reason) })
    await marked.until(
      (rows) => rows.some(({ text }) => /^Refused a ticket to 127\.0\.0\.1:\d+ with \d{3}: /.test(text)),
      'a marked row tells of it',
    )
    expect((await wholeRows(seat, marked)).at(-1)).toContain(`with ${status}: ${answer.error}`)
    expect(log.lines.some((line) => line.startsWith('Gave'))).toBe(false)
    await expectNoSecret(seat, log)
  })

  it('is not given for a body that claims to be endless, and its sender is not waited for', async () => {
    const { server } = await serve({ kind: 'ticket' })
    const peer = await dialRaw(server.port)
    peer.say(`POST /auth HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n${'x'.repeat(5_000)}`)
    expect(await peer.head()).toMatch(/^HTTP\/1\.1 413 /)
    await peer.untilHungUp()
  })

  it('is neither given nor refused when its sender breaks off', async () => {
    const { seat, server, log } = await serve({ kind: 'ticket' })
    const peer = await dialRaw(server.port)
    const { Authorization } = basic('ada', SECRET.ada)
    const head = `POST /auth HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\nAuthorization: ${Authorization}\r\n\r\n`
    await new Promise((resolve) => peer.socket.write(`${head}half`, resolve))
    // By then the half of it is read.
    await ticketFor(server.port)
    peer.reset()
    await seat.call('server.stop', { id: server.id })
    await log.untilLine('Stopped')
    expect(log.lines.filter((line) => /ticket/.test(line))).toHaveLength(1)
  })

  it('is asked for with POST', async () => {
    const { server, marked } = await serve({ kind: 'ticket' })
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const response = await fetch(`http://127.0.0.1:${server.port}/auth`, { method })
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
      expect(await response.json()).toEqual({ error: 'A ticket is asked for with POST.' })
    }
    await marked.until((rows) => rows.length === 3, 'each is told of')
  })

  it('is not given where the server wants none', async () => {
    const { server } = await serve({ kind: 'basic' })
    expect((await postAuth(server.port, { user: 'ada', password: SECRET.ada })).status).toBe(426)
  })

  it('is not given to a page of a foreign origin, nor to one of a rebound name', async () => {
    const { server, marked, log } = await serve({ kind: 'ticket' })
    for (const method of ['POST', 'OPTIONS']) {
      const headers = { Origin: FOREIGN, 'Access-Control-Request-Method': 'POST' }
      const body = method === 'POST' ? JSON.stringify({ user: 'ada', password: SECRET.ada }) : undefined
      const response = await fetch(`http://127.0.0.1:${server.port}/auth`, { method, headers, body })
      expect(response.status).toBe(403)
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
      expect(await response.text()).toContain('not allowed')
    }
    const rebound = await dialRaw(server.port)
    const { Authorization } = basic('ada', SECRET.ada)
    rebound.say(
      `POST /auth HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\nAuthorization: ${Authorization}\r\n\r\n`,
    )
    expect(await rebound.head()).toMatch(/^HTTP\/1\.1 403 /)
    await marked.until((rows) => rows.length === 3, 'each is told of')
    expect(log.lines.some((line) => line.startsWith('Gave'))).toBe(false)
  })

  it('is given to a page of an allowed origin, which hears so before it asks', async () => {
    const { server, marked } = await serve({ kind: 'ticket' }, { allowedOrigins: [APP] })
    const preflight = await fetch(`http://127.0.0.1:${server.port}/auth`, {
      method: 'OPTIONS',
      headers: { Origin: APP, 'Access-Control-Request-Method': 'POST' },
    })
    expect(preflight.status).toBe(204)
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': APP,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Authorization, Content-Type',
      vary: 'Origin',
    })
    const given = await postAuth(server.port, { user: 'ada', password: SECRET.ada }, { Origin: APP })
    expect([given.status, given.headers.get('access-control-allow-origin')]).toEqual([200, APP])
    // Else the page could not read why.
    const wrong = await postAuth(server.port, { user: 'ada', password: 'x' }, { Origin: APP })
    expect([wrong.status, wrong.headers.get('access-control-allow-origin')]).toEqual([401, APP])
    const { ticket } = (await given.json()) as { ticket: string }
    await dialTestClient(`${server.url}?ticket=${ticket}`, { headers: { Origin: APP } })
    await marked.until((rows) => rows.length === 1, 'only the wrong one is marked')
  })
})

describe('changing who is let in while the server runs', () => {
  const configured = (auth: Settings['auth']) => plainServer({ auth }).auth

  it('holds for whoever comes from then on; those that are in stay', async () => {
    const { seat, server } = await serve({ kind: 'none' })
    const early = await dialTestClient(server.url)
    await seat.call('server.configure', { id: server.id, auth: configured({ kind: 'basic', users: USERS }) })
    expect((await dialRefused(server.url)).statusCode).toBe(401)
    await enter('basic', server.port, 'ada')
    const users = USERS.map((user) => (user.name === 'ada' ? { ...user, secret: 'another' } : user))
    await seat.call('server.configure', { id: server.id, auth: configured({ kind: 'basic', users }) })
    expect((await dialRefused(server.url, { headers: basic('ada', SECRET.ada) })).statusCode).toBe(401)
    await dialTestClient(server.url, { headers: basic('ada', 'another') })
    await seat.call('server.configure', { id: server.id, auth: configured({ kind: 'none' }) })
    await dialTestClient(server.url)
    early.send('still in')
    await early.untilText('Hello Client!')
  })

  it.each<[string, typeof USERS]>([
    ['is removed', USERS.filter(({ name }) => name !== 'ada')],
    ['may do nothing', USERS.map((user) => (user.name === 'ada' ? { ...user, may: 'nothing' as const } : user))],
  ])('closes the clients of a user who %s, and no others', async (_, users) => {
    const { seat, server, marked } = await serve({ kind: 'basic' })
    const [ada, lis] = [await enter('basic', server.port, 'ada'), await enter('basic', server.port, 'lis')]
    await seat.call('server.configure', { id: server.id, auth: configured({ kind: 'basic', users }) })
    expect(await ada.untilClosed()).toEqual({ code: 1008, reason: 'No longer allowed' })
    await marked.untilLine(/^Refused: ada may not be connected any more\./)
    expect(lis.closed).toBeUndefined()
    await until(async () => (await seat.peers(server.id)).length === 1, 'only lis is in')
  })

  it('lets those that are in speak, or only listen, as their user may from then on', async () => {
    const { seat, server } = await serve({ kind: 'bearer' })
    const ada = await enter('bearer', server.port, 'ada')
    const users = (may: 'listen' | 'publish') => USERS.map((user) => (user.name === 'ada' ? { ...user, may } : user))
    await seat.call('server.configure', {
      id: server.id,
      auth: configured({ kind: 'bearer', users: users('listen') }),
    })
    ada.send('hush')
    await ada.untilText(/ada may only listen/)
    await seat.call('server.configure', {
      id: server.id,
      auth: configured({ kind: 'bearer', users: users('publish') }),
    })
    ada.send('hello')
    await ada.untilText('Hello Client!')
  })

  it('does not keep a client whose user is removed while its upstream is being asked', async () => {
    const upstream = await startRawServer(() => {})
    const seat = takeSeat()
    const auth = configured({ kind: 'basic', users: USERS })
    const server = await seat.serve('tap', { options: { upstream: upstream.url }, auth })
    const coming = enter('basic', server.port, 'ada')
    const dialled = await until(() => upstream.peers[0], 'the upstream is dialled')
    await seat.call('server.configure', { id: server.id, auth: { ...auth, users: [] } })
    await dialled.accept()
    expect((await (await coming).untilClosed()).code).toBe(1008)
  })

  it('withdraws the tickets of a user that is gone, and keeps those of the others', async () => {
    const { seat, server } = await serve({ kind: 'ticket' })
    const [ada, lis] = [await ticketFor(server.port, 'ada'), await ticketFor(server.port, 'lis')]
    const users = USERS.filter(({ name }) => name !== 'ada')
    await seat.call('server.configure', { id: server.id, auth: configured({ kind: 'ticket', users }) })
    const { statusCode, body } = await dialRefused(`${server.url}?ticket=${ada}`)
    expect([statusCode, body]).toEqual([401, expect.stringContaining('withdrawn')])
    await dialTestClient(`${server.url}?ticket=${lis}`)
  })

  it('does not bring tickets back with their user, nor with the wish for tickets', async () => {
    const { seat, server } = await serve({ kind: 'ticket' })
    const ticket = await ticketFor(server.port, 'ada')
    const configure = (auth: Settings['auth']) =>
      seat.call('server.configure', { id: server.id, auth: configured(auth) })
    await configure({ kind: 'ticket', users: USERS.filter(({ name }) => name !== 'ada') })
    await configure({ kind: 'ticket', users: USERS })
    const { statusCode, body } = await dialRefused(`${server.url}?ticket=${ticket}`)
    expect([statusCode, body]).toEqual([401, expect.stringContaining('withdrawn')])
    const another = await ticketFor(server.port, 'ada')
    await configure({ kind: 'none' })
    await configure({ kind: 'ticket', users: USERS })
    expect((await dialRefused(`${server.url}?ticket=${another}`)).statusCode).toBe(401)
  })
})

describe('checks come in their order', () => {
  it('room before who it is, and before where it comes from', async () => {
    const { server } = await serve({ kind: 'basic' }, { limits: { connections: 1 } })
    await enter('basic', server.port, 'ada')
    expect((await dialRefused(server.url)).statusCode).toBe(503)
    expect((await dialRefused(server.url, { headers: { Origin: FOREIGN } })).statusCode).toBe(503)
  })

  it('where it comes from before who it is, so that a foreign page does not spend a ticket', async () => {
    const { server } = await serve({ kind: 'ticket' })
    const url = `${server.url}?ticket=${await ticketFor(server.port)}`
    const { statusCode, body } = await dialRefused(url, { headers: { Origin: FOREIGN } })
    expect([statusCode, body]).toEqual([403, expect.stringContaining('not allowed')])
    await dialTestClient(url)
  })

  it('who it is before a fault that refuses all', async () => {
    const { server, log, marked } = await serve({ kind: 'basic' }, { faults: { refuseStatus: 418 } })
    expect((await dialRefused(server.url)).statusCode).toBe(401)
    const { statusCode, body } = await dialRefused(server.url, { headers: basic('ada', SECRET.ada) })
    expect([statusCode, body]).toEqual([418, expect.stringContaining('A fault of this server')])
    await marked.untilLine(/^Refused .* with 418: A fault of this server refuses every handshake\.$/)
    expect(log.lines).not.toContain('A new client connected.')
  })

  it('and the same fault refuses where nobody is asked who he is', async () => {
    const { server } = await serve({ kind: 'none' }, { faults: { refuseStatus: 503 } })
    expect((await dialRefused(server.url)).statusCode).toBe(503)
  })
})

describe('a tap', () => {
  async function serveTap(kind: Kind | 'none', limits: Settings['limits'] = {}) {
    const upstream = await startRawServer((peer) => peer.accept())
    const seat = takeSeat()
    const options = { upstream: `${upstream.url}/up?key=1` }
    const server = await seat.serve('tap', { options, auth: { kind, users: USERS }, limits })
    const log = await seat.watch({ kind: 'server', id: server.id })
    return { seat, server, log, upstream }
  }

  it.each(kinds)('passes on what a client asks for, without what proved by %s who it is', async (kind) => {
    const { seat, server, log, upstream } = await serveTap(kind)
    const { target, headers } = await credentials(kind, server.port, 'ada')
    const separator = target.includes('?') ? '&' : '?'
    await dialTestClient(`${server.url}${target}${separator}mine=2`, { headers: { ...headers, 'X-Mine': 'kept' } })
    const asked = (await upstream.peers[0]?.head()) ?? ''
    expect(asked).toMatch(/^GET \/up\?key=1&mine=2 HTTP\/1\.1\r\n/)
    expect(asked).toMatch(/^X-Mine: kept$/im)
    expect(asked).not.toMatch(/^authorization:/im)
    expect(asked).not.toMatch(/canary|ticket|token/)
    await until(async () => (await seat.peers(server.id))[0]?.user === 'ada', 'ada is in')
    await log.untilLine(/^Open/)
    await expectNoSecret(seat, log)
  })

  it('passes credentials on that are not for it', async () => {
    const { server, upstream } = await serveTap('none')
    await dialTestClient(`${server.url}?token=theirs`, { headers: { Authorization: 'Bearer theirs' } })
    const asked = (await upstream.peers[0]?.head()) ?? ''
    expect(asked).toMatch(/^GET \/up\?key=1&token=theirs /)
    expect(asked).toMatch(/^authorization: Bearer theirs$/im)
  })

  it('does not dial its upstream for a client that is refused', async () => {
    const { server, upstream } = await serveTap('basic')
    expect((await dialRefused(server.url)).statusCode).toBe(401)
    await enter('basic', server.port, 'ada')
    expect(upstream.peers).toHaveLength(1)
  })

  it('takes a place for a client while its upstream is still being dialled', async () => {
    const upstream = await startRawServer(() => {})
    const seat = takeSeat()
    const server = await seat.serve('tap', { options: { upstream: upstream.url }, limits: { connections: 1 } })
    const first = await dialRaw(server.port)
    first.requestUpgrade()
    const dialled = await until(() => upstream.peers[0], 'the upstream is dialled')
    expect((await dialRefused(server.url)).statusCode).toBe(503)
    await dialled.accept()
    expect(await first.head()).toMatch(/^HTTP\/1\.1 101 /)
    expect((await dialRefused(server.url)).statusCode).toBe(503)
  })

  it.each<[string, (upstream: { say(bytes: string): void }, client: { reset(): void }) => void]>([
    ['its upstream refuses it', (upstream) => upstream.say('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')],
    ['it has gone meanwhile', (_, client) => client.reset()],
  ])('gives that place back when %s', async (_, end) => {
    const upstream = await startRawServer(() => {})
    const seat = takeSeat()
    const limits = { connections: 1, connectionsPerAddress: 1 }
    const server = await seat.serve('tap', { options: { upstream: upstream.url }, limits })
    const first = await dialRaw(server.port)
    first.requestUpgrade()
    const dialled = await until(() => upstream.peers[0], 'the upstream is dialled')
    expect((await dialRefused(server.url)).statusCode).toBe(503)
    end(dialled, first)
    const second = until(() => upstream.peers[1], 'another dials')
    void second.then((peer) => peer.accept()).catch(() => {})
    await until(() => dialTestClient(server.url).catch(() => undefined), 'the next is let in')
    await second
    first.socket.destroy()
    expect((await dialRefused(server.url)).statusCode).toBe(503)
    expect(await seat.peers(server.id)).toHaveLength(1)
  })
})
