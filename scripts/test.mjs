#!/usr/bin/env node
/**
 * `npm test`: everything we check, in one command that works on a fresh checkout. A step that fails does not stop the
 * next one; the last line counts them all: `N passed, N failed` (each test, and each static check as one).
 *
 *   npm test [-- part of a test file's path …]
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { builders } from './build.mjs'
import { openDisplay } from './display.mjs'
import { ensureElectron } from './ensure-electron.mjs'
import { ensureSystem, ensureTestPrograms } from './ensure-system.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (file) => path.join(root, 'node_modules', file)
const filters = process.argv.slice(2)
const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'feedscope-reports-'))
// Without a filter, finding no test is a failure; with one, it is what the filter says.
const selection = (option) => (filters.length > 0 ? [option, ...filters] : [])
const total = { passed: 0, failed: 0 }

process.on('exit', () => fs.rmSync(reports, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1))

const biome = [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.']
const tsc = [bin('typescript/bin/tsc'), '--noEmit']
await step('format and lint', () => check(biome))
await step('types', () => check(tsc, [...tsc, '--project', 'tsconfig.electron25.json']))
await step('unit tests', unitTests)
const built = await step('build', () => check(...builders))
await step('end-to-end tests', () => {
  if (built.failed > 0) throw new Error('Not run: there is no build to run.')
  return endToEndTests()
})

console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 ? 1 : 0)

/** Runs one step, prints its line and adds its counts to the total. A step that throws counts as one failure. */
async function step(name, work) {
  const startMs = performance.now()
  let counts
  try {
    counts = await work()
  } catch (error) {
    console.error(error.message)
    counts = { passed: 0, failed: 1 }
  }
  total.passed += counts.passed
  total.failed += counts.failed
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  console.log(
    `${counts.failed > 0 ? '✗' : '✓'} ${name}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`,
  )
  return counts
}

/** A static check is one test, also when it takes several commands; its output is of interest only when it fails. */
async function check(...commands) {
  const results = await Promise.all(commands.map((command) => run(command, { quiet: true })))
  const bad = results.filter(({ code }) => code !== 0)
  for (const { output } of bad) console.error(output.trim())
  return bad.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

async function unitTests() {
  ensureTestPrograms()
  const file = path.join(reports, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { code } = await run([bin('vitest/vitest.mjs'), 'run', ...reporters, ...selection('--passWithNoTests')])
  const { numPassedTests: passed, numFailedTests, testResults } = readReport(file)
  // A file that cannot be loaded has failed without a test to its name.
  const unloaded = testResults.filter((result) => result.status === 'failed' && result.assertionResults.length === 0)
  return counted(code, passed, numFailedTests + unloaded.length)
}

async function endToEndTests() {
  ensureElectron()
  ensureSystem()
  const display = await openDisplay()
  const file = path.join(reports, 'playwright.json')
  const env = { ...display.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
  const command = [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json', ...selection('--pass-with-no-tests')]
  const { code } = await run(command, { env })
  display.close()
  const { stats, errors } = readReport(file)
  return counted(code, stats.expected + stats.flaky, stats.unexpected + errors.length)
}

/** A runner that ends badly has failed, even when it blames no test. */
function counted(code, passed, failed) {
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) }
}

function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    throw new Error('The test runner ended without a report.')
  }
}

/** Runs a Node program in the project's folder; quiet keeps its output instead of showing it. */
function run(command, { env = process.env, quiet = false } = {}) {
  const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit']
  const child = spawn(process.execPath, command, { cwd: root, env, stdio })
  let output = ''
  const keep = (chunk) => {
    output += chunk
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const end = () => child.kill()
  process.on('exit', end)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('exit', end)
      resolve({ code, output })
    })
  })
}
