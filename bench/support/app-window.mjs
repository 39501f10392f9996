/** The real app in the real Electron, driven by the names a user sees. */
import { _electron } from '@playwright/test'
import { chromiumSandbox } from '../../scripts/display.mjs'
import { nowMs, sleep, until } from './clock.mjs'
import { callEngine, readHealth, watchClicks, watchFrames } from './in-page.mjs'
import { root } from './root.mjs'
import { percentile } from './stats.mjs'
import { tempFolder } from './temp-folder.mjs'

const CLICK_EVERY_MS = 150
const QUIT_TIMEOUT_MS = 10_000
/** The smallest step of the histogram; what it counts as delay is taken off again. */
const LOOP_DELAY_RESOLUTION_MS = 1
const REQUEST = { query: [], headers: [], subprotocols: [], handshakeTimeoutMs: 10_000, compression: false }

export class AppWindow {
  #profile
  app
  page

  /**
   * @param switches of the app; without `--no-demo` its demo runs
   * @param isWatched counts painted frames, which keeps the window painting
   */
  static async open({ display }, { switches = ['--no-demo'], isWatched = true } = {}) {
    const window = new AppWindow()
    window.#profile = tempFolder()
    const args = ['.', `--user-data-dir=${window.profilePath}`, '--disable-gpu', ...switches]
    window.app = await _electron.launch({ args, cwd: root, env: display.env, chromiumSandbox })
    window.page = await window.app.firstWindow()
    if (isWatched) await window.page.evaluate(watchFrames)
    return window
  }

  get profilePath() {
    return this.#profile.path
  }

  /** An app that does not quit must not hold up the others. */
  async close() {
    const quit = this.app.close().catch(() => {})
    const isOver = await Promise.race([quit.then(() => true), sleep(QUIT_TIMEOUT_MS)])
    if (isOver !== true) this.app.process().kill('SIGKILL')
    this.#profile.close()
  }

  /** As a user does: a new connection, its URL, Connect. @returns its id */
  async connect(url) {
    const { page } = this
    await page.getByRole('button', { name: 'New connection', exact: true }).click()
    await page.getByRole('textbox', { name: 'URL', exact: true }).fill(url)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.locator('[data-state="open"]').waitFor()
    const { connections } = await this.call('workspace.read', {})
    return Math.max(...connections.map(({ id }) => id))
  }

  /** What is to be there afterwards is not dropped because the disk is slow for a moment: the sender waits instead. */
  async keepAll() {
    const { pulse } = await this.call('workspace.read', {})
    await this.call('storage.configure', { limits: { ...pulse.storage.limits, whenDiskIsSlow: 'hold-back' } })
  }

  /** More than anyone types. @returns their ids */
  async connectMany(url, count) {
    const args = { settings: { ...REQUEST, url } }
    const answers = await this.callMany(
      'connection.connect',
      Array.from({ length: count }, () => args),
    )
    return answers.map(({ id }) => id)
  }

  async remove(ids) {
    await this.callMany(
      'connection.remove',
      ids.map((id) => ({ id })),
    )
  }

  async call(name, args) {
    const [answer] = await this.callMany(name, [args])
    return answer
  }

  callMany(name, argsOfEach) {
    return this.page.evaluate(callEngine, { name, argsOfEach })
  }

  tab(name) {
    return this.page.getByRole('tab', { name, exact: true })
  }

  get grid() {
    return this.page.getByRole('grid', { name: 'Messages' })
  }

  /** One line a field, all in one chart unless told otherwise. */
  async addSeries(connectionId, fields, { together = false } = {}) {
    let chartId
    for (const field of fields) {
      const series = await this.call('series.add', { connectionId, path: [field], ...(together ? { chartId } : {}) })
      chartId ??= series.chartId
    }
  }

  /** Since the last look: painted frames a second, and the longest time without one. */
  frames() {
    return this.page.evaluate(() => globalThis.frames())
  }

  /** Waits until the connections have received so many. @returns counters and the newest frame's time */
  async received(ids, count, timeoutMs = 60_000) {
    const read = () => this.page.evaluate(readHealth, ids)
    const everyMs = 50
    const isThere = async () => (await read()).received >= count
    await until(isThere, () => `not all ${count} messages came`, { timeoutMs, everyMs }).catch(() => {})
    return read()
  }

  /** Clicks with a real mouse on a tab that is shown already, while `work` runs. @returns the times until answered */
  async clickWhile(connectionId, work) {
    await this.page.evaluate(watchClicks, connectionId)
    const { x, y, width, height } = await this.tab('Charts').boundingBox()
    let isOver = false
    const click = async () => {
      while (!isOver) {
        const dueMs = nowMs() + CLICK_EVERY_MS
        await this.page.mouse.click(x + width / 2, y + height / 2)
        await sleep(Math.max(0, dueMs - nowMs()))
      }
    }
    const end = () => {
      isOver = true
    }
    const [result] = await Promise.all([work().finally(end), click()])
    const latenciesMs = await this.page.evaluate(() => globalThis.clicks())
    return { result, clickP95Ms: percentile(latenciesMs, 95), clicks: latenciesMs.length }
  }

  /** How late timers of Electron's main thread are while `work` runs. */
  async loopDelayWhile(work) {
    await this.app.evaluate((_, resolution) => {
      const { monitorEventLoopDelay } = process.mainModule.require('node:perf_hooks')
      globalThis.loopDelay ??= monitorEventLoopDelay({ resolution })
      globalThis.loopDelay.reset()
      globalThis.loopDelay.enable()
    }, LOOP_DELAY_RESOLUTION_MS)
    const result = await work()
    const p99Ns = await this.app.evaluate(() => {
      globalThis.loopDelay.disable()
      return globalThis.loopDelay.percentile(99)
    })
    return { result, delayP99Ms: Math.max(0, p99Ns / 1e6 - LOOP_DELAY_RESOLUTION_MS) }
  }
}
