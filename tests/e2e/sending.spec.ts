/** Sending by itself: sequences with waits, variables filled in, a file in fragments, a schema that is asked first. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from './support/app'
import { callFrom } from './support/bridge'

test('a message is repeated, a sequence sent, a file streamed, each seen on its way and at its end', async ({
  electronApp,
  window,
  feed,
}) => {
  const { page } = window
  await window.connectOpen(feed.url)
  await callFrom(page, 'desk.write', { globals: [{ name: 'room', value: 'lobby', isSecret: false }] })

  await window.button('JSON').click()
  await window.message.fill('{"n": {{seq}}, "room": "{{room}}"}')
  await expect(page.getByText(/→ \{"n": \d+, "room": "lobby"\}/)).toBeVisible()
  await window.button('Repeat').click()
  const menu = page.getByRole('dialog', { name: 'Repeat' })
  await menu.getByRole('combobox', { name: 'How often' }).selectOption('times')
  await menu.getByRole('textbox', { name: 'Times' }).fill('4')
  await menu.getByRole('textbox', { name: 'Every' }).fill('20 ms')
  await menu.getByRole('button', { name: 'Start', exact: true }).click()
  const strip = page.getByRole('list', { name: 'Being sent' })
  await expect(strip).toContainText('4 of 4 sent · done')
  const numbers = (await feed.received()).map((each) => (JSON.parse(each) as { n: number; room: string }).n)
  expect(numbers).toEqual([0, 1, 2, 3].map((more) => (numbers[0] as number) + more))
  await strip.getByRole('button', { name: /^Dismiss/ }).click()
  await expect(strip).toHaveCount(0)

  await window.button('Text').click()
  await window.message.fill('first\nsecond')
  await window.button('Repeat').click()
  await menu.getByRole('button', { name: '+ each of its lines' }).click()
  await menu.getByRole('textbox', { name: 'Wait after message 1' }).fill('15 ms')
  await menu.getByRole('button', { name: 'Move message 2 up' }).click()
  await menu.getByRole('combobox', { name: 'How often' }).selectOption('endless')
  await menu.getByRole('textbox', { name: 'Every' }).fill('10 ms')
  await menu.getByRole('button', { name: 'Start', exact: true }).click()
  await expect.poll(async () => (await feed.received()).length).toBeGreaterThan(10)
  await strip.getByRole('button', { name: /^Stop 2 messages without end/ }).click()
  await expect(strip).toContainText('stopped')
  expect((await feed.received()).slice(4, 8)).toEqual(['second', 'first', 'second', 'first'])

  const folder = mkdtempSync(join(tmpdir(), 'feedscope-e2e-file-'))
  const path = join(folder, 'large.bin')
  writeFileSync(path, Buffer.alloc(3_000_000, 7))
  await electronApp.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, path)
  await window.button('Repeat').click()
  await menu.getByRole('button', { name: 'Choose and send…' }).click()
  await expect(strip).toContainText('large.bin in fragments')
  await expect(strip).toContainText('3 MB of 3 MB · done')
  await expect(window.row('07 07 07').first()).toBeVisible()
  rmSync(folder, { recursive: true })
})

test('what does not fit the schema of a connection is asked about, and an unknown variable is said', async ({
  window,
  feed,
}) => {
  const { page } = window
  await window.connectOpen(feed.url)
  const workspace = await callFrom(page, 'workspace.read', {})
  const id = workspace.ok ? (workspace.value.connections[0]?.id ?? 0) : 0
  const sent = '{"type": "object", "required": ["price"]}'
  await callFrom(page, 'connection.configure', { id, change: { validation: { sent } } })
  await window.button('JSON').click()
  await window.message.fill('{"prise": 1}')
  await expect(page.getByText(/^Against the schema: .*price/)).toBeVisible()
  await window.button('Send').click()
  await expect(page.getByRole('alert')).toContainText('It does not fit the connection’s schema')
  expect(await feed.received()).toEqual([])
  await window.button('Send anyway').click()
  await expect.poll(() => feed.received()).toEqual(['{"prise": 1}'])
  await window.message.fill('{"price": "{{nobody}}"}')
  await expect(page.getByText('Nothing is known of {{nobody}}: sent as it stands')).toBeVisible()
  await window.button('Send').click()
  await expect.poll(async () => (await feed.received()).at(-1)).toBe('{"price": "{{nobody}}"}')
})
