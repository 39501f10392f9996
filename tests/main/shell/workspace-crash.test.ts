import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readWorkspace } from '../../../src/shared/protocol/workspace-document'
import { bundled } from '../../support/bundled'
import { seededRandom } from '../../support/seeded-random'

/** As many as `workspace-writer-entry.ts` writes. */
const CONNECTIONS = 20
const KILLS = 6

it('a workspace is whole, and not older than what was kept, whenever the process that writes it is killed', async () => {
  const script = await bundled('tests/support/workspace-writer-entry.ts')
  const random = seededRandom(7)
  const folder = mkdtempSync(join(tmpdir(), 'feedscope-crash-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (let kill = 0; kill < KILLS; kill++) {
    const child = fork(script, [folder], { execArgv: [] })
    let kept = 0
    const enough = new Promise<void>((resolve) => {
      child.on('message', (count: number) => {
        kept = count
        if (count === 2 + Math.floor(random() * 4)) resolve()
        else if (count > 5) resolve()
      })
    })
    await enough
    // Wherever it happens to be: it goes on writing meanwhile.
    for (let turn = random() * 200; turn > 0; turn--) await new Promise(setImmediate)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const read = readWorkspace(readFileSync(join(folder, 'workspace.json'), 'utf8'))
    if (!read.ok) throw new Error(read.error.message)
    const names = new Set(read.value.connections.map(({ name }) => name))
    expect(read.value.connections.length).toBe(CONNECTIONS)
    expect(names.size).toBe(1)
    expect(Number([...names][0])).toBeGreaterThanOrEqual(kept)
  }
}, 60_000)
