/**
 * Gives Electron a display to draw on: the user's own where there is one, else a virtual one (Xvfb) that ends with us.
 * Holds the environment Electron needs here too, because every caller wants both.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const START_TIMEOUT_MS = 10_000

/** Playwright turns Chromium's sandbox off unless told; only for root, whom Chromium refuses it, may it be off. */
export const chromiumSandbox = process.getuid?.() !== 0

export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** Answers `{ env, close }`: the environment to spawn Electron with, and what ends a virtual display. */
export async function openDisplay() {
  const env = { ...process.env }
  // Editors set it in their terminals; with it Electron runs as a plain Node.
  delete env.ELECTRON_RUN_AS_NODE
  // Chromium refuses its sandbox to root, and Electron reads this before any script runs.
  if (process.platform === 'linux' && process.getuid() === 0) env.ELECTRON_DISABLE_SANDBOX ??= '1'
  if (hasDisplay()) return { env, close() {} }

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'feedscope-display-'))
  const cookieFile = path.join(folder, 'xauthority')
  fs.writeFileSync(cookieFile, authorityFile(randomBytes(16)), { mode: 0o600 })
  const options = ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp', '-auth', cookieFile]
  // In a process group of its own, so that Ctrl+C in a terminal does not take the display away before the app has quit.
  const server = spawn('Xvfb', options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true })
  const close = () => {
    process.off('exit', close)
    server.kill()
    fs.rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', close)
  server.unref()

  try {
    const number = await readNumber(server)
    return { env: { ...env, DISPLAY: `:${number}`, XAUTHORITY: cookieFile }, close }
  } catch (error) {
    close()
    throw error
  }
}

/** Xvfb chooses a free display number and writes it to its fourth stream once it accepts clients. */
function readNumber(server) {
  const stream = server.stdio[3]
  let timer
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`The virtual display (Xvfb) did not start: ${why}.`))
    timer = setTimeout(fail, START_TIMEOUT_MS, 'no answer within ten seconds')
    let text = ''
    stream.on('data', (chunk) => {
      text += chunk
      if (text.endsWith('\n')) resolve(text.trim())
    })
    server.on('error', (error) => fail(error.message))
    server.on('exit', (code) => fail(`it ended with code ${code}`))
  }).finally(() => {
    clearTimeout(timer)
    stream.destroy()
  })
}

/** One entry of an Xauthority file that fits any host and display number: other users of the machine stay out. */
function authorityFile(cookie) {
  const field = (bytes) => {
    const size = Buffer.alloc(2)
    size.writeUInt16BE(bytes.length)
    return Buffer.concat([size, bytes])
  }
  const anyHost = Buffer.from([0xff, 0xff])
  const name = Buffer.from('MIT-MAGIC-COOKIE-1')
  return Buffer.concat([anyHost, field(Buffer.alloc(0)), field(Buffer.alloc(0)), field(name), field(cookie)])
}
