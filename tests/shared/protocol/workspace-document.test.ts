import { describe, expect, it } from 'vitest'
import { plainConnection } from '../../../src/shared/protocol/connection-settings'
import { emptyDesk } from '../../../src/shared/protocol/desk'
import { plainServer } from '../../../src/shared/protocol/server-settings'
import {
  emptyWorkspace,
  readWorkspace,
  takeWorkspaceSecrets,
  type WorkspaceContent,
  withWorkspaceSecrets,
  writeWorkspace,
} from '../../../src/shared/protocol/workspace-document'
import { withImported } from '../../../src/shared/protocol/workspace-import'

const busy: WorkspaceContent = {
  connections: [
    plainConnection('wss://feed.example/v1', {
      uid: 'c1',
      name: 'Market',
      folder: 'market/staging',
      headers: [['X-Client', 'desk']],
      heartbeat: { kind: 'ping', intervalMs: 2_000 },
      onOpen: [{ message: '{"op":"subscribe"}' }],
    }),
    plainConnection('ws://localhost:8080', { uid: 'c2', auth: { kind: 'bearer', token: 'c4n4ry' } }),
  ],
  servers: [{ uid: 's1', ...plainServer({ behaviour: 'ticker', port: 9_000, options: { rate: 5 } }) }],
  charts: [
    { connection: 'c1', chart: 1, path: ['price'], keyPath: ['symbol'] },
    { connection: 'c2', chart: 1, path: ['items', 0, 'size'] },
  ],
  desk: {
    ...emptyDesk(),
    globals: [{ name: 'token', value: 'c4n4ry', isSecret: true }],
    environments: [{ name: 'staging', variables: [{ name: 'host', value: 'a.example', isSecret: false }] }],
    activeEnvironment: 'staging',
    messages: [{ name: 'hello', kind: 'json', content: '{"op":"hi"}' }],
    filters: [{ name: 'dear', text: '$.price > 100' }],
    columns: [{ path: '$.price', title: '', widthPx: 100 }],
    colours: [{ filter: 'error', colour: 'red' }],
    folders: ['market', 'market/staging'],
  },
}

function refusalOf(text: string): string {
  const read = readWorkspace(text)
  if (read.ok) throw new Error('It was read.')
  return `${read.error.code} ${read.error.message}`
}

const withParts = (parts: object) => JSON.stringify({ feedscope: 'workspace', version: 2, ...parts })

