/** One message looked at closely: searched, acted upon, compared, decoded, byte by byte, and however large it is. */
import { gzipSync } from 'node:zlib'
import { encode } from '@msgpack/msgpack'
import type { ElectronApplication, Locator } from '@playwright/test'
import { expect, test, type Window } from './support/app'
import { callFrom } from './support/bridge'

/** Just under what a connection takes unless it is told otherwise. */
const GIANT_BYTES = 100 * 1024 * 1024 - 64

const tick = (symbol: string, price: number, n: number) =>
  JSON.stringify({ symbol, price, n, venue: { name: 'North', city: 'Oslo' }, tags: ['a', 'b', 'c', 'd', 'e', 'f'] })

function view(window: Window, name: string): Locator {
  return window.page.getByRole('group', { name: 'View' }).getByRole('button', { name, exact: true })
}

/** By the number in its first column. */
function rowOf(window: Window, seq: number): Locator {
  return window.grid.locator(`[data-seq="${seq}"]`)
}

function clipboard(electronApp: ElectronApplication): Promise<string> {
  return electronApp.evaluate(({ clipboard }) => clipboard.readText())
}

test('JSON is searched, and its fields are copied, made columns and series, and filtered by; two ticks are compared', async ({
  window,
  feed,
  electronApp,
}) => {
  const { page } = window
  const act = async (path: string, entry: string) => {
    await page
      .getByRole('treeitem')
      .filter({ has: window.button(`Actions of ${path}`) })
      .hover()
    await window.button(`Actions of ${path}`).click()
    await page.getByRole('menu', { name: path }).getByRole('menuitem', { name: entry }).click()
  }
  await window.connectOpen(feed.url)
  feed.send(tick('ACME', 101.5, 1))
  feed.send(tick('QUAD', 7, 1))
  feed.send(tick('ACME', 101.75, 1))
  await expect(window.row('101.75')).toBeVisible()
  await window.row('101.75').click()

  await test.step('the search walks from match to match, in keys and values', async () => {
    await expect(view(window, 'Tree')).toHaveAttribute('aria-pressed', 'true')
    await expect(view(window, 'Decoded')).toBeDisabled()
    const box = page.getByRole('searchbox', { name: 'Find in this message' })
    await box.fill('NORTH')
    const tree = page.getByRole('tree', { name: 'Message as a tree' })
    await expect(tree.locator('mark.found')).toHaveText(['North'])
    await expect(tree.locator('.found[role="treeitem"]')).toContainText('name')
    await box.fill('n')
    await expect(page.getByText('1 of 3')).toBeVisible()
    await box.press('Shift+Enter')
    await expect(page.getByText('3 of 3')).toBeVisible()
    await window.button('Next in this message').click()
    await expect(page.getByText('1 of 3')).toBeVisible()
    await box.fill('nowhere')
    await expect(page.getByText('not found')).toBeVisible()
    await box.press('Escape')
    await expect(box).toHaveValue('')
  })

  await test.step('a field is copied, made a column, charted and filtered by', async () => {
    await act('$.venue.city', 'Copy path')
    await expect.poll(() => clipboard(electronApp)).toBe('$.venue.city')
    await act('$.venue.city', 'Copy value')
    await expect.poll(() => clipboard(electronApp)).toBe('Oslo')
    await act('$.tags', 'Copy value')
    await expect.poll(() => clipboard(electronApp)).toBe('["a","b","c","d","e","f"]')
    await act('$.price', 'Make a column')
    await expect(window.button('Column price')).toBeVisible()
    await expect(window.row('QUAD').locator('.field-cell')).toHaveText(['7'])
    await act('$.price', 'Make a series')
    await expect(window.tab('Charts')).toHaveAttribute('aria-selected', 'true')
    await expect(page.getByRole('figure').filter({ hasText: '$.price' })).toContainText('101.75')
    await window.tab('Message').click()
    await act('$.symbol', 'Filter by this')
    await expect(window.filter).toHaveValue('$.symbol == "ACME"')
    await expect.poll(() => window.rowCount()).toBe(2)
    await act('$.price', 'Filter by this')
    await expect(window.filter).toHaveValue('$.symbol == "ACME" and $.price == 101.75')
    await expect.poll(() => window.rowCount()).toBe(1)
    await window.filter.fill('')
    await expect.poll(() => window.rowCount()).toBe(5)
  })

  await test.step('what differs from another message is marked, and nothing else', async () => {
    const compared = page.getByRole('region', { name: 'Compared' })
    const comparedWith = page.getByRole('combobox', { name: 'Compare with' })
    await view(window, 'Diff').click()
    await expect(window.button('Go to message 4')).toBeVisible()
    await comparedWith.selectOption('the last with the same')
    await page.getByRole('textbox', { name: 'Field that is the same' }).fill('symbol')
    await page.keyboard.press('Enter')
    await expect(window.button('Go to message 3')).toBeVisible()
    await expect(compared.locator('.cm-deletedLine')).toHaveText(['  "price": 101.5,'])
    await expect(compared.locator('.cm-changedLine')).toHaveText(['  "price": 101.75,'])
    await expect(compared.locator('.cm-changedText')).toHaveText(['7'])
    await expect(compared.locator('.cm-collapsedLines')).toContainText('unchanged lines')
    await comparedWith.selectOption('row number')
    await page.getByRole('textbox', { name: 'Number of the row' }).fill('#4')
    await page.keyboard.press('Enter')
    await expect(compared.locator('.cm-deletedLine').first()).toContainText('QUAD')
    await window.button('Go to message 4').click()
    await expect(rowOf(window, 4)).toHaveAttribute('aria-selected', 'true')
    await expect(page.getByRole('tabpanel')).toContainText('That is this message itself.')
    await comparedWith.selectOption('the last with the same')
    await expect(page.getByRole('tabpanel')).toContainText('no message before it with the same $.symbol')
  })

  await test.step('what is searched for in the log is marked in the text', async () => {
    await view(window, 'Text').click()
    await electronApp.evaluate(({ Menu, BrowserWindow }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? [])
      const [browserWindow] = BrowserWindow.getAllWindows()
      items?.find(({ label }) => label === 'Find')?.click(undefined, browserWindow, browserWindow?.webContents)
    })
    await page.getByRole('searchbox', { name: 'Find', exact: true }).fill('quad')
    await expect(page.getByRole('tabpanel').locator('mark.found')).toHaveText(['QUAD'])
  })
})

