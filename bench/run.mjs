#!/usr/bin/env node
/**
 * `npm run bench`: measures what docs/performance.md promises, each scenario beside its raw baseline, and says what is met.
 *
 *   npm run bench [-- --only ingest,window] [--runs 3] [--json FILE] [--markdown FILE]
 *
 * A scenario that fails says why and does not stop the others. Ends with 1 when something was lost, wrongly accounted for or
 * failed; a promise of speed that is missed is a line in the table, not an error: it depends on the machine.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openDisplay } from '../scripts/display.mjs'
import { ensureBuild } from '../scripts/ensure-build.mjs'
import { ensureElectron } from '../scripts/ensure-electron.mjs'
import { ensureSystem } from '../scripts/ensure-system.mjs'
import { scenarios } from './scenarios/index.mjs'
import { Bench } from './support/bench.mjs'
import { Ledger } from './support/ledger.mjs'
import { isMet, markdownTable, rowsOf, textTable } from './support/table.mjs'

/** For what is done once, and for each repetition; several times what is needed. */
const TIMEOUT_MS = 120_000
const RUN_TIMEOUT_MS = 90_000

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string', default: '3' },
    json: { type: 'string', default: path.join(os.tmpdir(), `feedscope-bench-${Date.now()}.json`) },
    markdown: { type: 'string' },
  },
})
const chosen = choose(options.only)
const runs = Number(options.runs)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))

ensureElectron()
ensureSystem()
ensureBuild()
const display = await openDisplay()
const ledger = new Ledger()
const startedAt = new Date().toISOString()
const results = []
for (const scenario of chosen) results.push(await measure(scenario))
results.push(ledger.result())
display.close()
say('')

const rows = rowsOf(results)
console.log(textTable(rows))
report()
// Something that a failed scenario left open must not keep us.
process.exit(results.some(({ failure }) => failure !== undefined) ? 1 : 0)

async function measure(scenario) {
  const startMs = performance.now()
  const bench = new Bench(scenario, { runs, display, ledger, say })
  let failure
  let timer
  const tooLong = new Promise((_, reject) => {
    const timeoutMs = TIMEOUT_MS + runs * RUN_TIMEOUT_MS
    timer = setTimeout(reject, timeoutMs, new Error(`It did not end within ${timeoutMs / 1000} s.`))
  })
  try {
    await Promise.race([scenario.run(bench), tooLong])
  } catch (error) {
    failure = error.message.split('\n')[0]
    if (process.env.DEBUG) console.error(error)
  }
  clearTimeout(timer)
  await bench.close().catch((error) => {
    failure ??= `It could not be closed: ${error.message}`
  })
  const seconds = Math.round((performance.now() - startMs) / 100) / 10
  return { name: scenario.name, seconds, measures: bench.measures, failure }
}

function choose(only) {
  if (only === undefined) return scenarios
  const names = only.split(',')
  const unknown = names.find((name) => !scenarios.some((scenario) => scenario.name === name))
  if (unknown !== undefined) {
    console.error(`There is no scenario ${unknown}; there are ${scenarios.map(({ name }) => name).join(', ')}.`)
    process.exit(1)
  }
  return scenarios.filter(({ name }) => names.includes(name))
}

function report() {
  const promised = results.flatMap(({ measures }) => measures).map(({ promise, values }) => isMet(promise, values))
  const met = promised.filter((each) => each === true).length
  const missed = promised.filter((each) => each === false).length
  const machine = `${os.cpus().length} × ${os.cpus()[0]?.model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}`
  const seconds = results.map(({ name, seconds }) => `${name} ${seconds}`).join(', ')
  const json = JSON.stringify(
    { startedAt, machine, platform: `${os.platform()} ${os.release()}`, runs, results },
    undefined,
    2,
  )
  fs.writeFileSync(options.json, json)
  if (options.markdown !== undefined)
    fs.writeFileSync(options.markdown, `${machine}, ${runs} runs, ${startedAt}.\n\n${markdownTable(rows)}\n`)
  console.log(
    `\n${met} promises met, ${missed} missed. ${machine}, ${runs} runs.\nSeconds: ${seconds}.\n${options.json}`,
  )
}

/** One line on a terminal that each next one replaces; nothing elsewhere, so that what is piped is the table. */
function say(line) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`)
}
