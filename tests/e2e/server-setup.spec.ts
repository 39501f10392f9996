/** The Setup tab of a local server: what is typed there is what the engine is told, at once or at the start. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import type { Bridge, Workspace } from '../../src/shared/ipc/contract'
import type { ServerSummary } from '../../src/shared/protocol/feed'
import { expect, test, type Window } from './support/app'

/** The sections and what is in them; names there may be names elsewhere too. */
class Setup {
  constructor(readonly window: Window) {}

  get pane() {
    return this.window.page.getByRole('tabpanel')
  }

  section(name: string) {
    return this.pane.getByRole('navigation', { name: 'Setup sections' }).getByRole('button', { name, exact: true })
  }

  field(name: string) {
    return this.pane.getByRole('textbox', { name, exact: true })
  }

  button(name: string) {
    return this.pane.getByRole('button', { name, exact: true })
  }

  async type(name: string, value: string): Promise<void> {
    await this.field(name).fill(value)
    await this.field(name).press('Enter')
  }

  /** The first server, as the engine has it. */
  async server(): Promise<ServerSummary | undefined> {
    return this.window.page.evaluate(async () => {
      const { feedscope } = globalThis as unknown as { feedscope: Bridge }
      const workspace = await feedscope.call('workspace.read', {})
      return workspace.ok ? (workspace.value as Workspace).servers[0] : undefined
    })
  }
}

async function newServer(window: Window): Promise<Setup> {
  await window.button('New server').click()
  await window.page.getByRole('textbox', { name: 'Port' }).fill('0')
  await expect(window.tab('Setup')).toHaveAttribute('aria-selected', 'true')
  return new Setup(window)
}

async function startedServer(window: Window): Promise<Setup> {
  const setup = await newServer(window)
  await window.button('Start server').click()
  await expect(window.button('Stop server')).toBeVisible()
  await window.tab('Setup').click()
  return setup
}

test('a server is started with the limits and users that were set', async ({ window }) => {
  const setup = await newServer(window)
  await setup.section('Limits').click()
  await setup.type('Message size', '2 MiB')
  await setup.type('Idle time', 'off')
  await setup.type('Handshake time', '90 s')
  await expect(setup.pane.getByRole('alert')).toContainText('200 ms to 1 min')
  await setup.type('Handshake time', '1.5 s')
  await expect(setup.pane.getByRole('alert')).toHaveCount(0)
  await expect(setup.section('Limits')).toContainText('3')
  await setup.button('Reset Idle time').click()
  await expect(setup.field('Idle time')).toHaveValue('1 h')

  await setup.section('Access').click()
  await setup.button('Basic').click()
  await expect(setup.pane).toContainText('Nobody can connect until there is a user.')
  await setup.field('Name of the new user').fill('alice')
  await setup.pane.getByLabel('Secret of the new user').fill('s3cret')
  await setup.pane.getByRole('combobox', { name: 'The new user may' }).selectOption('listen')
  await setup.button('Add user').click()
  await setup.field('Name of the new user').fill('alice')
  await setup.button('Add user').click()
  await expect(setup.pane.getByRole('alert')).toContainText('There is a user “alice” already.')

  await window.button('Start server').click()
  await expect(window.button('Stop server')).toBeVisible()
  expect(await setup.server()).toMatchObject({
    limits: { messageBytes: 2 * 1024 ** 2, idleMs: 3_600_000, handshakeMs: 1_500 },
    auth: { kind: 'basic', users: [{ name: 'alice', secret: 's3cret', may: 'listen' }] },
  })
})

test('a secret is dots until it is shown', async ({ window }) => {
  const setup = await newServer(window)
  await setup.section('Access').click()
  await setup.field('Name of the new user').fill('alice')
  await setup.pane.getByLabel('Secret of the new user').fill('s3cret')
  await setup.button('Add user').click()
  const secret = setup.pane.getByLabel('Secret of user 1', { exact: true })
  await expect(secret).toHaveAttribute('type', 'password')
  await setup.button('Show secret of user 1').click()
  await expect(secret).toHaveAttribute('type', 'text')
  await expect(secret).toHaveValue('s3cret')
})

test('faults change while the server runs, and one button clears them', async ({ window }) => {
  const setup = await startedServer(window)
  await setup.section('Faults').click()
  const summary = setup.pane.getByRole('status', { name: 'Faults that are on' })
  await expect(summary).toHaveText('No faults: the server behaves.')
  await setup.type('Latency', '120')
  await setup.type('Dropped', '5')
  await setup.pane.getByRole('checkbox', { name: 'No pong' }).check()
  await expect(summary).toContainText('delayed 120 ms, 5 % dropped, no pong')
  await expect
    .poll(async () => (await setup.server())?.faults)
    .toMatchObject({ latencyMs: 120, dropShare: 0.05, noPong: true })
  await setup.button('Clear faults').click()
  await expect
    .poll(async () => (await setup.server())?.faults)
    .toMatchObject({ latencyMs: 0, dropShare: 0, noPong: false })
  await expect(summary).toHaveText('No faults: the server behaves.')
})

