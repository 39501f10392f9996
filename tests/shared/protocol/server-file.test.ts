import { describe, expect, it } from 'vitest'
import { readServerFile, secretVariable, writeServerFile } from '../../../src/shared/protocol/server-file'
import { plainServer } from '../../../src/shared/protocol/server-settings'

const fileWith = (settings: object) => JSON.stringify({ feedscope: 'server', version: 1, ...settings })

function refusalOf(text: string): string {
  const read = readServerFile(text)
  if (read.ok) throw new Error('It was read.')
  expect(read.error.code).toBe('ERR_SETTINGS_INVALID')
  return read.error.message
}

const busy = plainServer({
  behaviour: 'ticker',
  port: 9_000,
  host: '0.0.0.0',
  tls: { kind: 'files', certificateFile: '/c.pem', keyFile: '/k.pem', alsoPlain: true },
  compression: true,
  options: { symbols: 'B,A', intervalMs: 50 },
  allowedOrigins: ['https://app.example'],
  allowedHosts: ['feeds.example'],
  auth: { kind: 'bearer', users: [{ name: 'anna', secretEnv: 'ANNAS_TOKEN', may: 'listen' }], ticketSeconds: 60 },
  limits: { connections: 3, idleMs: 0 },
  validation: { schema: '{"type":"object"}', whenInvalid: 'close' },
  faults: { seed: 7, latencyMs: 20, end: { kind: 'close', afterMs: 100, closeCode: 4000 } },
  rules: [
    { when: { on: 'open' }, do: [{ do: 'reply', template: 'hello' }] },
    {
      when: { on: 'message', matches: 'bye' },
      do: [
        { do: 'wait', ms: 5 },
        { do: 'close', closeCode: 1000 },
      ],
    },
  ],
})

describe('writing a server file', () => {
  it('says what differs from the defaults, and always behaviour and port', () => {
    expect(JSON.parse(writeServerFile(plainServer()))).toEqual({
      feedscope: 'server',
      version: 1,
      behaviour: 'echo',
      port: 8_080,
    })
    expect(JSON.parse(writeServerFile({ ...plainServer(), limits: busy.limits })).limits).toEqual({
      connections: 3,
      idleMs: 0,
    })
  })

  it('is read back as it was', () => {
    const read = readServerFile(writeServerFile(busy))
    expect(read.ok && plainServer(read.value)).toEqual(busy)
  })

  it('is the same text for the same settings, in whatever order their keys stand', () => {
    const turned = Object.fromEntries(Object.entries(busy).reverse()) as typeof busy
    turned.options = { intervalMs: 50, symbols: 'B,A' }
    turned.limits = Object.fromEntries(Object.entries(busy.limits).reverse()) as typeof busy.limits
    expect(writeServerFile(turned)).toBe(writeServerFile(busy))
    expect(writeServerFile(busy).split('\n')[1]).toBe('  "feedscope": "server",')
  })

  it('leaves secrets out and names a variable for each, one of its own', () => {
    const users = ['anna', 'a.b', 'a-b', 'Łódź', '日本'].map((name) => ({ name, secret: 'canary-4711' }))
    const text = writeServerFile(plainServer({ auth: { kind: 'basic', users } }))
    expect(text).not.toContain('canary')
    expect(JSON.parse(text).auth.users).toEqual([
      { name: 'anna', secretEnv: 'FEEDSCOPE_SECRET_ANNA' },
      { name: 'a.b', secretEnv: 'FEEDSCOPE_SECRET_A_B' },
      { name: 'a-b', secretEnv: 'FEEDSCOPE_SECRET_A_B_2' },
      { name: 'Łódź', secretEnv: 'FEEDSCOPE_SECRET_D' },
      { name: '日本', secretEnv: 'FEEDSCOPE_SECRET_USER' },
    ])
    expect(secretVariable('1 2')).toMatch(/^[A-Z_][A-Z0-9_]*$/)
  })
})

