import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readWorkspace } from '../../../src/shared/protocol/workspace-document'
import { bundled } from '../../support/bundled'
import { until } from '../../support/until'

/** As many as `workspace-writer-entry.ts` writes. */
const CONNECTIONS = 60
const KILLS = 3

it('a workspace is whole, and not older than what was kept, whenever the process that writes it is killed', async () => {
  const script = await bundled('tests/support/workspace-writer-entry.ts')
  const folder = mkdtempSync(join(tmpdir(), 'feedscope-crash-'))
  const path = join(folder, 'workspace.json')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (let kill = 0; kill < KILLS; kill++) {
    const child = fork(script, [folder], { execArgv: [] })
    onTestFinished(() => void child.kill('SIGKILL'))
    let kept = 0
    child.on('message', (count: number) => {
      kept = count
    })
    await until(() => kept > 0, 'it writes', 30_000)
    const whole = statSync(path).size
    // In the midst of a write: whichever file it is in, that one is not whole yet.
    await untilSeen(() => {
      return readdirSync(folder).some(
        (name) => (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? whole) < whole / 2,
      )
    })
    child.kill('SIGKILL')
    await once(child, 'exit')
    const read = readWorkspace(readFileSync(path, 'utf8'))
    if (!read.ok) throw new Error(read.error.message)
    const names = new Set(read.value.connections.map(({ name }) => name))
    expect(read.value.connections.length).toBe(CONNECTIONS)
    expect(names.size).toBe(1)
    expect(Number([...names][0])).toBeGreaterThanOrEqual(kept)
  }
}, 60_000)

/** Without a pause: what is looked for lasts some milliseconds. */
async function untilSeen(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate)
}
