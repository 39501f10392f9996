/** What was set up is there again after a restart. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'
import { expect, test, Window } from './support/app'
import { callFrom } from './support/bridge'
import { startOwnServer } from './support/own-server'

function launch(profile: string): Promise<ElectronApplication> {
  return _electron.launch({
    args: ['.', `--user-data-dir=${profile}`, '--disable-gpu', '--no-demo'],
    chromiumSandbox: process.getuid?.() !== 0,
  })
}

function useProfile(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'feedscope-e2e-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

test('servers come back stopped, with their rules, and start as they were; their secrets were never on disk', async () => {
  const profile = useProfile()
  const app = await launch(profile.path)
  const window = new Window(await app.firstWindow())
  await startOwnServer(window, 'silent')
  const read = await callFrom(window.page, 'workspace.read', {})
  const id = read.ok ? (read.value.servers[0]?.id ?? 0) : 0
  const rules = [{ when: { on: 'open' as const }, do: [{ do: 'reply' as const, template: 'welcome back' }] }]
  const auth = { kind: 'query' as const, users: [{ name: 'anna', secret: 'c4n4ry' }] }
  expect((await callFrom(window.page, 'server.configure', { id, rules, auth })).ok).toBe(true)
  await app.close()
  expect(readFileSync(join(profile.path, 'workspace.json'), 'utf8')).not.toContain('c4n4ry')

  const again = await launch(profile.path)
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
  profile.remove()
})

test('a workspace that is damaged is kept aside, and the window says so', async () => {
  const profile = useProfile()
  writeFileSync(join(profile.path, 'workspace.json'), '{"feedscope":"works')
  const app = await launch(profile.path)
  const window = new Window(await app.firstWindow())
  await expect(window.page.getByRole('alert')).toContainText('Your servers could not be read: it is no JSON')
  await app.close()
  profile.remove()
})
