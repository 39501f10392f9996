import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/app'

test('the limits of memory and disk are changed where they are shown, and kept for the next start', async ({
  window,
  electronApp,
}) => {
  const { page } = window
  await window.button('Storage').click()
  const panel = page.getByRole('dialog', { name: 'Storage' })
  await expect(panel).toContainText('Nothing comes in just now')
  const memory = panel.getByLabel('Memory limit, MiB')
  await memory.fill('128')
  await memory.press('Enter')
  const disk = panel.getByLabel(/^Disk limit, GiB/)
  await disk.fill('0.5')
  await disk.press('Enter')
  await panel.getByRole('button', { name: 'hold senders back' }).click()
  // Less than it can be, and no number: neither takes effect.
  await memory.fill('1')
  await memory.press('Enter')
  await expect(memory).toHaveValue('64')
  await memory.fill('')
  await memory.press('Enter')
  await expect(memory).toHaveValue('64')
  const profile = await electronApp.evaluate(({ app }) => app.getPath('userData'))
  const kept = () => JSON.parse(readFileSync(join(profile, 'settings.json'), 'utf8')).storage
  const MIB = 1024 * 1024
  await expect.poll(kept).toEqual({ memoryBytes: 64 * MIB, diskBytes: 512 * MIB, whenDiskIsSlow: 'hold-back' })
})

test('what no longer fits memory goes to disk, is opened from there, and goes when the disk limit says so', async ({
  window,
  feed,
}) => {
  const { page, grid } = window
  const limits = { memoryBytes: 64 * 1024 * 1024, whenDiskIsSlow: 'hold-back' as const }
  const configure = (diskBytes: number) =>
    page.evaluate((args) => (globalThis as never as { feedscope: Bridge }).feedscope.call('storage.configure', args), {
      limits: { ...limits, diskBytes },
    })
  await configure(4 * 1024 ** 3)
  await window.connectOpen(feed.url)
  feed.send('{"first":1}')
  await expect(window.row('first')).toBeVisible()
  const sent = await feed.storm(200_000, 4)
  await expect.poll(async () => (await window.counters()).received).toBe(sent + 1)
  expect(await window.counters()).toMatchObject({ stored: sent + 1, evicted: 0, dropped: 0 })
  await expect(window.button('Storage')).toContainText('disk')

  await grid.focus()
  await page.keyboard.press('Home')
  await window.row('first').click()
  await expect(page.getByRole('tabpanel')).toContainText('first')

  await configure(0)
  await expect(window.button('Storage')).not.toContainText('disk')
  const { received, stored, evicted, dropped } = await window.counters()
  expect([received, stored + evicted + dropped, dropped]).toEqual([sent + 1, sent + 1, 0])
  expect(evicted).toBeGreaterThan(0)
})

interface Bridge {
  call(name: string, args: unknown): Promise<unknown>
}
