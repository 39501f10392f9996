/** Rows that something was done to: marked, explained, and shown alone. */
import { expect, test } from './support/app'
import { openClient, startOwnServer } from './support/own-server'

test('what a fault dropped is a marked row, and can be shown alone', async ({ window }) => {
  const client = await openClient(await startOwnServer(window, 'echo'))
  await window.tab('Clients').click()
  await window.page.getByRole('button', { name: /^More for client/ }).click()
  await window.page.getByRole('button', { name: 'Faults of this client…' }).click()
  const form = window.page.getByRole('dialog')
  await form.getByRole('spinbutton', { name: 'Drop, %' }).fill('100')
  await form.getByRole('button', { name: 'Apply' }).click()
  await expect(form).toBeHidden()
  client.send('lost words')
  const marked = window.row('dropped lost words')
  await expect(marked).toHaveCount(1)
  await expect(window.row('lost words')).toHaveCount(2)

  await expect(window.button('Marked')).toHaveAttribute('aria-pressed', 'false')
  await window.button('Marked').click()
  await expect(window.button('Marked')).toHaveAttribute('aria-pressed', 'true')
  await expect(window.row('lost words')).toHaveCount(1)
  await marked.click()
  await expect(window.page.getByRole('tabpanel')).toContainText('Was to be sent, and never was.')
  await expect(window.page.getByRole('tabpanel')).toContainText('lost words')
  await window.button('Marked').click()
  await expect(window.row('lost words')).toHaveCount(2)
  client.terminate()
})

test('a feed that nothing was done to has no marked row, and the log says so', async ({ window, feed }) => {
  await window.connectOpen(feed.url)
  feed.burst(3)
  await expect(window.row('"message 3"')).toBeVisible()
  await window.button('Marked').click()
  await expect.poll(() => window.rowCount()).toBe(0)
  await expect(window.page.getByText('No message matches the filter.')).toBeVisible()
})
