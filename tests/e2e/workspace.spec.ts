/** What was set up is there again after a restart, after a crash and in another workspace; what is secret was never on disk. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { WebSocketServer } from 'ws'
import type { Bridge, CallAnswer, CallInput, CallName } from '../../src/shared/ipc/contract'
import { plainConnection } from '../../src/shared/protocol/connection-settings'
import { plainServer } from '../../src/shared/protocol/server-settings'
import { expect, test, Window } from './support/app'
import { callFrom } from './support/bridge'
import { Feed } from './support/feed'
import { startOwnServer } from './support/own-server'

const isRoot = process.getuid?.() === 0

let profile: string

test.beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'feedscope-e2e-'))
})

test.afterEach(() => rmSync(profile, { recursive: true, force: true }))

function launch(...words: string[]): Promise<ElectronApplication> {
  return _electron.launch({
    args: ['.', `--user-data-dir=${profile}`, '--disable-gpu', '--no-demo', ...words],
    chromiumSandbox: !isRoot,
  })
}

async function answer<N extends CallName>(page: Page, name: N, args: CallInput<N>): Promise<CallAnswer<N>> {
  const reply = await callFrom(page, name, args)
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
  return reply.value as CallAnswer<N>
}

function textOf(name: string): string {
  const path = join(profile, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** What the next dialogs answer. */
async function choose(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen })
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, path)
}

/** Every form it may have: as UTF-8 (in JSON and URLs too: it has no character they would escape), UTF-16, base64. */
function holds(bytes: Buffer, canary: string): boolean {
  const forms = [
    Buffer.from(canary),
    Buffer.from(encodeURIComponent(canary)),
    Buffer.from(JSON.stringify(canary).slice(1, -1)),
    // Chromium's databases.
    Buffer.from(canary, 'utf16le'),
    // Wherever it begins in three bytes, this part of it is the same.
    ...[0, 1, 2].map((skip) =>
      Buffer.from(
        Buffer.from(canary)
          .subarray(skip, skip + 6 * Math.floor((canary.length - skip) / 6))
          .toString('base64'),
      ),
    ),
  ]
  return forms.some((form) => bytes.includes(form))
}

/** Every file of the profile that holds it. */
function filesWith(canary: string): string[] {
  return readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.path, entry.name))
    .filter((path) => holds(readFileSync(path), canary))
}

/** What the app writes to its terminal, from now on. */
function outputOf(app: ElectronApplication): () => Buffer {
  const parts: Buffer[] = []
  const { stdout, stderr } = app.process()
  for (const stream of [stdout, stderr]) stream?.on('data', (part: Buffer) => parts.push(part))
  return () => Buffer.concat(parts)
}