describe('a workspace', () => {
  it('is read back as it was written, but for its secrets, which are put back', () => {
    const text = writeWorkspace(busy)
    expect(text).not.toContain('c4n4ry')
    const read = readWorkspace(text)
    const { content, secrets } = takeWorkspaceSecrets(busy)
    expect(read).toEqual({ ok: true, value: content })
    expect(secrets).toEqual({ 'connection:c2': { 'auth.token': 'c4n4ry' }, desk: { 'globals.token': 'c4n4ry' } })
    expect(read.ok && withWorkspaceSecrets(read.value, secrets)).toEqual(busy)
    expect(read.ok && writeWorkspace(read.value)).toBe(text)
  })

  it('is laid out for people and for git: what is default is not there, a setting has a line', () => {
    const [connection] = busy.connections
    const text = writeWorkspace({ ...emptyWorkspace(), connections: connection === undefined ? [] : [connection] })
    expect(text).toBe(`{
  "feedscope": "workspace",
  "version": 2,
  "connections": [
    {
      "uid": "c1",
      "name": "Market",
      "folder": "market/staging",
      "url": "wss://feed.example/v1",
      "heartbeat": {
        "kind": "ping",
        "intervalMs": 2000
      },
      "onOpen": [
        {
          "message": "{\\"op\\":\\"subscribe\\"}"
        }
      ],
      "headers": [
        ["X-Client", "desk"]
      ]
    }
  ],
  "servers": [],
  "charts": [],
  "desk": {}
}
`)
  })

  it('is the same text for the same content, in whatever order its keys stand', () => {
    const turned = Object.fromEntries(Object.entries(busy.connections[0] as object).reverse()) as never
    expect(writeWorkspace({ ...busy, connections: [turned, busy.connections[1] as never] })).toBe(writeWorkspace(busy))
  })

  it('of version 1, which had servers alone, is read', () => {
    const servers = [{ feedscope: 'server', version: 1, behaviour: 'chat', port: 1_234 }]
    const read = readWorkspace(JSON.stringify({ feedscope: 'workspace', version: 1, servers }))
    expect(read).toEqual({
      ok: true,
      value: { ...emptyWorkspace(), servers: [{ uid: '', ...plainServer({ behaviour: 'chat', port: 1_234 }) }] },
    })
  })

  it('may leave out what it has none of, and two of one uid become two', () => {
    const read = readWorkspace(withParts({ connections: [{ uid: 'a', url: 'ws://a' }, { uid: 'a' }] }))
    expect(read.ok && read.value.connections.map(({ uid }) => uid)).toEqual(['a', ''])
  })

  it.each([
    ['{"feedscope":"work', /^ERR_SETTINGS_INVALID it is no JSON/],
    ['[]', /it is a list of 0; a workspace is a JSON object\.$/],
    ['{"feedscope":"server"}', /it is no workspace: feedscope is "server"; it must be "workspace"\.$/],
    ['{"feedscope":"workspace","version":3}', /^ERR_FILE_NEWER it is of version 3, from a newer Feedscope/],
    ['{"feedscope":"workspace","version":"2"}', /^ERR_SETTINGS_INVALID version is "2"; it must be 2\.$/],
    ['{"feedscope":"workspace","version":1,"servers":[{"port":-1}]}', /server 1: port is -1; it must be/],
    [withParts({ servers: [{ port: -1 }] }), /servers\.0\.port is -1; it must be a whole number from 0 to 65535\.$/],
    [withParts({ connections: [{ urll: 'ws://a' }] }), /connections\.0\.urll is no setting .* did you mean/],
    [withParts({ desk: { colours: [{ filter: 'x', colour: 'pink' }] } }), /desk\.colours\.0\.colour is "pink"/],
    [withParts({ charts: [{ connection: 'a', chart: 0, path: [] }] }), /charts\.0\.chart is 0/],
    [withParts({ conections: [] }), /conections is no setting that Feedscope knows; did you mean connections\?$/],
    ['{"feedscope":"workspace","version":2,"__proto__":{"x":1}}', /__proto__ is no setting/],
    ['{"feedscope":"workspace","version":2,"desk":{"__proto__":{"x":1}}}', /desk\.__proto__ is no setting/],
  ])('is refused: %s', (text, sentence) => {
    expect(refusalOf(text)).toMatch(sentence)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})

describe('a workspace that is added to another', () => {
  const uids = () => {
    let count = 0
    return () => `new${++count}`
  }

  it('leaves both whole: uids are renewed, charts follow, names that clash get a number', () => {
    const theirs: WorkspaceContent = {
      ...busy,
      desk: {
        ...busy.desk,
        globals: [
          { name: 'token', value: '', isSecret: true },
          { name: 'host', value: 'x', isSecret: false },
        ],
        environments: [{ name: 'staging', variables: [] }],
      },
    }
    const merged = withImported(busy, theirs, uids())
    if (!merged.ok) throw new Error(merged.error.message)
    const { connections, servers, charts, desk } = merged.value
    expect(connections.map(({ uid }) => uid)).toEqual(['c1', 'c2', 'new1', 'new2'])
    expect(servers.map(({ uid }) => uid)).toEqual(['s1', 'new3'])
    expect(charts.slice(2)).toEqual([
      { connection: 'new1', chart: 2, path: ['price'], keyPath: ['symbol'] },
      { connection: 'new2', chart: 2, path: ['items', 0, 'size'] },
    ])
    expect(desk.environments.map(({ name }) => name)).toEqual(['staging', 'staging 2'])
    // What is the same is not there twice; a secret comes without its value.
    expect(desk.globals.map(({ name, value }) => [name, value])).toEqual([
      ['token', 'c4n4ry'],
      ['host', 'x'],
    ])
    expect(desk.messages).toEqual(busy.desk.messages)
    expect(desk.columns).toEqual(busy.desk.columns)
  })

  it('is refused where a list would be too long', () => {
    const columns = (from: number) =>
      Array.from({ length: 15 }, (_, at) => ({ path: `$.f${from + at}`, title: '', widthPx: 100 }))
    const ours = { ...emptyWorkspace(), desk: { ...emptyDesk(), columns: columns(0) } }
    const theirs = { ...emptyWorkspace(), desk: { ...emptyDesk(), columns: columns(15) } }
    expect(withImported(ours, theirs, uids())).toMatchObject({
      ok: false,
      error: { code: 'ERR_TOO_MANY', message: expect.stringContaining('more columns') },
    })
  })
})
