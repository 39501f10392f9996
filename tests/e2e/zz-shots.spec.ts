import { plainConnection } from '../../src/shared/protocol/connection-settings'
import { expect, test } from './support/app'
import { callFrom } from './support/bridge'

const dir = '/tmp/sidebar/shots'
test('shots', async ({ window, feed }) => {
  const { page } = window
  const shoot = async (name: string) => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${dir}/${name}-${colorScheme}.png` })
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await shoot('empty')
  const settings = (url: string, name: string, folder: string) => plainConnection(url, { name, folder })
  for (const [url, name, folder] of [
    [feed.url, 'ticker', 'market/eu'],
    ['ws://b/', 'ticker us', 'market/us'],
    ['ws://c/', 'a very long name of a connection that does not fit', 'market'],
    ['ws://localhost:9999/feed', '', 'chat'],
    ['ws://localhost:9999/feed', 'loose one', ''],
  ] as const)
    await callFrom(page, 'connection.add', { settings: settings(url, name, folder) })
  await callFrom(page, 'server.add', { behaviour: 'echo', port: 8080 })
  await window.button('ticker').click()
  await window.button('ticker').click({ button: 'right' })
  await shoot('menu')
  await page.getByRole('menuitem', { name: 'Connect', exact: true }).click()
  await page.keyboard.press('F2')
  await shoot('rename')
  await page.keyboard.press('Escape')
  await window.button('ticker').hover()
  await shoot('filled')
  await window.button('Actions for ticker').click()
  await page.getByRole('menuitem', { name: 'Move to folder…' }).click()
  await shoot('move')
  await page.keyboard.press('Escape')
  await window.button('Workspace').click()
  await shoot('workspace')
  await page.keyboard.press('Escape')
  await window.button('Edit environments').click()
  await window.button('+ New environment').click()
  await page.getByRole('textbox', { name: 'New variable' }).fill('host')
  await page.getByRole('textbox', { name: 'Value of host' }).fill('eu.example.com')
  await page.getByRole('textbox', { name: 'New variable' }).fill('to ken')
  await page.getByRole('textbox', { name: 'Value of to ken' }).fill('s3cret')
  await page.getByRole('checkbox', { name: 'to ken is a secret' }).check()
  await shoot('environments')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await window.button('More ways to add').click()
  await shoot('add')
  await page.getByRole('menuitem', { name: 'Import…' }).click()
  await shoot('import-empty')
  await page
    .getByRole('textbox', { name: 'What to import' })
    .fill(
      `curl -k -b jar --cacert ca.pem -u me:pw -H 'X-Api-Key: abc' -H 'Origin: https://a.example' "https://feed.example.com/live?x=1" -H "X-T: $TOKEN"`,
    )
  await expect(page.getByText('Read as a curl')).toBeVisible()
  await shoot('import-curl')
  await page.setViewportSize({ width: 860, height: 600 })
  await shoot('import-small')
  await page.getByRole('textbox', { name: 'What to import' }).fill(`a: [`)
  await expect(page.getByRole('alert')).toBeVisible()
  await shoot('import-bad')
  await page.keyboard.press('Escape')
  await shoot('small')
})
