import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, it } from 'vitest'
import { AUTH_BODY_MAX_BYTES, Gatekeeper, preflightHeaders } from '../../../../src/main/engine/guards/auth'
import type { AuthSettings } from '../../../../src/shared/protocol/server-settings'
import { FakeClock } from '../../../support/fake-clock'

const SECRETS = ['s3cret-of-ann', 'pä:ss wörd', 's3cret-of-cid']
const ann = { name: 'ann', secret: 's3cret-of-ann', may: 'publish' as const }
const bea = { name: 'bea', secret: 'pä:ss wörd', may: 'listen' as const }
const cid = { name: 'cid', secret: 's3cret-of-cid', may: 'nothing' as const }
const dan = { name: 'dan', secret: '', may: 'publish' as const }

const settings = (kind: AuthSettings['kind'], more: Partial<AuthSettings> = {}): AuthSettings => ({
  kind,
  users: [ann, bea, cid, dan],
  queryName: 'token',
  ticketSeconds: 30,
  ...more,
})

const clock = new FakeClock()
const keeper = (kind: AuthSettings['kind'], more?: Partial<AuthSettings>) =>
  new Gatekeeper(clock.now, settings(kind, more))
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

/** Status and reason of a refusal, or the user. */
function tryIt(guard: Gatekeeper, headers: IncomingHttpHeaders = {}, url: string | undefined = '/') {
  const admission = guard.admit({ headers, url })
  if (admission.isAdmitted) return { user: admission.user }
  const { statusCode, reason, headers: answered } = admission.refusal
  for (const secret of SECRETS) expect(reason).not.toContain(secret)
  return { statusCode, reason, challenge: answered?.['WWW-Authenticate'] }
}

it('Nobody is asked who he is where nothing was set', () => {
  expect(tryIt(keeper('none'))).toEqual({ user: undefined })
})

describe('Basic', () => {
  const guard = keeper('basic')
  const tryBasic = (authorization?: string) => tryIt(guard, authorization === undefined ? {} : { authorization })

  it('lets a user in, who may publish or only listen', () => {
    expect(tryBasic(basic('ann:s3cret-of-ann'))).toEqual({ user: { name: 'ann', mayPublish: true } })
    expect(tryBasic(basic('bea:pä:ss wörd'))).toEqual({ user: { name: 'bea', mayPublish: false } })
  })

  it('takes its scheme in any case', () => {
    expect(tryBasic(basic('ann:s3cret-of-ann').replace('Basic', 'bASIC '))).toHaveProperty('user.name', 'ann')
  })

  it('refuses a user who may nothing with 403, and only when his password is right', () => {
    expect(tryBasic(basic('cid:s3cret-of-cid'))).toMatchObject({
      statusCode: 403,
      reason: expect.stringContaining('“cid”'),
    })
    expect(tryBasic(basic('cid:wrong'))).toHaveProperty('statusCode', 401)
  })

  it.each([
    ['nothing', undefined, 'no header Authorization'],
    ['another scheme', 'Bearer s3cret-of-ann', 'another scheme'],
    ['a secret in place of the scheme', 's3cret-of-ann', 'another scheme'],
    ['no credentials', 'Basic', 'not Base64'],
    ['no Base64', 'Basic ann:s3cret-of-ann', 'not Base64'],
    ['no colon', basic('s3cret-of-ann'), 'no colon'],
    ['no UTF-8', `Basic ${Buffer.from('bea:pä:ss wörd', 'latin1').toString('base64')}`, 'not UTF-8'],
    ['a wrong password', basic('ann:s3cret-of-anna'), 'wrong name or password'],
    ['the password of another', basic('ann:pä:ss wörd'), 'wrong name or password'],
    ['an unknown name', basic('eve:s3cret-of-ann'), 'wrong name or password'],
    ['no password', basic('ann:'), 'wrong name or password'],
    ['nobody', basic(':'), 'wrong name or password'],
    ['a user without a secret', basic('dan:'), '“dan”, who has no secret'],
    ['a user without a secret, and some password', basic('dan:x'), '“dan”, who has no secret'],
  ])('refuses %s with 401 and says so', (_, authorization, sentence) => {
    expect(tryBasic(authorization)).toEqual({
      statusCode: 401,
      reason: expect.stringContaining(sentence),
      challenge: 'Basic realm="Feedscope", charset="UTF-8"',
    })
  })
})

