/** A file of ours as one that plain Node runs, for a process of its own. */
import { rmSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** @param entry from the project's folder. @returns the script's path, until the test is over */
export async function bundled(entry: string): Promise<string> {
  const name = basename(entry, '.ts')
  // Not in git, and inside the project, so that its packages are found.
  const outDir = `${root}node_modules/.cache/${name}-${process.pid}`
  onTestFinished(() => rmSync(outDir, { recursive: true, force: true }))
  await build({ root, configFile: false, logLevel: 'error', build: { ssr: entry, outDir, emptyOutDir: true } })
  return `${outDir}/${name}.mjs`
}
