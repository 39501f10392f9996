import { describe, expect, it } from 'vitest'
import { type ConnectionSettings, plainConnection } from '../../../src/shared/protocol/connection-settings'
import { type Desk, emptyDesk } from '../../../src/shared/protocol/desk'
import {
  isSecretName,
  takeDeskSecrets,
  takeSecrets,
  takeServerSecrets,
  withDeskSecrets,
  withSecrets,
  withServerSecrets,
} from '../../../src/shared/protocol/secret-settings'
import { plainServer } from '../../../src/shared/protocol/server-settings'

type Given = Parameters<typeof plainConnection>[1]

const url = 'wss://host/feed'

/** One of each kind of secret, every one with `canary` in it. */
const kinds: [kind: string, settings: ConnectionSettings, names: string[]][] = [
  ['a password of Basic', withAuth({ kind: 'basic', user: 'anna', password: 'canary' }), ['auth.password']],
  ['a bearer token', withAuth({ kind: 'bearer', token: 'canary' }), ['auth.token']],
  ['an API key', withAuth({ kind: 'api-key', in: 'query', name: 'k', value: 'canary' }), ['auth.value']],
  ['the body of a login', withAuth({ kind: 'login', body: '{"p":"canary"}' }), ['auth.body']],
  [
    'a header of a login',
    withAuth({
      kind: 'login',
      headers: [
        ['Authorization', 'Basic canary'],
        ['Accept', '*/*'],
      ],
    }),
    ['auth.headers.authorization'],
  ],
  [
    'the URL of a login',
    withAuth({ kind: 'login', url: 'https://me:canary@host/login?api_key=canary2' }),
    ['auth.url.userinfo', 'auth.url.api_key'],
  ],
  [
    'the password of a proxy',
    plain({ network: { proxy: { kind: 'server', url: 'http://proxy:1', user: 'me', password: 'canary' } } }),
    ['proxy.password'],
  ],
  [
    'the userinfo of a proxy',
    plain({ network: { proxy: { kind: 'server', url: 'socks5://me:canary@proxy:1' } } }),
    ['proxy.url.userinfo'],
  ],
  [
    'the passphrase of a PEM key',
    plain({ tls: { clientCertificate: { kind: 'pem', keyFile: '/k.pem', passphrase: 'canary' } } }),
    ['tls.passphrase'],
  ],
  [
    'the passphrase of a PKCS#12 file',
    plain({ tls: { clientCertificate: { kind: 'pkcs12', file: '/c.p12', passphrase: 'canary' } } }),
    ['tls.passphrase'],
  ],
  ...['Authorization', 'proxy-authorization', 'Cookie', 'X-Auth-Token', 'X-Client-Secret', 'X-API-Key', 'ApiKey'].map(
    (name): [string, ConnectionSettings, string[]] => [
      `the header ${name}`,
      plain({ headers: [[name, 'canary']] }),
      [`headers.${name.toLowerCase()}`],
    ],
  ),
  ...['access_token', 'sig', 'signature', 'password', 'listenKey'].map(
    (name): [string, ConnectionSettings, string[]] => [
      `the parameter ${name}`,
      plain({ query: [[name, 'canary']] }),
      [`query.${name.toLowerCase()}`],
    ],
  ),
  ['userinfo of the URL', plainConnection('wss://me:canary@host/feed'), ['url.userinfo']],
  ['a lone token before the host', plainConnection('wss://canary@host'), ['url.userinfo']],
  ['a URL without a scheme yet', plainConnection('me:canary@host:80/feed'), ['url.userinfo']],
  ['a parameter of the URL', plainConnection('wss://host/feed?a=1&token=canary&b=2#x'), ['url.token']],
  ['one whose name is encoded', plainConnection('wss://host/?acc%65ss%5Ftoken=canary'), ['url.access_token']],
  ['one behind a variable', plainConnection('{{base}}?token=canary'), ['url.token']],
]

function plain(given: Given): ConnectionSettings {
  return plainConnection(url, given)
}

function withAuth(auth: NonNullable<Given>['auth']): ConnectionSettings {
  return plain({ auth })
}

