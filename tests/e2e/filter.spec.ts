/** Looking for something: the filter's language with its completion and errors, filters kept, and find in the rows. */
import type { ElectronApplication } from '@playwright/test'
import { expect, test } from './support/app'

/** Chooses a command of the application menu: keys that Playwright presses do not come by it. */
function command(electronApp: ElectronApplication, label: string): Promise<void> {
  return electronApp.evaluate(({ BrowserWindow, Menu }, label) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? [])
    const [window] = BrowserWindow.getAllWindows()
    items?.find((item) => item.label === label)?.click(undefined, window, window?.webContents)
  }, label)
}

test('words, fields and what joins them; completed by keyboard, told in place, kept under a name, and found in the rows', async ({
  window,
  feed,
  electronApp,
}) => {
  const { page, filter } = window
  const options = page.getByRole('listbox', { name: 'Completions' }).getByRole('option')
  await window.connectOpen(feed.url)
  feed.burst(100)
  await expect(window.row('"message 100"')).toBeVisible()

  // Words, each of which must be there; what joins them; fields; what the row is.
  await filter.fill('even MESSAGE 98')
  await expect.poll(() => window.rowCount()).toBe(1)
  await expect(window.grid.locator('mark.filtered')).toHaveText(['98', 'EVEN', 'message', '98'])
  await filter.fill('("message 98" or "message 99") not odd')
  await expect.poll(() => window.rowCount()).toBe(1)
  await filter.fill('$.price > 140 and ($.symbol == ODD or /message 9[68]"/) dir:in size<1kb')
  await expect.poll(() => window.rowCount()).toBe(12)
  await filter.fill('type:event')
  await expect(window.row('Connecting to')).toHaveCount(1)
  await filter.fill('conn:127.0.0.1 type:text time>-1h')
  await expect.poll(() => window.rowCount()).toBe(100)

  // Completed by keyboard: a key and its value, a field of the messages and its comparison.
  await filter.fill('')
  await expect.poll(() => window.rowCount()).toBe(102)
  await filter.press('Control+Space')
  await expect(options.filter({ hasText: 'type:' })).toBeVisible()
  await filter.pressSequentially('ty')
  await expect(options).toHaveCount(1)
  await filter.press('ArrowDown')
  await filter.press('Enter')
  await expect(filter).toHaveValue('type:')
  await filter.pressSequentially('te')
  await expect(options.filter({ hasText: 'text' })).toHaveAttribute('aria-selected', 'true')
  await filter.press('Tab')
  await expect(filter).toHaveValue('type:text')
  await filter.pressSequentially(' $.sy')
  await expect(options).toHaveText(/\$\.symbol/)
  await filter.press('Enter')
  await filter.press('ArrowDown')
  await filter.press('Enter')
  await expect(filter).toHaveValue('type:text $.symbol == ')
  await filter.pressSequentially('EVEN')
  await expect.poll(() => window.rowCount()).toBe(50)
  await expect(options).toHaveCount(0)

  // What cannot be read is underlined where it is, and the last filter stays.
  await filter.pressSequentially(' and (odd')
  await expect(filter).toHaveAttribute('aria-invalid', 'true')
  await expect(filter).toHaveAccessibleDescription(/This parenthesis is not closed.*ERR_FILTER_INVALID/)
  await expect(page.locator('.filter-misread')).toHaveText('(')
  expect(await window.rowCount()).toBe(50)
  for (let n = 0; n < ' and (odd'.length; n++) await filter.press('Backspace')
  await expect(page.getByRole('alert')).toHaveCount(0)

  // Kept under a name, applied, renamed, deleted and back.
  const saved = page.getByRole('dialog', { name: 'Saved filters' })
  await page.getByRole('button', { name: 'Saved filters' }).click()
  await saved.getByRole('textbox', { name: 'Name of the filter' }).fill('even ones')
  await saved.getByRole('button', { name: 'Save filter' }).click()
  await filter.press('Escape')
  await expect.poll(() => window.rowCount()).toBe(102)
  await page.getByRole('button', { name: 'Saved filters' }).click()
  await saved.getByRole('button', { name: 'Rename even ones' }).click()
  await saved.getByRole('textbox', { name: 'New name of even ones' }).fill('evens')
  await page.keyboard.press('Enter')
  await saved.getByRole('button', { name: /^evens/ }).click()
  await expect(filter).toHaveValue('type:text $.symbol == EVEN')
  await expect.poll(() => window.rowCount()).toBe(50)
  await filter.fill('eve')
  await filter.press('ArrowDown')
  await filter.press('Enter')
  await expect(filter).toHaveValue('type:text $.symbol == EVEN')
  await page.getByRole('button', { name: 'Saved filters' }).click()
  await saved.getByRole('button', { name: 'Delete evens' }).click()
  await expect(saved.getByRole('button', { name: /^evens/ })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await window.button('Undo').click()
  // The last filters come back too.
  await filter.fill('')
  await filter.press('ArrowDown')
  await expect(options.filter({ hasText: 'recent' }).first()).toContainText('$.symbol == EVEN')
  await filter.press('Escape')
  await expect(options).toHaveCount(0)

  // Found in the rows, which stay.
  await filter.fill('$.symbol == EVEN')
  await expect.poll(() => window.rowCount()).toBe(50)
  await command(electronApp, 'Find')
  const find = page.getByRole('searchbox', { name: 'Find', exact: true })
  await expect(find).toBeFocused()
  await find.fill('"message 1')
  await find.press('Enter')
  await expect(page.getByRole('status', { name: 'Matches' })).toContainText('begins with a quote ends with one')
  await find.fill('/message [12]0"/')
  await find.press('Shift+Enter')
  await expect(window.row('"message 20"')).toHaveAttribute('aria-selected', 'true')
  await expect(window.row('"message 20"').locator('mark.found')).toHaveText('message 20"')
  await window.button('Previous match').click()
  await expect(window.row('"message 10"')).toHaveAttribute('aria-selected', 'true')
  await window.button('Previous match').click()
  await expect(window.row('"message 20"')).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('status', { name: 'Matches' })).toHaveText('Begun again at the other end.')
  await window.button('Next match').click()
  await expect(window.row('"message 10"')).toHaveAttribute('aria-selected', 'true')
  await command(electronApp, 'Find next')
  await expect(window.row('"message 20"')).toHaveAttribute('aria-selected', 'true')
  expect(await window.rowCount()).toBe(50)
  await find.fill('odd')
  await find.press('Enter')
  await expect(page.getByRole('status', { name: 'Matches' })).toHaveText('No match.')
  await find.press('Escape')
  await expect(find).toHaveCount(0)
  await expect(window.grid).toBeFocused()
  await expect(window.grid.locator('mark.found')).toHaveCount(0)
})
