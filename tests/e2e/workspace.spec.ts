/** What was set up is there again after a restart, after a crash and in another workspace; what is secret was never on disk. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
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

/** Every file of the profile that holds it: as UTF-8, as UTF-16 (Chromium's databases), as base64. */
function filesWith(canary: string): string[] {
  const forms = [
    Buffer.from(canary),
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
  return readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.path, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path)
      return forms.some((form) => bytes.includes(form))
    })
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
