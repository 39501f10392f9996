/** Imports become connections that connect; variables and links do what they are asked for, and links ask first. */
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { WebSocketServer } from 'ws'
import { test as base, expect, type Window } from './support/app'

interface Peer {
  port: number
  requests: IncomingMessage[]
  messages: string[]
}

/** A peer in the test's own process, to see what it is asked for. */
const test = base.extend<{ peer: Peer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to see what is needed
  peer: async ({}, use) => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    await once(server, 'listening')
    const peer: Peer = { port: (server.address() as { port: number }).port, requests: [], messages: [] }
    server.on('connection', (client, request) => {
      peer.requests.push(request)
      client.on('message', (data) => peer.messages.push(String(data)))
    })
    await use(peer)
    for (const each of server.clients) each.terminate()
    server.close()
  },
})

async function importText({ page }: Window, text: string): Promise<void> {
  await page.getByRole('button', { name: 'More ways to add' }).click()
  await page.getByRole('menuitem', { name: 'Import…' }).click()
  await page.getByRole('textbox', { name: 'What to import' }).fill(text)
}

test('curl, wscat and AsyncAPI become connections that connect', async ({ window, peer }) => {
  const { page } = window
  const dialog = page.getByRole('dialog', { name: 'Import connections' })

  await importText(window, `curl -k 'http://127.0.0.1:${peer.port}/curl?a=1' -H 'X-Trace: 7' -b 'sid=1' -u me:pw`)
  await expect(dialog).toContainText(`ws://127.0.0.1:${peer.port}/curl?a=1`)
  await expect(dialog).toContainText('X-Trace: 7')
  await expect(dialog).toContainText('pin the one you see')
  await expect(dialog.getByRole('region', { name: 'What will be made' })).not.toContainText('sid=1')
  await window.button('Add 1 connection').click()
  await expect(dialog).toHaveCount(0)
  expect(peer.requests).toHaveLength(0)
  await window.button('Connect').click()
  await expect(page.locator('[data-state="open"]')).toBeVisible()
  expect(peer.requests[0]?.url).toBe('/curl?a=1')
  expect(peer.requests[0]?.headers).toMatchObject({ 'x-trace': '7', cookie: 'sid=1' })

  await importText(window, `wscat -c 127.0.0.1:${peer.port}/wscat -H 'X-Who: cat' -o http://o.example`)
  await page.keyboard.press('Tab')
  await window.button('Add 1 connection').click()
  await window.button('Connect').click()
  await expect.poll(() => peer.requests[1]?.headers).toMatchObject({ 'x-who': 'cat', origin: 'http://o.example' })

  await importText(window, 'curl "never closed')
  await expect(dialog.getByRole('alert')).toContainText('not closed')
  await expect(window.button('Add')).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  const document = `
asyncapi: 3.0.0
info: { title: Rooms, version: '1' }
servers: { local: { host: '127.0.0.1:${peer.port}', pathname: /api, protocol: ws } }
channels:
  lobby:
    address: lobby
    messages: { said: { payload: { type: object, required: [who] } } }
  hall: { address: hall }
operations:
  tell: { action: send, channel: { $ref: '#/channels/lobby' } }
`
  await importText(window, document)
  await expect(dialog).toContainText('Read as an AsyncAPI 3.0.0 document. 2 connections')
  await window.button('Add 2 connections').click()
  await expect(window.button('Rooms')).toHaveAttribute('aria-expanded', 'true')
  await window.button('local hall').click()
  await window.button('Connect').click()
  await expect.poll(() => peer.requests[2]?.url).toBe('/api/hall')
  await window.button('Undo').last().click()
  await expect(window.button('local hall')).toHaveCount(0)
})

test('another environment is another address; a secret is masked until it is shown', async ({ window, peer }) => {
  const { page } = window
  const dialog = page.getByRole('dialog', { name: 'Environments' })
  await window.button('Edit environments').click()
  for (const [name, value] of [
    ['first', 'one'],
    ['second', 'two'],
  ] as const) {
    await window.button('+ New environment').click()
    await dialog.getByRole('textbox', { name: 'Environment’s name' }).fill(name)
    await dialog.getByRole('textbox', { name: 'New variable' }).fill('place')
    await dialog.getByRole('textbox', { name: 'Value of place' }).fill(value)
  }
  await dialog.getByRole('textbox', { name: 'New variable' }).fill('to ken')
  await expect(dialog).toContainText('A name begins with a letter')
  await window.button('Save').click()
  await expect(dialog).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Name of variable 2' }).fill('token')
  await dialog.getByRole('checkbox', { name: 'token is a secret' }).check()
  const secret = dialog.getByLabel('Value of token')
  await secret.fill('hush')
  await expect(secret).toHaveAttribute('type', 'password')
  await window.button('Show token').click()
  await expect(secret).toHaveAttribute('type', 'text')
  await page.keyboard.press('Escape')
  await expect(dialog).toContainText('Your changes are not saved.')
  await window.button('Save').click()
  await expect(dialog).toHaveCount(0)

  const environment = page.getByRole('combobox', { name: 'Environment' })
  await window.button('New connection').click()
  await window.url.fill(`ws://127.0.0.1:${peer.port}/{{place}}`)
  for (const [name, url] of [
    ['first', '/one'],
    ['second', '/two'],
  ] as const) {
    await environment.selectOption(name)
    await window.button('Connect').click()
    await expect(page.locator('[data-state="open"]')).toBeVisible()
    expect(peer.requests.at(-1)?.url).toBe(url)
    await window.button('Disconnect').click()
  }
})

test('a link shows where it leads and asks, with the focus on Cancel', async ({ window, peer, electronApp }) => {
  const { page } = window
  const url = `ws://127.0.0.1:${peer.port}/linked`
  const follow = () =>
    electronApp.evaluate(
      ({ app }, link) => app.emit('second-instance', {}, ['feedscope', link], '', undefined),
      `feedscope://connect?url=${encodeURIComponent(url)}`,
    )
  const dialog = page.getByRole('dialog', { name: `Open a connection to 127.0.0.1:${peer.port}?` })
  await expect(window.button('New connection')).toBeVisible()
  await follow()
  await expect(dialog).toContainText(url)
  await expect(window.button('Cancel')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await follow()
  await window.button('Add without connecting').click()
  await expect(page.locator('[data-state="idle"]')).toBeVisible()
  expect(peer.requests).toHaveLength(0)
  await follow()
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.locator('[data-state="open"]')).toBeVisible()
  expect(peer.requests[0]?.url).toBe('/linked')
})