describe('Bearer', () => {
  const tryBearer = (authorization: string) => tryIt(keeper('bearer'), { authorization })

  it('lets in whose secret the token is', () => {
    expect(tryBearer('Bearer s3cret-of-ann')).toEqual({ user: { name: 'ann', mayPublish: true } })
    // As Node reads the bytes of a header.
    const bytes = Buffer.from('pä:ss wörd').toString('latin1')
    expect(tryBearer(`bearer ${bytes}`)).toEqual({ user: { name: 'bea', mayPublish: false } })
    expect(tryBearer('Bearer s3cret-of-cid')).toHaveProperty('statusCode', 403)
  })

  it.each([
    ['Bearer s3cret-of', 'wrong token'],
    ['Bearer', 'no token'],
    ['Bearer ', 'no token'],
    [basic('ann:s3cret-of-ann'), 'another scheme'],
  ])('refuses %j with 401 and says why', (authorization, sentence) => {
    const refused = tryBearer(authorization)
    expect(refused).toEqual({ statusCode: 401, reason: expect.stringContaining(sentence), challenge: 'Bearer' })
  })

  it('refuses who sends none', () => {
    expect(tryIt(keeper('bearer'))).toMatchObject({ statusCode: 401, reason: expect.stringContaining('no header') })
  })

  it('says that nobody can be let in where no user has a secret', () => {
    const guard = keeper('bearer', { users: [dan] })
    expect(tryIt(guard, { authorization: 'Bearer x' }).reason).toContain('None of the server')
    expect(tryIt(keeper('basic', { users: [] }), { authorization: basic('ann:x') }).reason).toContain('None of the')
  })
})

describe('A query parameter', () => {
  const guard = keeper('query', { queryName: 'api.key' })
  const tryUrl = (url: string) => tryIt(guard, {}, url)

  it('lets in whose secret it is', () => {
    expect(tryUrl('/feed?x=1&api.key=s3cret-of-ann')).toEqual({ user: { name: 'ann', mayPublish: true } })
    expect(tryUrl('/?api%2Ekey=p%C3%A4%3Ass+w%C3%B6rd')).toHaveProperty('user.name', 'bea')
  })

  it.each([
    ['/', 'no “api.key”'],
    ['/?token=s3cret-of-ann', 'no “api.key”'],
    ['/?api.key', 'empty “api.key”'],
    ['/?api.key=', 'empty “api.key”'],
    ['/?api.key=s3cret-of-ann&api.key=s3cret-of-ann', 'more than once'],
    ['/?api.key=x', 'wrong “api.key”'],
    ['/?api.key=a+b', '%2B'],
    ['/?api.key=%FF', 'wrong “api.key”'],
  ])('refuses %s with 401 and says why', (url, sentence) => {
    const refused = tryUrl(url)
    expect(refused).toMatchObject({ statusCode: 401, reason: expect.stringContaining(sentence) })
    expect(refused.challenge).toContain('api.key')
  })

  it('refuses a request without a URL', () => {
    expect(guard.admit({ headers: {}, url: undefined })).toHaveProperty('isAdmitted', false)
  })
})

