/** Drives the real app: launches Electron on the build with a profile of its own, finds things by the names of the window. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, test as base, type ElectronApplication, expect, type Locator, type Page } from '@playwright/test'
import { Feed } from './feed'

export interface CounterValues {
  received: number
  stored: number
  evicted: number
  dropped: number
  sent: number
}

/** The window, in the words of a user. */
export class Window {
  readonly url: Locator
  readonly grid: Locator
  readonly filter: Locator
  readonly message: Locator

  constructor(readonly page: Page) {
    this.url = page.getByRole('textbox', { name: 'URL', exact: true })
    this.grid = page.getByRole('grid', { name: 'Messages' })
    this.filter = page.getByRole('searchbox', { name: 'Filter' })
    this.message = page.getByRole('textbox', { name: 'Message to send' })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name, exact: true })
  }

  /** Visible rows that contain the text. */
  row(text: string | RegExp): Locator {
    return this.grid.getByRole('row').filter({ hasText: text })
  }

  async connect(url: string): Promise<void> {
    await this.button('New connection').click()
    await this.url.fill(url)
    await this.button('Connect').click()
  }

  async connectOpen(url: string): Promise<void> {
    await this.connect(url)
    await expect(this.page.locator('[data-state="open"]')).toBeVisible()
  }

  /** All at one moment: between two looks a feed moves on. */
  async counters(): Promise<CounterValues> {
    return this.page.getByRole('status', { name: 'Counters' }).evaluate((status) => {
      const items = [...status.querySelectorAll<HTMLElement>('[data-counter]')]
      return Object.fromEntries(items.map(({ dataset }) => [dataset.counter, Number(dataset.value)])) as never
    })
  }

  async rowCount(): Promise<number> {
    return Number(await this.grid.getAttribute('aria-rowcount'))
  }
}

interface Fixtures {
  /** Extra switches of the app. */
  switches: string[]
  electronApp: ElectronApplication
  window: Window
  feed: Feed
}

export const test = base.extend<Fixtures>({
  // Most tests are about one feed; the demo has tests of its own.
  switches: [['--no-demo'], { option: true }],
  electronApp: async ({ switches }, use) => {
    const profile = mkdtempSync(join(tmpdir(), 'feedscope-e2e-'))
    const electronApp = await _electron.launch({
      args: ['.', `--user-data-dir=${profile}`, '--disable-gpu', ...switches],
      // Off by default in Playwright; Chromium refuses it to root alone.
      chromiumSandbox: process.getuid?.() !== 0,
    })
    await use(electronApp)
    await electronApp.close()
    rmSync(profile, { recursive: true, force: true })
  },
  window: async ({ electronApp }, use) => {
    await use(new Window(await electronApp.firstWindow()))
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to see what is needed
  feed: async ({}, use) => {
    const feed = await Feed.start()
    await use(feed)
    feed.kill()
  },
})

export { expect }