test('what a running server was begun with waits for a stop, and says so', async ({ window }) => {
  const setup = await startedServer(window)
  await setup.section('Security').click()
  await expect(setup.pane).toContainText('Stop the server to change this.')
  await expect(setup.button('All addresses')).toBeDisabled()
  await setup.type('Allowed origins', 'https://a.example, https://b.example')
  await expect
    .poll(async () => (await setup.server())?.allowedOrigins)
    .toEqual(['https://a.example', 'https://b.example'])
  await window.button('Stop server').click()
  await setup.button('All addresses').click()
  // Beside the choice, and in the bar, whatever tab is open.
  await expect(window.page.getByText('Every computer of the network can reach it.')).toHaveCount(2)
  await window.tab('Health').click()
  await expect(window.page.getByText('Every computer of the network can reach it.')).toHaveCount(1)
})

test('a typo in a schema is said beneath it, and the schema is in use once it is mended', async ({ window }) => {
  const setup = await startedServer(window)
  await setup.section('Validation').click()
  await setup.field('JSON Schema').fill('{"type": object}')
  await expect(setup.pane.getByRole('alert')).toContainText('“object” is no JSON value; texts stand in double quotes.')
  expect((await setup.server())?.validation.schema).toBe('')
  await setup.button('close').click()
  await setup.field('JSON Schema').fill('{"type": "object"}')
  await expect
    .poll(async () => (await setup.server())?.validation)
    .toEqual({ schema: '{"type": "object"}', whenInvalid: 'close' })
  await expect(setup.pane.getByRole('alert')).toHaveCount(0)
  await expect(setup.section('Validation')).toContainText('1')
})

test('rules are added, moved and edited, and outlive a stop', async ({ window }) => {
  const setup = await startedServer(window)
  await setup.section('Rules').click()
  await setup.button('When a client connects').click()
  await setup.button('On a message').click()
  const rules = setup.pane.getByRole('listitem', { name: /^Rule \d+$/ })
  await expect(rules).toHaveCount(2)
  await setup.type('What rule 2 matches', '$.type = ping')
  await setup.field('Template of step 1 of rule 2').fill('pong {{seq}}')
  await setup.button('Add close to rule 2').click()
  await setup.type('Close code of step 2 of rule 2', '1006')
  await expect(setup.pane.getByRole('alert')).toContainText('“1006” is no code that may be sent')
  await setup.type('Close code of step 2 of rule 2', '4001')
  await setup.button('Move rule 2 up').click()
  await setup.button('Duplicate rule 2').click()
  await expect(rules).toHaveCount(3)
  await setup.button('Remove rule 3').click()
  await setup.button('Remove rule 1').click()
  await expect(rules).toHaveCount(1)
  await window.page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect(rules).toHaveCount(2)
  const wanted = [
    {
      when: { on: 'message', matches: '$.type = ping' },
      do: [
        { do: 'reply', template: 'pong {{seq}}' },
        { do: 'close', closeCode: 4001, reason: '' },
      ],
    },
    { when: { on: 'open' }, do: [{ do: 'reply', template: 'Hello, client {{client}}.' }] },
  ]
  await expect.poll(async () => (await setup.server())?.rules).toEqual(wanted)
  await window.button('Stop server').click()
  await expect(rules).toHaveCount(2)
  await window.button('Start server').click()
  await expect(window.button('Stop server')).toBeVisible()
  expect((await setup.server())?.rules).toEqual(wanted)
  await expect(setup.field('What rule 1 matches')).toHaveValue('$.type = ping')
})

test('a draft waits while one looks elsewhere, and the tab of a server is not kept in other places', async ({
  window,
}) => {
  const setup = await newServer(window)
  await setup.section('Limits').click()
  await setup.type('Connections', '7')
  await window.button('All connections').click()
  await expect(window.tab('Setup')).toHaveCount(0)
  await expect(window.page.getByRole('tab', { selected: true })).toHaveText('Charts')
  await window.button('New server').click()
  await expect(setup.field('Connections')).toHaveValue('7')
})

/** Stands in for the user in the system's dialogs. */
async function choose(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen })
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, path)
}

test('a server goes into a file without its secrets, and comes back from one', async ({ electronApp, window }) => {
  const folder = mkdtempSync(join(tmpdir(), 'feedscope-e2e-setup-'))
  const path = join(folder, 'mine.json')
  await choose(electronApp, path)
  const setup = await newServer(window)
  await setup.section('Access').click()
  await setup.field('Name of the new user').fill('alice')
  await setup.pane.getByLabel('Secret of the new user').fill('canary')
  await setup.button('Add user').click()
  await setup.section('Limits').click()
  await setup.type('Connections', '7')
  await setup.button('Export…').click()
  await expect(window.page.getByText('The settings are in mine.json.')).toBeVisible()
  const written = readFileSync(path, 'utf8')
  expect(written).not.toContain('canary')
  expect(JSON.parse(written)).toMatchObject({ feedscope: 'server', limits: { connections: 7 } })

  await setup.type('Connections', '8')
  await setup.button('Import…').click()
  await expect(setup.field('Connections')).toHaveValue('7')
  await window.page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(setup.field('Connections')).toHaveValue('8')

  writeFileSync(path, '{"feedscope": "server", "version": 1, "limits": {"connections": 0}}')
  await setup.button('Import…').click()
  await expect(setup.pane.getByRole('alert')).toContainText('limits.connections')
  await expect(setup.field('Connections')).toHaveValue('8')
  rmSync(folder, { recursive: true, force: true })
})
