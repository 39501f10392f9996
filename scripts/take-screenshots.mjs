#!/usr/bin/env node
/**
 * `npm run screenshots`: takes the pictures of the README and the guide from the real app, so that they can be taken
 * again when it looks different. Needs a build of what it shows: makes one.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from '@playwright/test'
import { chromiumSandbox, openDisplay } from './display.mjs'
import { ensureBuild } from './ensure-build.mjs'
import { ensureElectron } from './ensure-electron.mjs'
import { ensureSystem } from './ensure-system.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const images = path.join(root, 'docs/images')
const SIZE = { width: 1440, height: 900 }

ensureElectron()
ensureSystem()
ensureBuild()
fs.mkdirSync(images, { recursive: true })
const display = await openDisplay()
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'feedscope-screenshots-'))
const app = await _electron.launch({
  args: ['.', `--user-data-dir=${profile}`, '--disable-gpu'],
  cwd: root,
  env: display.env,
  chromiumSandbox,
  // The app's own theme, not Playwright's.
  colorScheme: null,
})
try {
  const page = await app.firstWindow()
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0].setContentSize(width, height)
  }, SIZE)
  const button = (name) => page.getByRole('button', { name, exact: true })
  const take = (name) => page.screenshot({ path: path.join(images, `${name}.png`) })

  await button('light theme').click()
  await received(page, 900)
  await take('first-run')

  await button('dark theme').click()
  await fillDesk(page)
  await page.locator('[data-server-url]').first().click()
  const rate = page.getByRole('spinbutton', { name: /rate/i })
  await rate.fill('2000')
  await rate.press('Enter')
  await button('demo ticker').click()
  await received(page, 12_000)
  await page.getByRole('searchbox', { name: 'Filter' }).fill('$.price > 93 and not GLOBEX')
  await page.keyboard.press('Enter')
  await page.getByRole('grid', { name: 'Messages' }).getByText('"symbol":"ACME"').first().waitFor()
  await page.getByRole('grid', { name: 'Messages' }).getByRole('row').nth(3).click()
  await page.keyboard.press('b')
  await page.getByRole('grid', { name: 'Messages' }).getByRole('row').nth(6).click()
  await page.getByRole('treeitem').first().waitFor()
  await take('busy-log')
} finally {
  await app.close()
  display.close()
  fs.rmSync(profile, { recursive: true, force: true })
}

function received(page, count) {
  const read = (atLeast) => Number(document.querySelector('[data-counter=received]')?.dataset.value) >= atLeast
  return page.waitForFunction(read, count, { timeout: 120_000 })
}

/** What somebody has who has used it for a week: folders, an environment, columns, colours. Nothing of it is dialled. */
function fillDesk(page) {
  return page.evaluate(async () => {
    const { call } = window.feedscope
    await call('desk.write', {
      environments: [{ name: 'staging', variables: [{ name: 'host', value: 'staging.example.com' }] }],
      activeEnvironment: 'staging',
      folders: ['market', 'market/eu', 'games'],
      columns: [
        { path: '$.symbol', title: '', widthPx: 84 },
        { path: '$.price', title: '', widthPx: 64 },
      ],
      colours: [
        { filter: '$.size >= 1000', colour: 'orange' },
        { filter: '$.symbol == ACME', colour: 'blue' },
      ],
    })
    const feeds = [
      ['quotes', 'market', 'wss://{{host}}/quotes'],
      ['order book', 'market/eu', 'wss://{{host}}/book'],
      ['trades', 'market/eu', 'wss://{{host}}/trades'],
      ['lobby', 'games', 'wss://lobby.example.com/v2'],
    ]
    for (const [name, folder, url] of feeds) await call('connection.add', { settings: { name, folder, url } })
  })
}
