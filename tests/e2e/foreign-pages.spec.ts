/** Web pages in a real Chromium that dial a local server: foreign ones never get in, be it by rebinding DNS. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, test as base, expect, type Page } from '@playwright/test'
import { Engine } from '../../src/main/engine'
import { everything } from '../../src/shared/filter/filter'
import type { CallAnswer } from '../../src/shared/ipc/contract'
import { unpackLogWindow } from '../../src/shared/ipc/log-window'
import { LogPane } from '../support/log-pane'

type Outcome = 'opened' | 'refused'

interface Fixtures {
  page: Page
  /** Of a server that gives a page to anybody. */
  pagePort: number
  server: { port: number; refusals(): string[] }
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to see what is needed
  page: async ({}, use) => {
    const profile = mkdtempSync(join(tmpdir(), 'feedscope-foreign-'))
    const app = await _electron.launch({
      args: [join(__dirname, 'support/foreign-pages-app.cjs'), `--user-data-dir=${profile}`, '--disable-gpu'],
      chromiumSandbox: process.getuid?.() !== 0,
    })
    await use(await app.firstWindow())
    await app.close()
    rmSync(profile, { recursive: true, force: true })
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  pagePort: async ({}, use) => {
    const pages = createServer((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' })
      response.end('<!doctype html><title>A page</title>')
    })
    await use(await listen(pages))
    pages.closeAllConnections()
    pages.close()
  },
  server: async ({ pagePort }, use) => {
    const engine = new Engine()
    const session = engine.attach((name, payload) => {
      if (name === 'log.tick') log?.receive(unpackLogWindow(payload as Uint8Array))
    })
    const call = async <T>(name: string, args: object) => {
      const answer = await session.call(name, args)
      if (!answer.ok) throw new Error(answer.error.message)
      return answer.value as T
    }
    const settings = { behaviour: 'echo', port: 0, allowedOrigins: [`http://app.test:${pagePort}`] }
    const { id } = await call<{ id: number }>('server.start', settings)
    const { servers } = await call<CallAnswer<'workspace.read'>>('workspace.read', {})
    const state = servers.find((each) => each.id === id)?.state
    if (state?.name !== 'running') throw new Error('The server does not run.')
    let log: LogPane | undefined
    const view = { scope: { kind: 'server', id }, filter: everything, firstRow: 0, rowCount: 100, follow: true }
    const { viewId } = await call<CallAnswer<'log.watch'>>('log.watch', view)
    log = new LogPane(
      viewId,
      () => call('log.acknowledge', { viewId }),
      () => Promise.resolve(),
    )
    await use({ port: state.port, refusals: () => log.lines.filter((line) => line.startsWith('Refused ')) })
    await engine.dispose()
  },
})

async function listen(server: Server): Promise<number> {
  // `localhost` may be either family.
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function dialFromPage(page: Page, url: string): Promise<Outcome> {
  return page.evaluate(
    (url) =>
      new Promise<Outcome>((resolve) => {
        const socket = new WebSocket(url)
        socket.onopen = () => resolve('opened')
        socket.onerror = () => resolve('refused')
      }),
    url,
  )
}

const names = ['127.0.0.1', 'localhost', '[::1]', 'evil.test']

for (const name of names) {
  test(`a foreign page does not open ws://${name}, and the server’s log says so`, async ({
    page,
    pagePort,
    server,
  }) => {
    await page.goto(`http://evil.test:${pagePort}/`)
    expect(await dialFromPage(page, `ws://${name}:${server.port}`)).toBe('refused')
    await expect.poll(() => server.refusals()).toEqual([expect.stringMatching(/ with 403: .*evil\.test/)])
  })
}

test('a page that rebound its own name to the server is refused: its Host is foreign though its Origin fits', async ({
  page,
  server,
}) => {
  await page.goto(`http://evil.test:${server.port}/`)
  expect(await dialFromPage(page, `ws://evil.test:${server.port}`)).toBe('refused')
  await expect.poll(() => server.refusals()).toContainEqual(expect.stringMatching(/ with 403: .*evil\.test/))
})

test('a sandboxed frame of a foreign page, which has no origin, is refused', async ({ page, pagePort, server }) => {
  await page.goto(`http://evil.test:${pagePort}/`)
  const outcome = await page.evaluate((url) => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts')
    frame.srcdoc = `<script>
      const socket = new WebSocket(${JSON.stringify(url)})
      socket.onopen = () => parent.postMessage('opened', '*')
      socket.onerror = () => parent.postMessage('refused', '*')
    </script>`
    return new Promise((resolve) => {
      addEventListener('message', ({ data }) => resolve(data))
      document.body.append(frame)
    })
  }, `ws://127.0.0.1:${server.port}`)
  expect(outcome).toBe('refused')
  await expect.poll(() => server.refusals()).toEqual([expect.stringMatching(/ with 403: .*without an origin/)])
})

test('a page of an allowed origin opens', async ({ page, pagePort, server }) => {
  await page.goto(`http://app.test:${pagePort}/`)
  expect(await dialFromPage(page, `ws://127.0.0.1:${server.port}`)).toBe('opened')
  expect(server.refusals()).toEqual([])
})

test('a page of this computer opens', async ({ page, pagePort, server }) => {
  await page.goto(`http://localhost:${pagePort}/`)
  expect(await dialFromPage(page, `ws://localhost:${server.port}`)).toBe('opened')
  expect(server.refusals()).toEqual([])
})

test('a foreign page cannot read what the server answers over HTTP', async ({ page, pagePort, server }) => {
  await page.goto(`http://evil.test:${pagePort}/`)
  for (const path of ['/', '/auth']) {
    const outcome = await page.evaluate(async (url) => {
      try {
        const response = await fetch(url, { method: 'POST', body: '{"user":"a","password":"b"}' })
        return `read ${response.status}: ${await response.text()}`
      } catch {
        return 'unreadable'
      }
    }, `http://127.0.0.1:${server.port}${path}`)
    expect(outcome).toBe('unreadable')
  }
})
