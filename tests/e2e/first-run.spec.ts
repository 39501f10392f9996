/** The first minute: a demo feed with its chart is there and running; one click stops or removes it. */
import { expect, test } from './support/app'

test.use({ switches: [] })

test('the demo runs, with rows and a chart of prices', async ({ window }) => {
  await expect(window.row('"symbol"').first()).toBeVisible()
  await expect(window.tab('Charts')).toHaveAttribute('aria-selected', 'true')
  await expect(window.page.locator('canvas').first()).toBeVisible()
  await expect(window.page.getByRole('tabpanel')).toContainText('$.price')
  await expect.poll(async () => (await window.counters()).received).toBeGreaterThan(20)
  const { received, stored, evicted, dropped } = await window.counters()
  expect(received).toBe(stored + evicted + dropped)
})

test('one click disconnects it; its server can be stopped and removed', async ({ window }) => {
  await expect(window.row('"symbol"').first()).toBeVisible()
  await window.button('Disconnect').click()
  await expect(window.page.locator('[data-state="closed"]')).toBeVisible()
  await window.page.locator('[data-server-url]').click()
  await window.button('Stop server').click()
  await expect(window.button('Start server')).toBeVisible()
  await window.page
    .getByRole('button', { name: /^Remove .*demo ticker$/ })
    .last()
    .click()
  await expect(window.button('Start the demo feed')).toBeVisible()
  await window.button('Start the demo feed').click()
  await expect(window.row('"symbol"').first()).toBeVisible()
})
