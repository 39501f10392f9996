/** The menu of a row, by pointer and by keyboard: what it copies, filters by, colours, compares and sends. */
import { expect, test } from './support/app'

test('a row is copied, noted, filtered by, coloured, compared and sent again from its menu', async ({
  electronApp,
  window,
  feed,
}) => {
  const { page } = window
  const clipboard = () => electronApp.evaluate(({ clipboard }) => clipboard.readText())
  const item = (name: string | RegExp) => page.getByRole('menuitem', { name })
  await window.connectOpen(feed.url)
  feed.send('{"type":"tick","price":101.5}')
  feed.send('{"type":"trade","price":7}')
  feed.ping()
  await expect(window.row('are you there').first()).toBeVisible()

  await window.row('"tick"').click({ button: 'right' })
  await expect(window.row('"tick"')).toHaveAttribute('aria-selected', 'true')
  await item('Copy message').click()
  await expect.poll(clipboard).toBe('{"type":"tick","price":101.5}')
  await expect(window.grid).toBeFocused()

  await page.keyboard.press('Shift+F10')
  await expect(item('Copy message')).toBeFocused()
  await expect(item('Copy as hex')).toHaveCount(0)
  await item('Add note…').click()
  const note = page.getByRole('textbox', { name: 'Note' })
  await expect(note).toBeFocused()
  await page.keyboard.type('the first of them')
  await page.keyboard.press('Enter')
  await expect(window.row('"tick"').getByRole('img', { name: 'Bookmark: the first of them' })).toBeVisible()
  await window.row('"tick"').click({ button: 'right' })
  await expect(item('Edit note…')).toBeVisible()
  await item('Remove bookmark').click()
  await expect(window.row('"tick"').getByRole('img', { name: /^Bookmark/ })).toHaveCount(0)

  await window.row('"trade"').click({ button: 'right' })
  await item('Compare with the message before').click()
  await expect(page.getByRole('button', { name: 'Diff', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('button', { name: /^Go to message \d+$/ })).toBeVisible()

  await window.row('"trade"').click({ button: 'right' })
  await item('Colour rows like this…').click()
  const form = page.getByRole('textbox', { name: 'Filter of the new rule' })
  await expect(form).toHaveValue('$.type == "trade"')
  await page.getByRole('combobox', { name: 'Colour of the new rule' }).selectOption('teal')
  await window.button('Add rule').click()
  await expect(window.row('"trade"')).toHaveClass(/colour-teal/)
  await page.keyboard.press('Escape')

  await window.row('"trade"').click({ button: 'right' })
  await item('Send again').click()
  await expect.poll(() => feed.received()).toEqual(['{"type":"trade","price":7}'])
  await window.button('Binary').click()
  await page.getByRole('textbox', { name: 'Bytes to send' }).or(window.message).first().fill('00 ff 7f')
  await window.button('Send').click()
  await expect.poll(() => feed.received()).toContain('00ff7f')
  await window.grid.press('End')
  await window.row('00 ff 7f').first().click({ button: 'right' })
  await item('Copy as hex').click()
  await expect.poll(clipboard).toBe('00 ff 7f')
  await window.row('00 ff 7f').first().click({ button: 'right' })
  await item('Send again').click()
  await expect.poll(async () => (await feed.received()).filter((each) => each === '00ff7f').length).toBe(2)

  await window.grid.press('End')
  await window.row('"trade"').first().click({ button: 'right' })
  await item('Filter by direction: received').click()
  await expect(window.filter).toHaveValue('dir:in')
  await window.row('"trade"').first().click({ button: 'right' })
  await expect(item(/^Filter by connection/)).toHaveCount(0)
  await item('Filter by type: text').click()
  await expect(window.filter).toHaveValue('dir:in and type:text')
  await expect.poll(() => window.rowCount()).toBe(3)

  // Among all connections a row also says whose it is; by keyboard, a menu of what is out of view is there too.
  await window.filter.fill('')
  await page.getByRole('button', { name: /^All connections/ }).click()
  await window.row('"trade"').first().click()
  await window.grid.press('Shift+F10')
  await item(/^Filter by connection/).click()
  await expect(window.filter).toHaveValue(/^conn:/)
  await expect.poll(() => window.rowCount()).toBeGreaterThan(5)
})