test('bytes are decoded, or it is said why not; selected, they are copied and read as numbers and text', async ({
  window,
  feed,
  electronApp,
}) => {
  const { page } = window
  const panel = page.getByRole('tabpanel')
  const selected = page.getByRole('status', { name: 'Selected bytes' })
  const bytesInHex = page.getByRole('region', { name: 'Bytes in hex' })
  await window.connectOpen(feed.url)
  feed.sendBytes(encode({ symbol: 'ACME', price: 12.5 }))
  feed.sendBytes(gzipSync(tick('ZIPPED', 3, 1)))
  const numbers = Buffer.alloc(40, 0x41)
  numbers.writeInt32LE(-2, 0)
  numbers.writeFloatBE(0.1, 4)
  numbers.writeDoubleLE(0.25, 8)
  feed.sendBytes(numbers)
  await expect.poll(() => window.rowCount()).toBe(5)

  await test.step('layer by layer, to a tree that can be acted upon', async () => {
    await rowOf(window, 3).click()
    await expect(view(window, 'Decoded')).toHaveAttribute('aria-pressed', 'true')
    await expect(panel).toContainText('MessagePack')
    await expect(page.getByRole('treeitem', { name: 'price: 12.5' })).toBeVisible()
    await rowOf(window, 4).click()
    await expect(panel).toContainText('gzip › JSON')
    await page.getByRole('searchbox', { name: 'Find in this message' }).fill('zipped')
    await expect(panel.locator('mark.found')).toHaveText(['ZIPPED'])
  })

  await test.step('bytes are selected by pointer and by keys', async () => {
    await rowOf(window, 5).click()
    await expect(view(window, 'Hex')).toHaveAttribute('aria-pressed', 'true')
    await expect(selected).toContainText('Drag over bytes')
    const box = await bytesInHex.locator('pre.hex').boundingBox()
    if (box === null) throw new Error('There is no hex.')
    // Sixteen bytes and a gap: 48 characters and no space behind the last.
    const characterPx = box.width / 48
    const [y, first, fourth] = [box.y + 9, box.x + characterPx / 2, box.x + characterPx * 10]
    await page.mouse.move(first, y)
    await page.mouse.down()
    await page.mouse.move(fourth, y, { steps: 3 })
    await page.mouse.up()
    await expect(bytesInHex.locator('pre.hex mark')).toHaveText(['fe ff ff ff'])
    await expect(selected).toContainText('4 bytes from 0 (0x0)')
    await expect(selected).toContainText('int32 -2 LE -16777217 BE')
    await expect(selected).toContainText('uint32 4294967294 LE')
    await page.keyboard.press('ArrowRight')
    for (let n = 0; n < 3; n++) await page.keyboard.press('Shift+ArrowRight')
    await expect(selected).toContainText('4 bytes from 4 (0x4)')
    await expect(selected).toContainText(/float32 \S+ LE 0\.1 BE/)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+End')
    await expect(selected).toContainText('8 bytes from 8 (0x8)')
    await expect(selected).toContainText('float64 0.25 LE')
    // What the menu does: keys that Playwright presses do not come by it.
    await electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.copy())
    await expect.poll(() => clipboard(electronApp)).toBe('00 00 00 00 00 00 d0 3f')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Shift+ArrowLeft')
    await expect(bytesInHex.locator('pre.text mark')).toHaveText(['AA'])
    await expect(selected).toContainText('UTF-8 "AA"')
    await page.keyboard.press('Escape')
    await expect(bytesInHex.locator('mark')).toHaveCount(0)
  })

  await test.step('a decoder that fails says why, above the bytes it failed at', async () => {
    await window.tab('Setup').click()
    await window.button('Decoding').click()
    await page.getByRole('combobox', { name: 'Unpack', exact: true }).selectOption('brotli')
    await expect
      .poll(async () => {
        const workspace = await callFrom(page, 'workspace.read', {})
        return workspace.ok && workspace.value.connections[0]?.settings.decoding.received.unpacks
      })
      .toEqual(['brotli'])
    await window.tab('Message').click()
    await expect(panel.getByRole('alert')).toContainText('This message is not brotli')
    await expect(panel.getByRole('alert')).toContainText('ERR_DECODE_FAILED')
    await expect(bytesInHex).toContainText('fe ff ff ff')
  })
})