/** A server that lets in whoever logs in, gives a token and a cookie, and says back what it is told. */
async function startOpenHouse(token: string, cookie: string) {
  const asked: string[] = []
  const told: string[] = []
  const http = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      asked.push(`${JSON.stringify(request.headers)} ${body}`)
      response.setHeader('Set-Cookie', `sid=${cookie}; HttpOnly; Max-Age=9999`).end(JSON.stringify({ token }))
    })
  })
  const acceptor = new WebSocketServer({ server: http })
  acceptor.on('connection', (socket, request) => {
    asked.push(`${request.url} ${JSON.stringify(request.headers)}`)
    socket.on('message', (bytes) => told.push(String(bytes)))
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  return {
    place: `127.0.0.1:${port}`,
    asked,
    told,
    stop: () => {
      for (const client of acceptor.clients) client.terminate()
      http.close()
    },
  }
}

/** A setting of every kind that is secret, with a canary of its own in each. */
function secretSettings(): { canaries: string[]; connections: ReturnType<typeof plainConnection>[] } {
  const canaries: string[] = []
  const canary = (kind: string) => {
    const made = `cAnAry${kind}${Math.random().toString(36).slice(2, 10)}`
    canaries.push(made)
    return made
  }
  const url = 'ws://127.0.0.1:9/'
  const connections = [
    plainConnection(`ws://me:${canary('userinfo')}@127.0.0.1:9/?token=${canary('urlparameter')}`, {
      headers: [
        ['Authorization', `Bearer ${canary('authorization')}`],
        ['Cookie', canary('cookie')],
        ['Proxy-Authorization', canary('proxyauthorization')],
        ['X-Auth-Token', canary('token')],
        ['X-Client-Secret', canary('secret')],
        ['X-Api-Key', canary('apikey')],
      ],
      query: [
        ['password', canary('parameter')],
        ['sig', canary('sig')],
      ],
      network: {
        proxy: { kind: 'server', url: `http://p:${canary('proxyurl')}@127.0.0.1:9`, password: canary('proxypassword') },
      },
      tls: { clientCertificate: { kind: 'pem', passphrase: canary('pem') } },
    }),
    plainConnection(url, {
      auth: { kind: 'basic', user: 'anna', password: canary('basic') },
      tls: { clientCertificate: { kind: 'pkcs12', passphrase: canary('pkcs12') } },
    }),
    plainConnection(url, { auth: { kind: 'bearer', token: canary('bearer') } }),
    plainConnection(url, { auth: { kind: 'api-key', value: canary('keyvalue') } }),
    plainConnection(url, {
      auth: {
        kind: 'login',
        url: `http://me:${canary('loginurl')}@127.0.0.1:9/`,
        headers: [['Authorization', canary('loginheader')]],
        body: canary('loginbody'),
      },
    }),
  ]
  return { canaries, connections: connections.map((each, at) => ({ ...each, name: `secretive ${at}` })) }
}

test('secrets of every kind are found in no file, after a crash and after a quit, and all else is back', async () => {
  const { canaries, connections } = secretSettings()
  const [user, variable, upstream] = ['cAnAryuser0815', 'cAnAryvariable0815', 'cAnAryupstream0815']
  canaries.push(user, variable, upstream)
  const app = await launch()
  const { page } = new Window(await app.firstWindow())
  for (const settings of connections) await answer(page, 'connection.add', { settings })
  const read = await answer(page, 'workspace.read', {})
  const ids = read.connections.map(({ id }) => id)
  // Dialled, shown, and named in what goes wrong.
  for (const id of ids) await callFrom(page, 'connection.connect', { id })
  for (const { name } of connections) await page.getByText(name, { exact: true }).first().click()
  await answer(page, 'series.add', { connectionId: ids[1] ?? 0, path: ['price'], keyPath: ['symbol'] })
  await answer(page, 'server.add', plainServer({ auth: { kind: 'basic', users: [{ name: 'anna', secret: user }] } }))
  const options = { upstream: `ws://me:${upstream}@127.0.0.1:9` }
  await answer(page, 'server.add', plainServer({ behaviour: 'tap', options }))
  await answer(page, 'desk.write', {
    environments: [{ name: 'staging', variables: [{ name: 'token', value: variable, isSecret: true }] }],
    activeEnvironment: 'staging',
    filters: [{ name: 'dear', text: '$.price > 100' }],
  })
  const state = await answer(page, 'workspace.state', {})
  expect(state.path).toBe(join(profile, 'workspace.json'))
  expect(state.secrets).toEqual({ areKept: false, why: expect.stringContaining('until Feedscope quits') })
  await expect.poll(() => textOf('workspace.json')).toContain('$.price > 100')
  const before = await answer(page, 'workspace.read', {})
  app.process().kill('SIGKILL')
  await once(app.process(), 'exit')
  for (const canary of canaries) expect(filesWith(canary), canary).toEqual([])

  const again = await launch()
  const next = new Window(await again.firstWindow())
  await expect(next.page.getByText('secretive 4').first()).toBeVisible()
  const after = await answer(next.page, 'workspace.read', {})
  const uids = (list: { settings: { uid: string } }[]) => list.map(({ settings }) => settings.uid)
  expect(uids(after.connections)).toEqual(uids(before.connections))
  expect(after.connections.map(({ state }) => state.name)).toEqual(connections.map(() => 'idle'))
  expect(after.connections[1]?.settings.auth).toEqual({ kind: 'basic', user: 'anna', password: '' })
  expect(after.series).toMatchObject([{ connectionId: after.connections[1]?.id, path: ['price'], keyPath: ['symbol'] }])
  expect(after.servers.map(({ uid }) => uid)).toEqual(before.servers.map(({ uid }) => uid))
  const desk = await answer(next.page, 'desk.read', {})
  expect(desk).toMatchObject({ activeEnvironment: 'staging', filters: [{ name: 'dear' }] })
  expect(desk.environments[0]?.variables).toEqual([{ name: 'token', value: '', isSecret: true }])
  await again.close()
  for (const canary of canaries) expect(filesWith(canary), canary).toEqual([])
})

test('secrets that are really sent are found in no file, in nothing that is exported, and not in the terminal', async () => {
  const word = (kind: string) => `cAnAry${kind}${Math.random().toString(36).slice(2, 10)}`
  const [basic, bearer, key, loginBody, taken, cookie] = ['basic', 'bearer', 'key', 'body', 'taken', 'cookie'].map(word)
  const [header, parameter, userinfo, variable] = ['header', 'parameter', 'userinfo', 'variable'].map(word)
  const canaries = [basic, bearer, key, loginBody, taken, cookie, header, parameter, userinfo, variable] as string[]
  const house = await startOpenHouse(taken as string, cookie as string)
  const url = `ws://${house.place}/`
  const settings = [
    plainConnection(url, { auth: { kind: 'basic', user: 'anna', password: basic } }),
    plainConnection(url, { auth: { kind: 'bearer', token: bearer } }),
    plainConnection(url, { auth: { kind: 'api-key', in: 'query', name: 'key', value: key } }),
    plainConnection(url, {
      auth: {
        kind: 'login',
        url: `http://${house.place}/login`,
        body: JSON.stringify({ password: loginBody }),
        takes: [{ field: '$.token', prefix: 'Bearer ' }],
      },
    }),
    plainConnection(url, { headers: [['Authorization', `Bearer ${header}`]], query: [['token', parameter as string]] }),
    plainConnection(`ws://me:${userinfo}@${house.place}/`),
    plainConnection(`${url}{{hidden}}?q={{hidden}}`, {
      headers: [['X-Plain', '{{hidden}}']],
      onOpen: [{ message: 'I am nobody' }],
    }),
  ].map((each, at) => ({ ...each, name: `secretive ${at}` }))
  const app = await launch()
  const output = outputOf(app)
  const window = new Window(await app.firstWindow())
  const { page } = window
  await answer(page, 'desk.write', {
    globals: [{ name: 'hidden', value: variable as string, isSecret: true }],
  })
  const ids: number[] = []
  for (const each of settings) ids.push((await answer(page, 'connection.add', { settings: each })).id)
  for (const id of ids) await answer(page, 'connection.connect', { id })
  const states = async () => (await answer(page, 'workspace.read', {})).connections.map(({ state }) => state.name)
  await expect.poll(states).toEqual(settings.map(() => 'open'))
  await expect.poll(() => house.told).toContain('I am nobody')
  // Else nothing could have leaked.
  const sent = Buffer.from(house.asked.join('\n'))
  for (const canary of canaries) expect(holds(sent, canary), canary).toBe(true)

  await test.step('it is looked at wherever it is shown', async () => {
    for (const { name } of settings) {
      await page.getByText(name, { exact: true }).first().click()
      for (const tab of ['Handshake', 'Setup']) await window.tab(tab).click()
    }
    for (const id of ids) await callFrom(page, 'connection.handshake', { id })
  })
  const rows = await window.grid.innerText()
  for (const canary of canaries) expect(holds(Buffer.from(rows), canary), `${canary} in the log`).toBe(false)

  const exported = join(profile, 'exported.json')
  await choose(app, exported)
  await answer(page, 'workspace.export', {})
  await choose(app, join(profile, 'copy.json'))
  await answer(page, 'workspace.create', { from: 'this' })
  await expect.poll(() => textOf('copy.json')).toContain('I am nobody')
  expect(textOf('exported.json')).toContain('I am nobody')
  await app.close()
  for (const canary of canaries) expect(filesWith(canary), canary).toEqual([])
  for (const canary of canaries) expect(holds(output(), canary), `${canary} in the terminal`).toBe(false)
  house.stop()
})

test('what a crash leaves of messages is removed at the next start, and secrets of settings are not in it', async () => {
  const feed = await Feed.start()
  const password = 'cAnArypassword0815'
  const app = await launch()
  const window = new Window(await app.firstWindow())
  const { page } = window
  const MIB = 1024 * 1024
  const limits = { memoryBytes: 64 * MIB, diskBytes: 1024 * MIB, whenDiskIsSlow: 'hold-back' as const }
  await answer(page, 'storage.configure', { limits })
  const auth = { kind: 'basic', user: 'anna', password } as const
  const { id } = await answer(page, 'connection.add', { settings: plainConnection(feed.url, { auth }) })
  await answer(page, 'connection.connect', { id })
  await expect(page.locator('[data-state="open"]')).toBeVisible()
  for (let count = 0; count < 100; count++) feed.send('x'.repeat(MIB))
  const frames = () => readdirSync(join(profile, 'frames')).filter((name) => name.endsWith('.chunk'))
  await expect.poll(frames, { timeout: 30_000 }).not.toEqual([])
  app.process().kill('SIGKILL')
  await once(app.process(), 'exit')
  // Messages are there: that is what docs/security.md says of a crash.
  expect(frames()).not.toEqual([])
  expect(filesWith(password)).toEqual([])
  const again = await launch()
  await again.firstWindow()
  await expect.poll(frames).toEqual([])
  await again.close()
  expect(frames()).toEqual([])
  feed.kill()
})

test('servers come back stopped, with their rules, and start as they were', async () => {
  const app = await launch()
  const window = new Window(await app.firstWindow())
  await startOwnServer(window, 'silent')
  const id = (await answer(window.page, 'workspace.read', {})).servers[0]?.id ?? 0
  const rules = [{ when: { on: 'open' as const }, do: [{ do: 'reply' as const, template: 'welcome back' }] }]
  await answer(window.page, 'server.configure', { id, rules })
  await app.close()

  const again = await launch()
  const next = new Window(await again.firstWindow())
  const server = next.button(':any silent')
  await expect(server).toBeVisible()
  await server.click()
  await expect(next.button('Start server')).toBeVisible()
  await next.tab('Setup').click()
  await next.page.getByRole('tabpanel').getByText('Rules').first().click()
  await expect(next.page.getByRole('tabpanel').getByText('welcome back')).toBeVisible()
  await next.button('Start server').click()
  await expect(next.button('Stop server')).toBeVisible()
  await again.close()
})

test('a workspace is copied, exported, added, left for another, and changed by another program', async () => {
  const feed = await Feed.start()
  const app = await launch()
  const window = new Window(await app.firstWindow())
  const { page } = window
  await window.connectOpen(feed.url)
  const { connections } = await answer(page, 'workspace.read', {})
  const names = async () => (await answer(page, 'workspace.read', {})).connections.map(({ name }) => name)

  await choose(app, join(profile, 'copy.json'))
  expect(await answer(page, 'workspace.create', { from: 'this' })).toMatchObject({ name: 'copy', isDefault: false })
  // What runs goes on.
  await expect(page.locator('[data-state="open"]')).toBeVisible()
  await choose(app, join(profile, 'shared.json'))
  expect(await answer(page, 'workspace.export', {})).toEqual({ name: 'shared.json' })
  expect(await answer(page, 'workspace.import', {})).toEqual({ connections: 1, servers: 0 })
  expect((await names()).length).toBe(2)

  await choose(app, join(profile, 'empty.json'))
  expect(await answer(page, 'workspace.create', { from: 'nothing' })).toMatchObject({ name: 'empty' })
  expect(await names()).toEqual([])
  expect(await answer(page, 'file.choose', { title: 'A CA', extensions: ['pem'] })).toEqual({
    name: 'empty.json',
    path: join(profile, 'empty.json'),
  })
  await app.close()

  const again = await launch()
  const { page: nextPage } = new Window(await again.firstWindow())
  expect((await answer(nextPage, 'workspace.state', {})).name).toBe('empty')
  const own = await answer(nextPage, 'workspace.open', { path: join(profile, 'workspace.json') })
  expect(own).toMatchObject({ isDefault: true })
  await expect(nextPage.getByText(connections[0]?.name ?? 'none').first()).toBeVisible()
  writeFileSync(
    join(profile, 'workspace.json'),
    textOf('workspace.json').replace('"url"', '"name": "from git",\n "url"'),
  )
  await expect(nextPage.getByText('from git').first()).toBeVisible()
  await expect(nextPage.getByText('changed by another program')).toBeVisible()
  await again.close()
  feed.kill()
})

test('a workspace that is damaged is kept aside, and the window says so', async () => {
  writeFileSync(join(profile, 'workspace.json'), '{"feedscope":"works')
  const app = await launch()
  const window = new Window(await app.firstWindow())
  await expect(window.page.getByRole('alert')).toContainText('Your workspace could not be read: it is no JSON')
  await app.close()
})

test('a link is handed to the window, at the first start and at a second, and nothing connects by itself', async () => {
  const linkTo = (url: string) => `feedscope://connect?url=${encodeURIComponent(url)}`
  const app = await launch(linkTo('wss://first.example/feed'))
  const window = new Window(await app.firstWindow())
  const { page } = window
  await page.evaluate(() => {
    const heard: string[] = []
    Object.assign(globalThis, { heard })
    ;(globalThis as unknown as { feedscope: Bridge }).feedscope.on('link.received', ({ url }) => heard.push(url))
  })
  // Told to who listened first: the window that asks, or this test.
  const told = async () => {
    const heard = await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard.join())
    return heard + (await page.locator('body').innerText()) + (await fieldsOf(page))
  }
  await expect.poll(told).toContain('wss://first.example/feed')

  const second = spawn(
    app.process().spawnfile,
    ['.', ...(isRoot ? ['--no-sandbox'] : []), `--user-data-dir=${profile}`, linkTo('wss://second.example/feed')],
    { stdio: 'ignore' },
  )
  await once(second, 'exit')
  await expect.poll(told).toContain('wss://second.example/feed')
  const third = spawn(
    app.process().spawnfile,
    ['.', ...(isRoot ? ['--no-sandbox'] : []), `--user-data-dir=${profile}`, linkTo('https://third.example')],
    { stdio: 'ignore' },
  )
  await once(third, 'exit')
  await expect(page.getByText('which is no ws:// or wss:// URL')).toBeVisible()
  expect((await answer(page, 'workspace.read', {})).connections).toEqual([])
  await app.close()
})

function fieldsOf(page: Page): Promise<string> {
  return page.evaluate(() => [...document.querySelectorAll('input')].map(({ value }) => value).join())
}
