import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { flagTypes, parseFlags } from '../../src/cli/flags'
import { profileFolder } from '../../src/cli/profile'
import { settingsOf } from '../../src/cli/serve-options'
import { usage } from '../../src/cli/usage'
import type { BehaviourSummary } from '../../src/shared/protocol/behaviour'
import { plainServer } from '../../src/shared/protocol/server-settings'

const behaviours: BehaviourSummary[] = [
  {
    name: 'ticker',
    description: '',
    options: [
      { kind: 'number', name: 'rate', label: 'Rate', unit: '', min: 1, max: 9, default: 1 },
      { kind: 'text', name: 'symbols', label: 'Symbols', maxLength: 9, default: '' },
    ],
  },
]

const environment = { TOKEN: 'from-env', EMPTY: '' }

function read(...args: string[]) {
  const flags = parseFlags(args)
  return flags.ok ? settingsOf(flags.value, environment, behaviours) : flags
}

function settings(...args: string[]) {
  const result = read(...args)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

function refusal(...args: string[]): string {
  const result = read(...args)
  if (result.ok) throw new Error(`${args.join(' ')} was not refused.`)
  return result.error.message
}

function file(settingsOfFile: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'feedscope-options-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const name = join(folder, 'lab.json')
  writeFileSync(name, JSON.stringify({ feedscope: 'server', version: 1, ...settingsOfFile }))
  return name
}

describe('options of the command line', () => {
  it('leave everything at its default where nothing is said', () => {
    expect(settings()).toEqual(plainServer())
  })

  it('each reach their setting', () => {
    const line =
      '--behaviour ticker --port 0 --host ::1 --tls --also-plain --auth bearer --user anna:a:b:listen --user=ben:$TOKEN ' +
      '--when-invalid flag --seed 7 --option rate=5 --option symbols=1 --allow-origin https://a.example --allow-origin null ' +
      '--allow-host b.example --max-connections 20000 --max-message 9 --max-rate 0 --idle-timeout 0.1 --heartbeat 0 --compression'
    const read = settings(...line.split(' '))
    const plain = plainServer()
    expect(read).toEqual({
      ...plain,
      behaviour: 'ticker',
      port: 0,
      host: '::1',
      tls: { kind: 'made', alsoPlain: true },
      auth: {
        ...plain.auth,
        kind: 'bearer',
        users: [
          { name: 'anna', secret: 'a:b', may: 'listen' },
          { name: 'ben', secret: 'from-env', may: 'publish' },
        ],
      },
      validation: { schema: '', whenInvalid: 'flag' },
      faults: { ...plain.faults, seed: 7 },
      options: { rate: 5, symbols: '1' },
      allowedOrigins: ['https://a.example', 'null'],
      allowedHosts: ['b.example'],
      limits: {
        ...plain.limits,
        connections: 20_000,
        connectionsPerAddress: 20_000,
        messageBytes: 9,
        messagesPerSecond: 0,
        idleMs: 100,
        heartbeatMs: 0,
      },
      compression: true,
    })
    expect(settings('--max-connections', '20000', '--max-per-address', '5').limits.connectionsPerAddress).toBe(5)
  })

  it('win over the file, part by part', () => {
    const config = file({
      behaviour: 'ticker',
      options: { rate: 3 },
      limits: { connections: 4, idleMs: 0 },
      tls: { kind: 'files', certificateFile: 'c.pem', keyFile: '/k.pem' },
    })
    const read = settings('--config', config, '--max-connections', '9')
    expect(read.limits).toMatchObject({ connections: 9, idleMs: 0 })
    expect(read.options).toEqual({ rate: 3 })
    expect(read.tls).toEqual({
      kind: 'files',
      certificateFile: resolve(config, '../c.pem'),
      keyFile: resolve('/k.pem'),
      alsoPlain: false,
    })
    expect(settings('--config', config, '--behaviour', 'echo', '--tls')).toMatchObject({
      options: {},
      tls: { kind: 'made' },
    })
  })

  it('take one part of a file by name', () => {
    const whole = file({ port: 1, rules: [{ when: { on: 'open' }, do: [] }], faults: { latencyMs: 5, seed: 2 } })
    const read = settings('--rules', whole, '--faults', whole, '--seed', '3')
    expect(read).toMatchObject({ port: 8_080, rules: [{ when: { on: 'open' } }], faults: { latencyMs: 5, seed: 3 } })
    const schema = file({})
    expect(settings('--schema', schema).validation.schema).toContain('"feedscope"')
    expect(refusal('--faults', schema)).toBe(`--faults ${schema} has no faults in it. Choose a server's file that has.`)
  })

  it.each([
    ['--max-connections 0', '--max-connections is 0; it must be a whole number from 1 to 100000.'],
    ['--max-rate many', '--max-rate is "many"; it must be 0 or a whole number from 1 to 10000000.'],
    [
      '--heartbeat 0.01',
      '--heartbeat 0.01, in milliseconds (limits.heartbeatMs), is 10; it must be 0 or a whole number from 100 to 600000.',
    ],
    ['--auth ticked', '--auth is "ticked"; it must be "none", "basic", "bearer", "query" or "ticket".'],
    ['--auth basic', 'With --auth basic nobody could come in, since there are no users. Add --user NAME:SECRET.'],
    ['--user a:b', '--user says who may come in, and nobody is asked. Add --auth basic, bearer, query or ticket.'],
    ['--auth basic --user anna', '--user needs NAME:SECRET, and what was given has no colon.'],
    ['--auth basic --user a: ', /^The user a has no secret/],
    ['--auth basic --user a:$EMPTY', /environment variable EMPTY, which is empty/],
    ['--auth basic --user a:b --user a:c', 'There are two users named a. Give each a name of its own.'],
    ['--tls-cert c', '--tls-cert needs --tls-key beside it: the key of the certificate.'],
    ['--tls-key k', '--tls-key needs --tls-cert beside it: the certificate that the key is for.'],
    ['--tls --tls-cert c --tls-key k', '--tls makes a certificate, and --tls-cert brings one. Leave one of them out.'],
    ['--also-plain', '--also-plain speaks ws:// beside wss://, and there is no TLS. Add --tls, or leave it out.'],
    ['--behaviour tap', 'A tap passes frames on to another server, and none is named. Add --upstream ws://HOST:PORT.'],
    ['--upstream ws://a', '--upstream is where a tap passes frames on to. Add --behaviour tap, or leave it out.'],
    ['--option rate', '--option rate is not of the form NAME=VALUE.'],
    ['--option __proto__=1', 'There is no option named "__proto__".'],
    ['--port', '--port needs a value: write --port VALUE.'],
    [
      '--port --json',
      '--port needs a value, and --json looks like another option. If it is the value, write --port=--json.',
    ],
    ['--json=yes', '--json takes no value, and got "yes". Write --json alone.'],
    ['--max-conections 1', 'There is no option --max-conections. Did you mean --max-connections?'],
    ['--__proto__ 1', 'There is no option --__proto__. --help lists all there are.'],
    ['echo', 'echo is not an option. Options begin with two dashes: --help lists them.'],
  ])('refuse %s', (line, sentence) => {
    const message = refusal(...line.trim().split(' '))
    if (typeof sentence === 'string') expect(message).toBe(sentence)
    else expect(message).toMatch(sentence)
  })
})

describe('every option', () => {
  it('stands in --help and in docs/serve.md, and nothing else does', () => {
    const page = readFileSync(new URL('../../docs/serve.md', import.meta.url), 'utf8')
    const tables = page
      .split('\n')
      .filter((line) => line.startsWith('| `--'))
      .join('\n')
    const namesIn = (text: string) =>
      [...new Set([...text.matchAll(/--([a-z][a-z-]+)/g)].map(([, name]) => name))].sort()
    const names = Object.keys(flagTypes).sort()
    expect(namesIn(usage(behaviours))).toEqual(names)
    expect(namesIn(tables)).toEqual(names)
  })
})

describe('the profile folder', () => {
  it("is the app's own", () => {
    expect(profileFolder({ XDG_CONFIG_HOME: '/x' }, 'linux')).toBe(join('/x', 'Feedscope'))
    expect(profileFolder({}, 'linux')).toMatch(/\.config.Feedscope$/)
    expect(profileFolder({}, 'darwin')).toMatch(/Library.Application Support.Feedscope$/)
    expect(profileFolder({ APPDATA: '/roaming' }, 'win32')).toBe(join('/roaming', 'Feedscope'))
  })
})

it('does not ask for secrets of users in a file whose server lets everybody in', () => {
  const config = file({ auth: { users: [{ name: 'ada', secretEnv: 'NOT_SET' }] } })
  expect(settings('--config', config).auth).toMatchObject({ kind: 'none', users: [] })
})
