/** Files the user chooses: the system's dialogs stand in for the user, the files are real. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { expect, test } from './support/app'
import { callFrom } from './support/bridge'

let folder: string

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedscope-e2e-files-'))
})

test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What the next dialogs answer; their arguments are kept where the test can see them. */
async function choose(app: ElectronApplication, path: string | undefined): Promise<void> {
  await app.evaluate(({ dialog, BrowserWindow }, chosen) => {
    const answer = (kind: string, args: unknown[]) => {
      const [parent, options] = args
      Object.assign(globalThis, { asked: { kind, isOurs: parent === BrowserWindow.getAllWindows()[0], options } })
      return { canceled: chosen === null }
    }
    dialog.showSaveDialog = async (...args: unknown[]) => ({ ...answer('save', args), filePath: chosen ?? '' })
    dialog.showOpenDialog = async (...args: unknown[]) => ({
      ...answer('open', args),
      filePaths: chosen === null ? [] : [chosen],
    })
  }, path ?? null)
}

function asked(app: ElectronApplication): Promise<unknown> {
  return app.evaluate(() => (globalThis as { asked?: unknown }).asked)
}

test('a text is saved where the user says, and opened again', async ({ electronApp, window }) => {
  const path = join(folder, 'mine.json')
  await choose(electronApp, path)
  const saved = await callFrom(window.page, 'file.save', { suggestedName: 'a.json', text: '{"ž": 1}' })
  expect(saved).toEqual({ ok: true, value: { name: 'mine.json' } })
  expect(readFileSync(path, 'utf8')).toBe('{"ž": 1}')
  expect(await asked(electronApp)).toMatchObject({ kind: 'save', isOurs: true, options: { defaultPath: 'a.json' } })
  const opened = await callFrom(window.page, 'file.open', { title: 'Open a server', extensions: ['json'] })
  expect(opened).toEqual({ ok: true, value: { name: 'mine.json', path, text: '{"ž": 1}' } })
  expect(await asked(electronApp)).toMatchObject({ kind: 'open', isOurs: true, options: { title: 'Open a server' } })
})

test('who thinks better of it saves nothing and opens nothing', async ({ electronApp, window }) => {
  await choose(electronApp, undefined)
  const saved = await callFrom(window.page, 'file.save', { suggestedName: 'a.json', text: '{}' })
  const opened = await callFrom(window.page, 'file.open', { title: 'Open', extensions: [] })
  expect([saved, opened]).toEqual([
    { ok: true, value: undefined },
    { ok: true, value: undefined },
  ])
})

test('what cannot be read or written is said, and a page names no path', async ({ electronApp, window }) => {
  writeFileSync(join(folder, 'binary'), Buffer.of(0, 0xff, 0xfe))
  await choose(electronApp, join(folder, 'binary'))
  const opened = await callFrom(window.page, 'file.open', { title: 'Open', extensions: [] })
  expect(opened).toMatchObject({ ok: false, error: { code: 'ERR_FILE_UNREADABLE' } })
  await choose(electronApp, join(folder, 'nowhere', 'a.json'))
  const saved = await callFrom(window.page, 'file.save', { suggestedName: 'a.json', text: '{}' })
  expect(saved).toMatchObject({ ok: false, error: { code: 'ERR_FILE_UNWRITABLE' } })
  const named = await callFrom(window.page, 'file.save', { suggestedName: '../a.json', text: '{}' })
  expect(named).toMatchObject({ ok: false, error: { code: 'ERR_CALL_INVALID' } })
})
