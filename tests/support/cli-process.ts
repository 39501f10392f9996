/** The command line in a process of its own, bundled as `npm run build` bundles it. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, onTestFinished } from 'vitest'
import { until } from './until'

const root = fileURLToPath(new URL('../../', import.meta.url))
/** Not in git, and inside the project, so that its packages are found. */
const outDir = `${root}node_modules/.cache/cli-process-${process.pid}`
afterAll(() => rmSync(outDir, { recursive: true, force: true }))

/** A process starts, listens and ends within it, on a busy machine too. */
const PATIENCE_MS = 15_000

export type Event = Record<string, unknown> & { event: string }

export class CliProcess {
  output = ''
  complaint = ''
  private readonly ended: Promise<number | null>

  private constructor(readonly child: ChildProcessWithoutNullStreams) {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      this.output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      this.complaint += text
    })
    this.ended = once(child, 'close').then(([code]) => code)
  }

  /** @param env in place of this process's own variables of the same name */
  static async run(args: string[], env: Record<string, string> = {}): Promise<CliProcess> {
    const child = spawn(process.execPath, [await bundled(), ...args], { env: { ...process.env, ...env } })
    onTestFinished(() => void child.kill('SIGKILL'))
    return new CliProcess(child)
  }

  /** `feedscope serve` on a free port, listening. */
  static async serve(args: string[] = [], env?: Record<string, string>): Promise<CliProcess & { url: string }> {
    const cli = await CliProcess.run(['serve', '--port', '0', ...args], env)
    const url = await cli.wait(() => /wss?:\/\/[\d.]+:\d+/.exec(cli.output)?.[0], 'it listens')
    return Object.assign(cli, { url })
  }

  /** Of `--json`, those that have come whole. */
  get events(): Event[] {
    return this.output
      .slice(0, this.output.lastIndexOf('\n') + 1)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  }

  named(event: string): Event[] {
    return this.events.filter((each) => each.event === event)
  }

  wait<T>(condition: () => T | undefined | false | null, what: string): Promise<T> {
    return until(condition, () => `${what}; it said: ${this.output.slice(-500)} ${this.complaint}`, PATIENCE_MS)
  }

  /** @returns the exit code, once all it wrote has been read */
  end(): Promise<number | null> {
    return this.ended
  }
}

let script: Promise<string> | undefined

function bundled(): Promise<string> {
  script ??= build({
    root,
    configFile: `${root}vite.cli.config.mts`,
    logLevel: 'error',
    build: { outDir },
  }).then(() => `${outDir}/index.js`)
  return script
}