test('a message of 100 MiB opens in parts, while the window answers; it is bookmarked with a note', async ({
  window,
  feed,
  electronApp,
}) => {
  test.setTimeout(90_000)
  const { page } = window
  const panel = page.getByRole('tabpanel')
  const part = page.getByRole('textbox', { name: 'Part of the message' })
  await window.connectOpen(feed.url)
  feed.send('before it')
  feed.sendGiant(GIANT_BYTES, false)
  await expect(rowOf(window, 4)).toContainText('105 MB', { timeout: 30_000 })
  feed.sendGiant(GIANT_BYTES, true)
  await expect(rowOf(window, 5)).toContainText('105 MB', { timeout: 30_000 })

  await test.step('rows and buttons answer while it is opened, and after', async () => {
    await rowOf(window, 4).click()
    await rowOf(window, 3).click({ timeout: 5_000 })
    await expect(panel).toContainText('before it', { timeout: 5_000 })
    await rowOf(window, 4).click({ timeout: 5_000 })
    await expect(panel).toContainText('at 64', { timeout: 5_000 })
    await window.button('Pause').click({ timeout: 5_000 })
    await expect(window.button('Resume')).toBeVisible({ timeout: 5_000 })
    await window.button('Resume').click({ timeout: 5_000 })
    await expect(view(window, 'Tree')).toBeDisabled()
    await expect(view(window, 'Diff')).toBeDisabled()
  })

  await test.step('its parts are gone through, and each is what stands there', async () => {
    await window.button('Next part').click()
    await expect(panel).toContainText('at 131072', { timeout: 5_000 })
    await window.button('Copy part').click()
    const lines = async () => (await clipboard(electronApp)).split('\n').map((line) => line.trimEnd())
    await expect.poll(async () => (await lines())[0]).toBe('at 131072')
    expect(await lines()).toHaveLength(131072 / 64 + 1)
    await part.fill('5000')
    await part.press('Enter')
    await expect(part).toHaveValue('800')
    await expect(window.button('Next part')).toBeDisabled()
    await expect(panel).toContainText(`at ${GIANT_BYTES - 64}`, { timeout: 5_000 })
  })

  await test.step('the last bytes of a binary one are right in hex', async () => {
    await rowOf(window, 5).click()
    await expect(view(window, 'Hex')).toHaveAttribute('aria-pressed', 'true')
    await part.fill('800')
    await part.press('Enter')
    const bytesInHex = page.getByRole('region', { name: 'Bytes in hex' })
    await expect(bytesInHex.locator('pre.offsets')).toContainText('63e0000')
    await bytesInHex.locator('pre.hex').click({ position: { x: 20, y: 9 } })
    await page.keyboard.press('Control+End')
    for (let n = 0; n < 3; n++) await page.keyboard.press('Shift+ArrowLeft')
    const lastWordAt = GIANT_BYTES - 4
    await expect(page.getByRole('status', { name: 'Selected bytes' })).toContainText(
      `4 bytes from ${lastWordAt.toLocaleString('en')} (0x${lastWordAt.toString(16)})`,
    )
    await expect(page.getByRole('status', { name: 'Selected bytes' })).toContainText(`${lastWordAt} BE`)
    await expect(bytesInHex.locator('pre.offsets')).toContainText((GIANT_BYTES - 16).toString(16).padStart(7, '0'))
  })

  await test.step('a bookmark with a note leads back to it', async () => {
    await panel.getByRole('button', { name: 'Bookmark', exact: true }).click()
    await page.getByRole('textbox', { name: 'Note' }).fill('the huge one')
    await page.keyboard.press('Enter')
    await expect(rowOf(window, 5).getByRole('img', { name: 'Bookmark: the huge one' })).toBeVisible()
    await rowOf(window, 3).click()
    await expect(page.getByRole('textbox', { name: 'Note' })).toHaveCount(0)
    await window.button('Bookmarks (1)').click()
    await page.getByRole('button', { name: /the huge one/ }).click()
    await expect(rowOf(window, 5)).toHaveAttribute('aria-selected', 'true')
    await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('the huge one')
    await panel.getByRole('button', { name: 'Bookmark', exact: true }).click()
    await expect(rowOf(window, 5).getByRole('img', { name: /Bookmark/ })).toHaveCount(0)
  })
})
