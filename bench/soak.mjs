#!/usr/bin/env node
/**
 * `npm run soak [-- minutes perSecond]`: the real window under a steady feed for a long time, 30 minutes at 100,000 messages a
 * second unless told otherwise, the log following and charts drawn. Does anything get lost, does memory grow, does it stay
 * smooth? Each look is appended to a file at once, so that a run that is killed still tells.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openDisplay } from '../scripts/display.mjs'
import { ensureBuild } from '../scripts/ensure-build.mjs'
import { ensureElectron } from '../scripts/ensure-electron.mjs'
import { ensureSystem } from '../scripts/ensure-system.mjs'
import { AppWindow } from './support/app-window.mjs'
import { sleep } from './support/clock.mjs'
import { NUMBER_FIELDS } from './support/message.mjs'
import { memoryByProcess, memoryMeaning } from './support/process-tree.mjs'
import { startSender } from './support/receivers.mjs'
import { median, slope } from './support/stats.mjs'

const LOOK_EVERY_MS = 10_000
const SIZE = 128
const SERIES = 4
const MIB = 1024 * 1024

const [minutes = 30, perSecond = 100_000] = process.argv.slice(2).map(Number)
if (!(minutes > 0 && perSecond > 0)) {
  console.error('Say it as `npm run soak -- minutes perSecond`, with two numbers above 0.')
  process.exit(1)
}
const base = path.join(os.tmpdir(), `feedscope-soak-${Date.now()}`)
const progressFile = `${base}.jsonl`
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))

ensureElectron()
ensureSystem()
ensureBuild()
const display = await openDisplay()
const sender = await startSender()
const window = await AppWindow.open({ display })
window.app.on('close', () => end('The app ended.'))
const looks = []
console.log(`${minutes} min at ${perSecond} messages of ${SIZE} B a second; progress: ${progressFile}`)
try {
  await soak()
} catch (error) {
  end(error.message)
}

async function soak() {
  const id = await window.connect(sender.url)
  await sender.call('gather', { connections: 1 })
  await window.tab('Charts').click()
  await window.addSeries(id, NUMBER_FIELDS.slice(0, SERIES))
  const startMs = performance.now()
  let total
  const storm = sender.call('storm', { perSecond, seconds: minutes * 60, size: SIZE, type: 'text' })
  const isOver = storm.then(({ sent }) => {
    total = sent[0]
  })
  await window.frames()
  while (total === undefined) {
    await Promise.race([sleep(LOOK_EVERY_MS), isOver])
    await look(id, startMs)
  }
  await window.received([id], total)
  await look(id, startMs)
  report(total)
}

async function look(id, startMs) {
  const sent = await sender.call('sent')
  const { received, stored, evicted, dropped } = await window.received([id], 0)
  const frames = await window.frames()
  const processes = await memoryByProcess(window.app)
  const seen = {
    seconds: Math.round((performance.now() - startMs) / 1000),
    sent,
    received,
    stored,
    evicted,
    dropped,
    fps: round(frames.perSecond),
    longestFrameMs: round(frames.longestMs),
    memoryMiB: round(processes.reduce((sum, { bytes }) => sum + bytes, 0) / MIB),
    memoryByProcessMiB: byName(processes),
    diskMiB: round(folderBytes(window.profilePath) / MIB),
  }
  looks.push(seen)
  fs.appendFileSync(progressFile, `${JSON.stringify(seen)}\n`)
  const { seconds, fps, memoryMiB, diskMiB } = seen
  console.log(
    `${seconds} s: ${received} received, ${evicted} evicted, ${fps} fps, ${memoryMiB} MiB, ${diskMiB} MiB on disk`,
  )
}

function report(sent) {
  const last = looks.at(-1)
  const lost = sent - last.received
  const isBalanced = last.received === last.stored + last.evicted + last.dropped
  // A look at the very end covers less than a second, and one hiccup in it would be the lowest rate.
  const whole = looks.slice(0, -2)
  const second = looks.filter(({ seconds }) => seconds >= last.seconds / 2)
  const limitsAt = looks.find(({ evicted }) => evicted > 0)?.seconds
  const names = Object.keys(last.memoryByProcessMiB)
  const grows = (of) => round(slope(second.map((each) => [each.seconds / 60, of(each)])))
  const result = {
    minutes,
    perSecond,
    sent,
    received: last.received,
    lost,
    'received = stored + evicted + dropped': isBalanced,
    'memory and disk limits reached after, s': limitsAt ?? 'not reached',
    'lowest fps of a look': Math.min(...whole.map(({ fps }) => fps)),
    'median fps': median(whole.map(({ fps }) => fps)),
    'longest frame, ms': Math.max(...looks.map(({ longestFrameMs }) => longestFrameMs)),
    [`memory at the end, MiB (${memoryMeaning})`]: last.memoryMiB,
    'memory grows, MiB a minute (second half)': grows(({ memoryMiB }) => memoryMiB),
    ...Object.fromEntries(
      names.map((name) => [`… ${name}`, grows(({ memoryByProcessMiB }) => memoryByProcessMiB[name] ?? 0)]),
    ),
    'most on disk, MiB': Math.max(...looks.map(({ diskMiB }) => diskMiB)),
  }
  console.table(result)
  if (limitsAt === undefined || limitsAt > last.seconds / 2)
    console.log(
      'The limits were not reached in the first half, so memory or disk had every right to grow in the second.',
    )
  fs.writeFileSync(`${base}.json`, JSON.stringify({ result, looks }, undefined, 2))
  console.log(`${base}.json`)
  end(lost === 0 && isBalanced ? undefined : 'Something was lost or wrongly accounted for.')
}

/** Ends everything; Playwright takes the app along. */
function end(failure) {
  if (failure !== undefined) console.error(failure)
  sender.close()
  display.close()
  process.exit(failure === undefined ? 0 : 1)
}

function byName(processes) {
  const sums = {}
  for (const { name, bytes } of processes) sums[name] = round((sums[name] ?? 0) + bytes / MIB)
  return sums
}

/** What the files take; one that goes while we look takes nothing. */
function folderBytes(folder) {
  let bytes = 0
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) bytes += folderBytes(file)
    else bytes += fs.lstatSync(file, { throwIfNoEntry: false })?.size ?? 0
  }
  return bytes
}

function round(value) {
  return Math.round(value * 10) / 10
}
