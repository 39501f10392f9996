/** The sidebar: folders, search, order by keys and by dragging, copies, names, and the way back. */
import type { Page } from '@playwright/test'
import type { Bridge } from '../../src/shared/ipc/contract'
import { plainConnection } from '../../src/shared/protocol/connection-settings'
import { expect, test, type Window } from './support/app'
import { callFrom } from './support/bridge'

async function add(page: Page, name: string, folder = ''): Promise<void> {
  const settings = plainConnection(`ws://127.0.0.1:9/${name}`, { name, folder })
  expect(await callFrom(page, 'connection.add', { settings })).toMatchObject({ ok: true })
}

/** The rows as they stand, without what they count. */
function rows({ page }: Window): Promise<string[]> {
  return page
    .getByRole('region', { name: 'Connections', exact: true })
    .locator('[data-row]')
    .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''))
}

/** By its engine's list: `folder/name`. */
async function order(page: Page): Promise<string[]> {
  const read = await callFrom(page, 'workspace.read', {})
  return read.ok ? read.value.connections.map(({ settings }) => `${settings.folder}/${settings.name}`) : []
}

test('connections in folders are found, moved by keys, copied, renamed, removed and brought back', async ({
  window,
}) => {
  const { page } = window
  for (const [name, folder] of [
    ['one', ''],
    ['two', ''],
    ['eu', 'market'],
    ['us', 'market'],
  ] as const) {
    await add(page, name, folder)
  }
  await expect.poll(() => rows(window)).toEqual(['All connections', 'market', 'eu', 'us', 'one', 'two'])

  // a folder closes and opens, by a click and by keys
  await window.button('market').click()
  await expect.poll(() => rows(window)).toEqual(['All connections', 'market', 'one', 'two'])
  await expect(window.button('market')).toHaveAttribute('aria-expanded', 'false')
  await window.button('market').press('ArrowRight')
  await expect(window.button('eu')).toBeVisible()

  // a search leaves what it finds, and Escape brings all back
  const search = page.getByRole('searchbox', { name: 'Search feeds' })
  await search.fill('MARKET us')
  await expect.poll(() => rows(window)).toEqual(['market', 'us'])
  await search.press('ArrowDown')
  await expect(window.button('market')).toBeFocused()
  await search.fill('nowhere')
  await expect(page.getByText('None is called so.').first()).toBeVisible()
  await search.press('Escape')
  await expect(window.button('two')).toBeVisible()

  // Alt and an arrow move it past its neighbour, then out of its folder; the focus stays with it
  await window.button('eu').focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => rows(window)).toEqual(['All connections', 'market', 'us', 'eu', 'one', 'two'])
  await expect(window.button('eu')).toBeFocused()
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => order(page)).toContainEqual('/eu')
  await expect.poll(() => rows(window)).toEqual(['All connections', 'market', 'us', 'eu', 'one', 'two'])
  await expect(window.button('eu')).toBeFocused()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => order(page)).toContainEqual('market/eu')

  // a name is typed in place; Escape leaves it
  await window.button('two').focus()
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Name of two' }).fill('second')
  await page.keyboard.press('Enter')
  await expect(window.button('second')).toBeVisible()
  await window.button('second').focus()
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Name of second' }).fill('no')
  await page.keyboard.press('Escape')
  await expect(window.button('second')).toBeVisible()

  // a copy stands behind the one it is of, with its own identity
  await window.button('us').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Duplicate', exact: true }).click()
  await expect.poll(() => order(page)).toEqual(['/one', '/second', 'market/us', 'market/us copy', 'market/eu'])
  const read = await callFrom(page, 'workspace.read', {})
  expect(new Set(read.ok ? read.value.connections.map(({ settings }) => settings.uid) : []).size).toBe(5)

  // into a folder that is made on the way, by the menu of the keyboard
  await window.button('one').focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Move to folder…' }).click()
  await page.getByRole('textbox', { name: 'Folder' }).fill('chat / staging')
  await page.keyboard.press('Enter')
  await expect.poll(() => order(page)).toContainEqual('chat/staging/one')
  await expect(window.button('staging')).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)

  // dragged into another folder, and before another row
  await window.button('second').dragTo(window.button('market'))
  await expect.poll(() => order(page)).toContainEqual('market/second')
  await window.button('second').dragTo(window.button('us'), { targetPosition: { x: 40, y: 3 } })
  await expect.poll(async () => (await rows(window)).slice(2, 6)).toEqual(['second', 'us', 'us copy', 'eu'])

  // what is removed comes back where it was, and is not dialled
  await window.button('us').hover()
  await window.button('Remove us').click()
  await expect(window.button('us')).toHaveCount(0)
  await window.button('Undo').click()
  await expect.poll(async () => (await rows(window)).slice(2, 6)).toEqual(['second', 'us', 'us copy', 'eu'])
  await expect(page.locator('[data-state="idle"]')).toBeVisible()

  // a folder that is removed leaves what was in it, and comes back whole
  await window.button('staging').focus()
  await page.keyboard.press('Delete')
  await expect.poll(() => order(page)).toContainEqual('chat/one')
  await window.button('Undo').last().click()
  await expect.poll(() => order(page)).toContainEqual('chat/staging/one')

  // an empty folder is kept, and named anew in place
  await window.button('More ways to add').click()
  await page.getByRole('menuitem', { name: 'New folder…' }).click()
  await page.getByRole('textbox', { name: 'Folder' }).fill('empty')
  await page.keyboard.press('Enter')
  await window.button('empty').focus()
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Name of empty' }).fill('void')
  await page.keyboard.press('Enter')
  await expect(window.button('void')).toBeVisible()
  await page.reload()
  await expect(window.button('void')).toBeVisible()

  // a server is copied, and its copy moved
  await callFrom(page, 'server.add', { port: 9001 })
  await window.button(':9001 echo').focus()
  await page.keyboard.press('ControlOrMeta+d')
  await expect(window.button(':9001 echo')).toHaveCount(2)
})

test('five hundred connections are all there, answer the keys, and the search finds one of them', async ({
  window,
}) => {
  const { page } = window
  const many = Array.from({ length: 500 }, (_, number) =>
    plainConnection('ws://127.0.0.1:9/', { name: `many ${number}`, folder: `folder ${number % 20}` }),
  )
  // At once: five hundred ways to the page and back take longer than all else.
  await page.evaluate((all) => {
    const { feedscope } = globalThis as unknown as { feedscope: Bridge }
    return Promise.all(all.map((settings) => feedscope.call('connection.add', { settings })))
  }, many)
  await expect.poll(async () => (await rows(window)).length).toBe(521)
  await window.button('many 499').click()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(window.button('many 499')).toBeFocused()
  await expect.poll(async () => (await rows(window)).slice(-2)).toEqual(['many 499', 'many 479'])
  await page.getByRole('searchbox', { name: 'Search feeds' }).fill('many 499')
  await expect.poll(() => rows(window)).toEqual(['folder 19', 'many 499'])
})
