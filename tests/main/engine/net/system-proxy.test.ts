import { describe, expect, it } from 'vitest'
import { parseProxy, proxyName, readPacAnswer } from '../../../../src/main/engine/net/proxy'
import { environmentProxy } from '../../../../src/main/engine/net/system-proxy'

async function choice(url: string, env: Record<string, string>): Promise<string> {
  const [first] = await environmentProxy(env)(new URL(url))
  return first === 'direct' || first === undefined ? 'direct' : proxyName(first)
}

describe('the environment', () => {
  it.each([
    ['ws://feed.example/', { HTTP_PROXY: 'http://a:1' }, 'http://a:1'],
    ['wss://feed.example/', { HTTP_PROXY: 'http://a:1' }, 'direct'],
    ['wss://feed.example/', { HTTPS_PROXY: 'http://a:1', HTTP_PROXY: 'http://b:2' }, 'http://a:1'],
    ['https://feed.example/', { HTTPS_PROXY: 'http://a:1' }, 'http://a:1'],
    ['wss://feed.example/', { ALL_PROXY: 'socks5://a' }, 'socks5://a:1080'],
    ['ws://feed.example/', { http_proxy: 'a:3128', HTTP_PROXY: 'http://b:2' }, 'http://a:3128'],
    ['ws://localhost:9/', { HTTP_PROXY: 'http://a:1' }, 'direct'],
    ['ws://127.8.9.1/', { HTTP_PROXY: 'http://a:1' }, 'direct'],
    ['ws://[::1]:9/', { HTTP_PROXY: 'http://a:1' }, 'direct'],
    ['ws://localhost.:9/', { HTTP_PROXY: 'http://a:1' }, 'direct'],
    ['ws://app.localhost/', { HTTP_PROXY: 'http://a:1' }, 'direct'],
    ['ws://[::ffff:127.0.0.1]/', { HTTP_PROXY: 'http://a:1' }, 'direct'],
    ['ws://localhost.example/', { HTTP_PROXY: 'http://a:1' }, 'http://a:1'],
    ['ws://notlocalhost/', { HTTP_PROXY: 'http://a:1' }, 'http://a:1'],
    ['ws://feed.example/', { HTTP_PROXY: 'http://a:1', NO_PROXY: '*' }, 'direct'],
    ['ws://feed.example/', { HTTP_PROXY: 'http://a:1', NO_PROXY: 'x, feed.example' }, 'direct'],
    ['ws://feed.example/', { HTTP_PROXY: 'http://a:1', NO_PROXY: 'EXAMPLE' }, 'direct'],
    ['ws://feed.example/', { HTTP_PROXY: 'http://a:1', NO_PROXY: '.example,y' }, 'direct'],
    ['ws://feed.example/', { HTTP_PROXY: 'http://a:1', no_proxy: 'ample' }, 'http://a:1'],
    ['ws://feed.example:90/', { HTTP_PROXY: 'http://a:1', NO_PROXY: 'example:80' }, 'http://a:1'],
    ['ws://feed.example/', { HTTP_PROXY: 'http://a:1', NO_PROXY: 'example:80' }, 'direct'],
    ['ws://[fe80::1]:90/', { HTTP_PROXY: 'http://a:1', NO_PROXY: 'fe80::1' }, 'direct'],
    ['ws://[fe80::1]:90/', { HTTP_PROXY: 'http://a:1', NO_PROXY: '[fe80::1]:90' }, 'direct'],
  ])('for %s of %o says %s', async (url, env, expected) => {
    expect(await choice(url, env as unknown as Record<string, string>)).toBe(expected)
  })

  it('that is wrong is told, not passed over', async () => {
    await expect(choice('ws://feed.example/', { HTTP_PROXY: 'ftp://a' })).rejects.toThrow('is no proxy')
  })
})

describe("a system's answer", () => {
  it.each([
    ['DIRECT', ['direct']],
    ['', ['direct']],
    ['PROXY a:1; SOCKS5 b:2;DIRECT', ['http://a:1', 'socks5://b:2', 'direct']],
    ['SOCKS a:1', ['socks4://a:1']],
    ['HTTPS a; QUIC b:1', ['https://a:443']],
    ['PROXY [::1]:8080', ['http://[::1]:8080']],
  ])('%j is %j', (answer, expected) => {
    expect(readPacAnswer(answer).map((each) => (each === 'direct' ? each : proxyName(each)))).toEqual(expected)
  })
})

describe("a proxy's URL", () => {
  it('has user and password, unless they are given', () => {
    expect(parseProxy('socks5://ada:p%40ss@host:9')).toMatchObject({
      value: { kind: 'socks5', host: 'host', port: 9, user: 'ada', password: 'p@ss' },
    })
    expect(parseProxy('http://ada:x@host', 'eve', 'y')).toMatchObject({
      value: { user: 'eve', password: 'y', port: 80 },
    })
  })

  it.each(['', 'ftp://a:1', 'http://', 'http://a:99999', 'http://bad user:secret@a b'])(
    'such as %j is refused, and shows no password',
    (typed) => {
      const parsed = parseProxy(typed)
      expect(parsed).toMatchObject({ ok: false, error: { code: 'ERR_URL_INVALID' } })
      expect(JSON.stringify(parsed)).not.toContain('secret')
    },
  )

  it('of SOCKS takes no user longer than its one byte of length says', () => {
    expect(parseProxy('socks5://a', 'u'.repeat(256), '').ok).toBe(false)
    expect(parseProxy('http://a', 'u'.repeat(256), '').ok).toBe(true)
  })
})
