#!/usr/bin/env node
/**
 * `npm start`: from a fresh checkout to the running app in one command. Brings what is missing (runtime, system
 * libraries, build), then opens the window. Where there is no display it opens the app on a virtual one, waits until
 * the demo runs, and says where to look: a screenshot and the demo server's address.
 *
 *   npm start [-- argument for the app …]     npm run dev: the same with hot reload
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ownLines } from './app-output.mjs'
import { chromiumSandbox, hasDisplay, openDisplay } from './display.mjs'
import { ensureBuild } from './ensure-build.mjs'
import { electronPath, ensureElectron } from './ensure-electron.mjs'
import { ensureSystem } from './ensure-system.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const DEMO_TIMEOUT_MS = 30_000
const QUIT_TIMEOUT_MS = 5_000
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const SHOWN_ON_FAILURE = 10

const arguments_ = process.argv.slice(2)
const dev = arguments_[0] === '--dev'
if (dev) arguments_.shift()

let stop
const stopped = new Promise((resolve) => {
  stop = () => resolve('stopped')
})

try {
  ensureElectron()
  ensureSystem()
  if (!dev) ensureBuild()
  for (const signal of STOP_SIGNALS) process.on(signal, stop)
  if (process.env.npm_lifecycle_event) stopWithLauncher()
  const display = await openDisplay()
  process.exitCode = dev ? await develop(display) : hasDisplay() ? await open(display) : await openUnseen(display)
  display.close()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
// Nothing is left to wait for, and Playwright's exit handler ends an app that did not quit.
process.exit()

/** npm puts a shell between itself and us, which keeps the signals it is sent: when either is gone, we were stopped. */
function stopWithLauncher() {
  const launcher = () => {
    const parent = process.platform === 'linux' ? readText(`/proc/${process.ppid}/stat`) : ''
    return `${process.ppid} ${parent.split(' ')[3]}`
  }
  const first = launcher()
  setInterval(() => launcher() !== first && stop(), 500).unref()
}

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function develop({ env }) {
  const command = path.join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const rest = arguments_.length > 0 ? ['--', ...arguments_] : []
  // A process group of its own, so that the bundler and the Electron it started end together.
  const grouped = process.platform !== 'win32'
  const options = { cwd: root, env, stdio: 'inherit', detached: grouped }
  const child = spawn(process.execPath, [command, 'dev', ...rest], options)
  return untilEnd(child, () => (grouped ? process.kill(-child.pid, 'SIGTERM') : child.kill()))
}

/** On the user's own desktop: the window is what they came for. */
function open({ env }) {
  const child = spawn(electronPath(), ['.', ...arguments_], { cwd: root, env, stdio: ['ignore', 'inherit', 'pipe'] })
  readLines(child.stderr, console.error)
  return untilEnd(child, () => child.kill())
}

/** Answers our exit code once the child has ended, by itself or because we were asked to stop. */
async function untilEnd(child, kill) {
  const ended = new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`Feedscope did not start: ${error.message}.`)))
    child.on('exit', (code) => resolve(code ?? 1))
  })
  const first = await Promise.race([ended, stopped])
  if (first !== 'stopped') return first
  kill()
  await Promise.race([ended, sleep(QUIT_TIMEOUT_MS)])
  return 0
}

/** On a machine without a display: shows the running demo as a picture and stays until it is asked to stop. */
async function openUnseen({ env }) {
  const { _electron } = await import('@playwright/test')
  const said = []
  let app
  try {
    app = await _electron.launch({ args: ['.', '--disable-gpu', ...arguments_], cwd: root, env, chromiumSandbox })
  } catch (error) {
    // Playwright's message carries the process's output, line by line, behind this mark.
    const output = [...error.message.matchAll(/\[err\] (.*)/g)].map(([, line]) => line)
    throw failure('Feedscope did not start.', ownLines(output))
  }
  // Playwright's own handlers would end us with 130 in the middle of a clean stop.
  for (const signal of STOP_SIGNALS) process.removeAllListeners(signal).on(signal, stop)
  let say = (line) => said.push(line)
  readLines(app.process().stderr, (line) => say(line))
  const closed = new Promise((resolve) => app.on('close', () => resolve('closed')))

  const demo = showDemo(app).then(
    () => 'shown',
    (error) => error,
  )
  let first = await Promise.race([demo, closed, stopped])
  if (first === 'shown') {
    say = console.error
    first = await Promise.race([closed, stopped])
  } else if (first === 'closed') throw failure('Feedscope ended before its demo ran.', said)
  else if (first instanceof Error) {
    await quit(app)
    throw failure(first.message, said)
  }
  if (first === 'stopped') await quit(app)
  return 0
}

async function showDemo(app) {
  const page = await app.firstWindow({ timeout: DEMO_TIMEOUT_MS }).catch(() => {
    throw new Error('Feedscope started, but no window opened.')
  })
  const grid = page.getByRole('grid', { name: 'Messages' })
  const canvas = page.locator('canvas').first()
  const server = page.locator('[data-server-url]').first()
  await until('no message of the demo feed appeared in its log', () =>
    grid.getByRole('row').filter({ hasText: 'symbol' }).first().isVisible(),
  )
  await until('its log does not grow', async () => Number(await grid.getAttribute('aria-rowcount')) > 20)
  await until('no chart appeared', () => canvas.isVisible())
  await until('its chart stayed empty', () => canvas.evaluate(hasDrawing))
  await until('no demo server is listed', () => server.isVisible())

  // Outside the project, where no build removes it and no commit or package picks it up.
  const picture = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'feedscope-')), 'feedscope.png')
  await page.screenshot({ path: picture })
  console.log(`Feedscope is running; this is its window: ${picture}`)
  console.log(`Its demo server: ${await server.getAttribute('data-server-url')} (Ctrl+C stops both)`)
}

/** Waits for a condition; the first one that stays false names what is wrong. */
async function until(complaint, condition) {
  const endMs = Date.now() + DEMO_TIMEOUT_MS
  while (!(await condition().catch(() => false))) {
    if (Date.now() > endMs) throw new Error(`Feedscope started, but ${complaint} within ${DEMO_TIMEOUT_MS / 1000} s.`)
    await sleep(50)
  }
}

/** Runs in the window. A canvas that another technique draws on (WebGL) counts as drawn. */
function hasDrawing(canvas) {
  const context = canvas.getContext('2d')
  if (!context) return true
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  return data.some((value) => value > 0)
}

function readLines(stream, onLine) {
  createInterface({ input: stream }).on('line', (line) => {
    for (const own of ownLines([line])) onLine(own)
  })
}

async function quit(app) {
  await Promise.race([app.close(), sleep(QUIT_TIMEOUT_MS)])
}

function failure(sentence, lines) {
  return new Error([sentence, ...lines.slice(-SHOWN_ON_FAILURE)].join('\n'))
}