describe('secrets of a connection', () => {
  it.each(kinds)('are taken out and put back: %s', (_kind, settings, names) => {
    const taken = takeSecrets(settings)
    expect(JSON.stringify(taken.settings)).not.toContain('canary')
    expect(Object.keys(taken.secrets)).toEqual(names)
    expect(withSecrets(taken.settings, taken.secrets)).toEqual(settings)
    // Whoever writes the file writes the settings, not the secrets.
    expect(takeSecrets(taken.settings)).toEqual({ settings: taken.settings, secrets: {} })
  })

  it('are not what everybody may read', () => {
    const settings = plain({
      headers: [
        ['Accept-Language', 'cs'],
        ['X-Trace', '1'],
      ],
      query: [['symbol', 'ACME']],
      auth: { kind: 'basic', user: 'anna' },
    })
    expect(takeSecrets(settings)).toEqual({ settings, secrets: {} })
    expect(['symbol', 'keys', 'monkey', 'design', 'Accept'].filter(isSecretName)).toEqual([])
  })

  it('are not variables: those stay to be read', () => {
    const settings = plainConnection('wss://{{user}}:{{password}}@host/?token={{ token }}', {
      headers: [['Authorization', 'Bearer {{token}}']],
      auth: { kind: 'bearer', token: '{{token}}' },
    })
    expect(takeSecrets(settings)).toEqual({ settings, secrets: {} })
  })

  it.each(['{{pick canary}}', 'canary{{token}}', 'Bearer {{a}} canary', '\\{{canary }', 'Bearer canary'])(
    'are what has more than variables: %s',
    (token) => {
      const taken = takeSecrets(plain({ headers: [['Authorization', token]] }))
      expect(taken.settings.headers).toEqual([['Authorization', '']])
    },
  )

  it('find their place by name where the list was reordered, each of two of one name its own', () => {
    const taken = takeSecrets(
      plain({
        headers: [
          ['Cookie', 'one'],
          ['Cookie', 'two'],
          ['X-Token', 'three'],
        ],
      }),
    )
    const [first, second, third] = taken.settings.headers as [[string, string], [string, string], [string, string]]
    const turned = { ...taken.settings, headers: [third, first, second] }
    expect(withSecrets(turned, taken.secrets).headers).toEqual([
      ['X-Token', 'three'],
      ['Cookie', 'one'],
      ['Cookie', 'two'],
    ])
  })

  it('do not replace what somebody wrote in their place', () => {
    const { secrets } = takeSecrets(withAuth({ kind: 'bearer', token: 'old' }))
    expect(withSecrets(withAuth({ kind: 'bearer', token: '{{token}}' }), secrets).auth).toMatchObject({
      token: '{{token}}',
    })
  })

  it('are looked for in the longest URL there may be, in time that grows with its length', () => {
    // In the square of it would be far beyond what a test may take.
    for (const piece of ['?', '&', '=', '?a', '@', '{{', '/@', '{{ ', 'a:']) {
      const long = piece.repeat(Math.floor(65_536 / piece.length))
      const { settings, secrets } = takeSecrets(plainConnection(long, { headers: [['Authorization', long]] }))
      expect(withSecrets(settings, secrets).headers).toEqual([['Authorization', long]])
    }
  })
})

describe('secrets of a server', () => {
  it('are those of its users and in the URL of its upstream', () => {
    const server = plainServer({
      behaviour: 'tap',
      options: { upstream: 'ws://me:canary@host/?token=canary2' },
      auth: {
        kind: 'basic',
        users: [
          { name: 'anna', secret: 'canary3' },
          { name: 'ben', secret: '{{canary4}}' },
        ],
      },
    })
    const taken = takeServerSecrets(server)
    expect(JSON.stringify(taken.settings)).not.toContain('canary')
    expect(withServerSecrets(taken.settings, taken.secrets)).toEqual(server)
  })
})

describe('secrets of the desk', () => {
  it('are the values of secret variables, and of no others', () => {
    const desk: Desk = {
      ...emptyDesk(),
      globals: [
        { name: 'token', value: 'canary', isSecret: true },
        { name: 'host', value: 'localhost', isSecret: false },
        { name: 'alias', value: '{{token}}', isSecret: true },
      ],
      environments: [{ name: 'staging', variables: [{ name: 'token', value: 'canary2', isSecret: true }] }],
    }
    const taken = takeDeskSecrets(desk)
    expect(taken.secrets).toEqual({ 'globals.token': 'canary', 'environments.staging.token': 'canary2' })
    expect(taken.settings.globals.map(({ value }) => value)).toEqual(['', 'localhost', '{{token}}'])
    expect(withDeskSecrets(taken.settings, taken.secrets)).toEqual(desk)
  })
})
