#!/usr/bin/env node
/**
 * `npm run bench [-- messagesPerSecond seconds]`: a storm of messages into the real window, log following, charts drawn. Says
 * what was lost, how smoothly the window painted, and how much memory it took. The sender is a process of its own; a bare
 * `ws` client that only counts is measured beside it in the same run.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from '@playwright/test'
import { WebSocket } from 'ws'
import { chromiumSandbox, openDisplay } from '../scripts/display.mjs'
import { ensureBuild } from '../scripts/ensure-build.mjs'
import { ensureElectron } from '../scripts/ensure-electron.mjs'
import { ensureSystem } from '../scripts/ensure-system.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [perSecond = 100_000, seconds = 60] = process.argv.slice(2).map(Number)
/** What is still on its way when the sender has said all. */
const ARRIVAL_TIMEOUT_MS = 60_000

ensureElectron()
ensureSystem()
ensureBuild()

const raw = await measure(countWithBareClient)
const window = await measure(countInWindow)
console.table({ 'ws, counting only': raw, 'Feedscope, log and charts drawn': window })
process.exit(window.lost === 0 ? 0 : 1)

/** Runs one receiver against a sender of its own. */
async function measure(receive) {
  const sender = fork(path.join(root, 'tests/e2e/support/feed-process.mjs'))
  const [{ port }] = await once(sender, 'message')
  const storm = async () => {
    sender.send({ do: 'storm', perSecond, seconds })
    const [{ stormed }] = await once(sender, 'message')
    return stormed
  }
  try {
    return await receive(`ws://127.0.0.1:${port}`, storm)
  } finally {
    sender.kill()
  }
}

async function countWithBareClient(url, storm) {
  const client = new WebSocket(url)
  let received = 0
  client.on('message', () => received++)
  await once(client, 'open')
  const sent = await storm()
  const endMs = performance.now() + ARRIVAL_TIMEOUT_MS
  while (received < sent && performance.now() < endMs) await new Promise(setImmediate)
  client.terminate()
  return { sent, received, lost: sent - received }
}

async function countInWindow(url, storm) {
  const display = await openDisplay()
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'feedscope-bench-'))
  const args = ['.', '--no-demo', `--user-data-dir=${profile}`, '--disable-gpu']
  const app = await _electron.launch({ args, cwd: root, env: display.env, chromiumSandbox })
  try {
    const page = await app.firstWindow()
    await page.getByRole('button', { name: 'New connection', exact: true }).click()
    await page.getByRole('textbox', { name: 'URL', exact: true }).fill(url)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.locator('[data-state="open"]').waitFor()
    await page.getByRole('tab', { name: 'Charts' }).click()
    await page.evaluate(watchFrames)
    const sent = await storm()
    const frames = await page.evaluate(() => globalThis.frames())
    await page.waitForFunction(hasReceived, sent, { timeout: ARRIVAL_TIMEOUT_MS }).catch(() => {})
    const counters = await page.evaluate(readCounters)
    const { received, stored, evicted, dropped } = counters
    const memory = await app.evaluate(({ app }) =>
      app.getAppMetrics().map(({ memory }) => memory.workingSetSize / 1024),
    )
    return {
      sent,
      received,
      lost: sent - received,
      'stored + evicted + dropped': stored + evicted + dropped,
      'frames a second': Math.round(frames.perSecond),
      'longest frame, ms': Math.round(frames.longestMs),
      'all processes, MB': Math.round(memory.reduce((sum, megabytes) => sum + megabytes)),
    }
  } finally {
    await app.close()
    display.close()
    fs.rmSync(profile, { recursive: true, force: true })
  }
}

// ── run in the window ────────────────────────────────────────────────────────────────────────────────────────────────

function watchFrames() {
  const startMs = performance.now()
  let lastMs = startMs
  let count = 0
  let longestMs = 0
  const note = (nowMs) => {
    count++
    longestMs = Math.max(longestMs, nowMs - lastMs)
    lastMs = nowMs
    requestAnimationFrame(note)
  }
  requestAnimationFrame(note)
  globalThis.frames = () => ({ perSecond: (count / (performance.now() - startMs)) * 1000, longestMs })
}

function hasReceived(count) {
  return Number(document.querySelector('[data-counter=received]')?.dataset.value) >= count
}

function readCounters() {
  const counters = document.querySelectorAll('[data-counter]')
  return Object.fromEntries([...counters].map(({ dataset }) => [dataset.counter, Number(dataset.value)]))
}