describe('A ticket', () => {
  const post = (guard: Gatekeeper, body: string, headers: IncomingHttpHeaders = {}) => guard.exchange({ headers, body })
  const asJson = (user: string, password: string) => JSON.stringify({ user, password })

  function ticketOf(guard: Gatekeeper, { name, secret }: { name: string; secret: string } = ann): string {
    const answer = post(guard, asJson(name, secret))
    expect(answer.statusCode).toBe(200)
    return (answer.body as { ticket: string }).ticket
  }
  const tryTicket = (guard: Gatekeeper, ticket: string) => tryIt(guard, {}, `/?ticket=${ticket}`)

  it('is given for a name and a password, as JSON or as Basic', () => {
    const guard = keeper('ticket', { ticketSeconds: 7 })
    for (const answer of [
      post(guard, asJson('bea', 'pä:ss wörd')),
      post(guard, '', { authorization: basic('bea:pä:ss wörd') }),
    ]) {
      expect(answer).toMatchObject({ statusCode: 200, headers: { 'Cache-Control': 'no-store' } })
      expect(answer.body).toEqual({ ticket: expect.stringMatching(/^[\w-]{22,}$/), expiresInSeconds: 7 })
    }
  })

  it('opens one socket, and no second', () => {
    const guard = keeper('ticket')
    const ticket = ticketOf(guard, bea)
    expect(tryTicket(guard, ticket)).toEqual({ user: { name: 'bea', mayPublish: false } })
    const second = tryTicket(guard, ticket)
    expect(second).toMatchObject({ statusCode: 401, reason: expect.stringContaining('used already') })
    expect(second.reason).not.toContain(ticket)
  })

  it('opens none when its time is over', () => {
    const guard = keeper('ticket', { ticketSeconds: 2 })
    const [late, intime] = [ticketOf(guard), ticketOf(guard)]
    clock.advance(1_999)
    expect(tryTicket(guard, intime)).toHaveProperty('user.name', 'ann')
    clock.advance(1)
    expect(tryTicket(guard, late).reason).toContain('expired')
    expect(tryTicket(guard, late).reason).toContain('expired')
  })

  it('is refused when it is missing, doubled, empty or invented, and the sentence says where to get one', () => {
    const guard = keeper('ticket')
    const ticket = ticketOf(guard)
    for (const url of [
      '/',
      '/?ticket=',
      `/?ticket=${ticket}&ticket=${ticket}`,
      '/?ticket=x',
      '/?token=s3cret-of-ann',
    ]) {
      expect(tryIt(guard, {}, url)).toMatchObject({ statusCode: 401, reason: expect.stringContaining('POST /auth') })
    }
    expect(tryTicket(guard, ticket)).toHaveProperty('user.name', 'ann')
  })

  it('is the only thing that opens one: credentials on the upgrade do not', () => {
    expect(tryIt(keeper('ticket'), { authorization: basic('ann:s3cret-of-ann') })).toHaveProperty('statusCode', 401)
  })

  it.each([
    ['a wrong password', asJson('ann', 'x'), {}, 401],
    ['an unknown user', asJson('eve', 's3cret-of-ann'), {}, 401],
    ['a user without a secret', asJson('dan', ''), {}, 401],
    ['nothing', '', {}, 401],
    ['a wrong password in Basic', '', { authorization: basic('ann:x') }, 401],
    ['another scheme', asJson('ann', 's3cret-of-ann'), { authorization: 'Bearer s3cret-of-ann' }, 401],
    ['a user who may nothing', asJson('cid', 's3cret-of-cid'), {}, 403],
    ['what is no JSON', 'user=ann', {}, 400],
    ['no object', '"s3cret-of-ann"', {}, 400],
    ['null', 'null', {}, 400],
    ['no password', '{"user":"ann"}', {}, 400],
    ['a number', '{"user":"ann","password":1}', {}, 400],
    ['what is hidden in a prototype', '{"__proto__":{"user":"ann","password":"s3cret-of-ann"}}', {}, 400],
    ['too much', asJson('ann', 's3cret-of-ann').padEnd(AUTH_BODY_MAX_BYTES + 1), {}, 413],
  ])('is not given for %s', (_, body, headers, statusCode) => {
    const answer = post(keeper('ticket'), body, headers)
    expect(answer.statusCode).toBe(statusCode)
    expect(answer.headers['Cache-Control']).toBe('no-store')
    expect(answer.headers['WWW-Authenticate']).toBe(
      statusCode === 401 ? 'Basic realm="Feedscope", charset="UTF-8"' : undefined,
    )
    const { error } = answer.body as { error: string }
    expect(error).toMatch(/\.$/)
    for (const secret of SECRETS) expect(error).not.toContain(secret)
  })

  it('is given for a body of just the length that is allowed, counted in bytes', () => {
    const guard = keeper('ticket')
    expect(post(guard, asJson('ann', 's3cret-of-ann').padEnd(AUTH_BODY_MAX_BYTES)).statusCode).toBe(200)
    expect(post(guard, asJson('ann', 'ä'.repeat(AUTH_BODY_MAX_BYTES / 2))).statusCode).toBe(413)
  })

  it('is given by no server that wants something else', () => {
    for (const kind of ['none', 'basic', 'bearer', 'query'] as const) {
      expect(post(keeper(kind), asJson('ann', 's3cret-of-ann')).statusCode).toBe(404)
    }
  })

  it('may be read by a page of another origin, which asks before', () => {
    const origin = 'https://app.example.com'
    const answer = post(keeper('ticket'), asJson('ann', 'wrong'), { origin })
    expect(answer.headers).toMatchObject({ 'Access-Control-Allow-Origin': origin, Vary: 'Origin' })
    expect(preflightHeaders({ origin })).toMatchObject({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Headers': 'Authorization, Content-Type',
    })
    expect(post(keeper('ticket'), '').headers).not.toHaveProperty('Access-Control-Allow-Origin')
  })

  it('stays good when other settings change, but not what its user may', () => {
    const guard = keeper('ticket')
    const [first, second] = [ticketOf(guard), ticketOf(guard)]
    guard.configure(settings('ticket', { users: [{ ...ann, secret: 'new', may: 'listen' }] }))
    expect(tryTicket(guard, first)).toEqual({ user: { name: 'ann', mayPublish: false } })
    guard.configure(settings('ticket', { users: [{ ...ann, may: 'nothing' }] }))
    expect(tryTicket(guard, second)).toHaveProperty('statusCode', 403)
  })

  it('is withdrawn with its user, even when he comes back', () => {
    const guard = keeper('ticket')
    const [of, ofOther] = [ticketOf(guard), ticketOf(guard, bea)]
    guard.configure(settings('ticket', { users: [bea] }))
    guard.configure(settings('ticket'))
    expect(tryTicket(guard, of).reason).toContain('withdrawn')
    expect(tryTicket(guard, ofOther)).toHaveProperty('user.name', 'bea')
  })

  it('is withdrawn when the server wanted something else for a while', () => {
    const guard = keeper('ticket')
    const ticket = ticketOf(guard)
    guard.configure(settings('basic'))
    guard.configure(settings('ticket'))
    expect(tryTicket(guard, ticket).reason).toContain('withdrawn')
  })
})

