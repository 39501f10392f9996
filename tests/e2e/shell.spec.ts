/** The shell's promises, each tried from where an attacker would stand: in the page. */
import { expect, test } from './support/app'

test('the page has no Node, no Electron, and a bridge of two functions', async ({ window }) => {
  const found = await window.page.evaluate(() => ({
    require: typeof (globalThis as Record<string, unknown>).require,
    process: typeof (globalThis as Record<string, unknown>).process,
    bridge: Object.keys((globalThis as unknown as { feedscope: object }).feedscope).sort(),
    origin: location.href,
  }))
  expect(found).toEqual({
    require: 'undefined',
    process: 'undefined',
    bridge: ['call', 'on'],
    origin: 'app://feedscope/index.html',
  })
})

test('the renderer is sandboxed and isolated', async ({ electronApp, window }) => {
  await expect(window.grid).toBeVisible()
  const preferences = await electronApp.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  })
})

test('scripts that did not come with the app do not run', async ({ window }) => {
  const results = await window.page.evaluate(async () => {
    const tried: Record<string, string> = {}
    const attempt = async (name: string, act: () => unknown) => {
      try {
        await act()
        tried[name] = 'ran'
      } catch (error) {
        tried[name] = (error as Error).name
      }
    }
    await attempt('innerHTML', () => {
      document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>'
    })
    await attempt('fetch elsewhere', () => fetch('http://127.0.0.1:9/'))
    await attempt('fetch a file', () => fetch('file:///etc/passwd'))
    await attempt('read outside the app', async () => {
      const { status } = await fetch('app://feedscope/..%2f..%2fpackage.json')
      if (status === 404) throw new RangeError('404')
    })
    const script = document.createElement('script')
    await attempt('inline script', () => {
      script.text = 'window.didRun = true'
      document.body.append(script)
      if (!('didRun' in window)) throw new EvalError('blocked')
    })
    return tried
  })
  expect(results).toEqual({
    innerHTML: 'TypeError',
    'fetch elsewhere': 'TypeError',
    'fetch a file': 'TypeError',
    'read outside the app': 'RangeError',
    'inline script': expect.stringMatching(/EvalError|TypeError/),
  })
})

test('the policy forbids eval and inline script, whatever runs beside it', async ({ window }) => {
  const policy = await window.page.evaluate(async () => {
    const { headers } = await fetch('app://feedscope/index.html')
    return headers.get('Content-Security-Policy') ?? ''
  })
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("require-trusted-types-for 'script'")
  expect(policy.split(';').find((part) => part.includes('script-src'))).not.toMatch(/unsafe/)
})

test('the page cannot go elsewhere, open windows or gain permissions', async ({ electronApp, window }) => {
  const opened = await window.page.evaluate(() => open('https://example.com') === null)
  expect(opened).toBe(true)
  await window.page.evaluate(() => {
    location.href = 'https://example.com'
  })
  const permission = await window.page.evaluate(async () => {
    return (await navigator.permissions.query({ name: 'notifications' })).state
  })
  expect(permission).toBe('denied')
  const asked = await window.page.evaluate(() => navigator.clipboard.readText().catch((error: Error) => error.name))
  expect(asked).toBe('NotAllowedError')
  expect(window.page.url()).toBe('app://feedscope/index.html')
  expect(await electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('a call that is not in the contract, or with wrong arguments, is refused', async ({ window }) => {
  const answers = await window.page.evaluate(async () => {
    const { feedscope } = globalThis as unknown as {
      feedscope: { call(name: string, args: unknown): Promise<unknown> }
    }
    const unknown = await Promise.resolve()
      .then(() => feedscope.call('shell.execute', {}))
      .catch((error: Error) => error.message)
    const wrong = await feedscope.call('frame.read', { seq: 'first' })
    const polluted = await feedscope.call('frame.read', JSON.parse('{"__proto__": {"seq": 1}}'))
    const link = await feedscope.call('link.open', { url: 'file:///etc/passwd' })
    return { unknown, wrong, polluted, link }
  })
  expect(answers).toMatchObject({
    unknown: expect.stringContaining('There is no call'),
    wrong: { ok: false, error: { code: 'ERR_CALL_INVALID' } },
    polluted: { ok: false, error: { code: 'ERR_CALL_INVALID' } },
    link: { ok: false, error: { code: 'ERR_CALL_INVALID' } },
  })
})

test('a message that looks like markup stays text', async ({ window, feed }) => {
  await window.connectOpen(feed.url)
  feed.send('<img src=x onerror="document.title=1"><b>bold</b>')
  await window.row('<b>bold</b>').click()
  await expect(window.page.getByRole('tabpanel')).toContainText('<b>bold</b>')
  expect(await window.page.locator('[role=grid] img, [role=tabpanel] img[src]').count()).toBe(0)
})

test('a page that crashes comes back to a capture that went on', async ({ electronApp, window, feed }) => {
  await window.connectOpen(feed.url)
  feed.burst(100)
  await expect.poll(async () => (await window.counters()).received).toBe(100)
  await electronApp.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const isBack = new Promise((resolve) => contents?.once('did-finish-load', () => resolve(undefined)))
    contents?.forcefullyCrashRenderer()
    await isBack
  })
  feed.burst(100)
  // Playwright's page crashed for good; the window has a new one.
  const received = () =>
    electronApp.evaluate(({ BrowserWindow }) => {
      const read = "document.querySelector('[data-counter=received]')?.dataset.value"
      return BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(read)
    })
  await expect.poll(received).toBe('200')
})
