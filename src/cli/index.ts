#!/usr/bin/env node
/** The command line: the engine without a window, run by plain Node. `docs/serve.md` is its reference. */
import { version } from '../../package.json'
import type { Failure } from '../shared/failure'
import { nearest } from '../shared/nearest'
import { parseFlags } from './flags'
import { printable } from './printable'
import { isTyped, Serving } from './serve'
import { settingsOf } from './serve-options'
import { usage } from './usage'

const COMMANDS = ['serve']
const EXIT_FAILED = 1
const EXIT_MISUSED = 2

const { stdout, stderr } = process
const serving = new Serving(stdout)
let isStopping = false

// Whoever read our lines is gone, and wants no more of us.
stdout.on('error', () => {
  serving.mute()
  if (!isStopping) stop()
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)

void main(process.argv.slice(2))

async function main([command, ...args]: string[]): Promise<void> {
  if (command === undefined || command === '--help' || command === '-h' || command === 'help') return help()
  if (command === '--version' || command === '-v') return finish(`${version}\n`)
  if (!COMMANDS.includes(command)) {
    const meant = nearest(command, COMMANDS)
    return misused(
      `There is no command ${command}. ${meant ? `Did you mean ${meant}?` : '--help lists all there are.'}`,
    )
  }
  const flags = parseFlags(args)
  if (!flags.ok) return misused(flags.error.message)
  if (flags.value.help) return help()
  if (flags.value.version) return finish(`${version}\n`)
  const settings = settingsOf(flags.value, process.env, await serving.behaviours())
  if (!settings.ok) return misused(settings.error.message)
  const started = await serving.start(settings.value, flags.value.json === true)
  if (!started.ok && !isStopping) failed(started.error)
}

async function help(): Promise<void> {
  finish(usage(await serving.behaviours()))
}

function finish(text: string): void {
  stdout.write(text, () => process.exit(0))
}

function misused(sentence: string): void {
  stderr.write(`${printable(sentence)}\n`, () => process.exit(EXIT_MISUSED))
}

function failed(failure: Failure): void {
  const { code, message } = failure
  stderr.write(`${code}: ${printable(message)}\n`, () => process.exit(isTyped(failure) ? EXIT_MISUSED : EXIT_FAILED))
}

/** A second one does not wait for clients, nor for who reads our lines. */
function stop(): void {
  if (isStopping) process.exit(0)
  isStopping = true
  void serving.stop().finally(() => process.exit(0))
}