describe('Credentials', () => {
  const clean = (kind: AuthSettings['kind'], url: string, headers: IncomingHttpHeaders = {}) =>
    keeper(kind).withoutCredentials({ url, headers })
  const both = { authorization: basic('ann:x'), 'x-other': '1' }

  it('are not passed on', () => {
    expect(clean('basic', '/a?token=1', both)).toEqual({ url: '/a?token=1', headers: { 'x-other': '1' } })
    expect(clean('bearer', '/', both).headers).toEqual({ 'x-other': '1' })
    expect(clean('query', '/a?x=%20&token=s&y=a+b').url).toBe('/a?x=%20&y=a+b')
    expect(clean('query', '/a?token=s&token=t').url).toBe('/a')
    expect(clean('query', '/a?t%6Fken=s').url).toBe('/a')
    expect(clean('ticket', '/?ticket=t&token=1', both)).toEqual({ url: '/?token=1', headers: { 'x-other': '1' } })
  })

  it('that are not for this server are', () => {
    expect(clean('none', '/?token=1&ticket=2', both)).toEqual({ url: '/?token=1&ticket=2', headers: both })
    expect(clean('query', '/', both).headers).toEqual(both)
    expect(clean('query', '/?mytoken=1&?token=2&').url).toBe('/?mytoken=1&?token=2&')
    expect(clean('ticket', '/', { authorization: 'Bearer upstream' }).headers).toEqual({
      authorization: 'Bearer upstream',
    })
  })

  it('stay in what was given', () => {
    const headers = { ...both }
    clean('basic', '/', headers)
    expect(headers).toEqual(both)
  })
})

describe('Comparing a secret', () => {
  const users = Array.from({ length: 50 }, (_, index) => ({
    name: `user${index}`,
    secret: `secret${index}`,
    may: 'publish' as const,
  }))

  /** How many digests are compared, and of what lengths, while a request is judged. */
  function comparisonsOf(kind: AuthSettings['kind'], headers: IncomingHttpHeaders, url = '/') {
    let count = 0
    const guard = new Gatekeeper(clock.now, settings(kind, { users }), (one, other) => {
      count++
      expect([one.length, other.length]).toEqual([32, 32])
      return timingSafeEqual(one, other)
    })
    const { isAdmitted } = guard.admit({ headers, url })
    return { count, isAdmitted }
  }

  it('is done with every user, whoever is named and whatever is given', () => {
    const counts = ['user0:secret0', 'user49:secret49', 'user0:wrong', 'eve:x', ':'].map(
      (text) => comparisonsOf('basic', { authorization: basic(text) }).count,
    )
    expect(counts).toEqual(counts.map(() => 2 * users.length))
    for (const token of ['secret0', 'secret49', 's', 'x'.repeat(5_000)]) {
      expect(comparisonsOf('bearer', { authorization: `Bearer ${token}` }).count).toBe(users.length)
      expect(comparisonsOf('query', {}, `/?token=${token}`).count).toBe(users.length)
    }
  })

  it('lets in the first and the last of them', () => {
    expect(comparisonsOf('bearer', { authorization: 'Bearer secret0' }).isAdmitted).toBe(true)
    expect(comparisonsOf('bearer', { authorization: 'Bearer secret49' }).isAdmitted).toBe(true)
  })
})