describe('reading a server file', () => {
  it('takes one that was written by hand, without a word of what it is', () => {
    expect(readServerFile('{"rules":[]}')).toEqual({ ok: true, value: { rules: [] } })
  })

  it('gives only what stands there, each part whole', () => {
    const read = readServerFile(`\ufeff${fileWith({ port: 0, limits: { connections: 5 } })}`)
    expect(read.ok && Object.keys(read.value)).toEqual(['port', 'limits'])
    expect(read.ok && read.value.limits).toEqual({ ...plainServer().limits, connections: 5 })
  })

  it.each([
    ['', /^This is no JSON: /],
    ['[]', "This is a list of 0; a server's file is a JSON object."],
    ['{"feedscope":"workspace"}', 'This is not a server\'s file: feedscope is "workspace"; it must be "server".'],
    ['{"feedscope":"server","version":2}', 'version is 2; it must be 1. A newer Feedscope wrote it: update this one.'],
    [fileWith({ limits: { connections: 0 } }), 'limits.connections is 0; it must be a whole number from 1 to 100000.'],
    [
      fileWith({ limits: { connections: 1.5 } }),
      'limits.connections is 1.5; it must be a whole number from 1 to 100000.',
    ],
    [
      fileWith({ limits: { heartbeatMs: 5 } }),
      'limits.heartbeatMs is 5; it must be 0 or a whole number from 100 to 600000.',
    ],
    [fileWith({ limits: [] }), 'limits is a list of 0; it must be an object.'],
    [fileWith({ port: '80' }), 'port is "80"; it must be a whole number from 0 to 65535.'],
    [fileWith({ compression: 1 }), 'compression is 1; it must be true or false.'],
    [fileWith({ behaviour: 'eco' }), /^behaviour is "eco"; it must be "echo", "hello", .* or "silent"\.$/],
    [fileWith({ tls: { kind: 'on' } }), 'tls.kind is "on"; it must be "off", "made" or "files".'],
    [fileWith({ tls: { kind: 'on', x: 1 } }), 'tls.kind is "on"; it must be "off", "made" or "files".'],
    [
      fileWith({ tls: { kind: 'files', keyFile: 'k' } }),
      'tls.certificateFile is missing; it must be a text of at most 65536 characters.',
    ],
    [fileWith({ tls: 'made' }), 'tls is "made"; it must be an object.'],
    [fileWith({ faults: { dropShare: 2 } }), 'faults.dropShare is 2; it must be a number from 0 to 1.'],
    [
      fileWith({ auth: { users: [{ name: 'a:b' }] } }),
      'auth.users.0.name is "a:b"; it must be a text of 1 to 200 characters without ":".',
    ],
    [
      fileWith({ rules: [{ when: { on: 'open' }, do: [{ do: 'close', closeCode: 1005 }] }] }),
      'rules.0.do.0.closeCode is 1005; it must be a close code that may be sent: 1000–1003, 1007–1014 or 3000–4999.',
    ],
    [
      fileWith({ options: { pace: null } }),
      'options.pace is null; it must be a number or a text of at most 65536 characters.',
    ],
    [fileWith({ limit: {} }), 'limit is no setting that Feedscope knows; did you mean limits?'],
    [
      fileWith({ limits: { conections: 1 } }),
      'limits.conections is no setting that Feedscope knows; did you mean limits.connections?',
    ],
    [fileWith({ wholly: 1 }), 'wholly is no setting that Feedscope knows; remove it.'],
  ])('refuses %s', (text, sentence) => {
    const refusal = refusalOf(text)
    if (sentence instanceof RegExp) expect(refusal).toMatch(sentence)
    else expect(refusal).toBe(sentence)
  })

  it('says nothing of a secret it refuses', () => {
    for (const users of [
      [{ name: 'anna', secret: 'canary'.repeat(1_000) }],
      Array(300).fill({ name: 'a', secret: 'canary' }),
    ]) {
      expect(refusalOf(fileWith({ auth: { users } }))).not.toContain('canary')
    }
  })

  it('cannot be made to touch a prototype', () => {
    for (const inner of ['{"__proto__":{"x":1}}', '{"a":1,"__proto__":1}']) {
      const marked = `"feedscope":"server","version":1`
      expect(refusalOf(`{${marked},"options":${inner}}`)).toMatch(/^options\.__proto__ is no setting/)
      expect(refusalOf(`{${marked},"limits":${inner.replace('a', 'connections')}}`)).toMatch(/^limits\.__proto__ is/)
      expect(refusalOf(`{${marked},"__proto__":${inner}}`)).toMatch(/^__proto__ is no setting/)
    }
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})
