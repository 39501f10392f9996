/** Bundles the engine once for all processes that host it under plain Node. */
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { root } from './root.mjs'

/** Not in git, and inside the project, so that its packages are found. */
const outDir = path.join(root, `node_modules/.cache/feedscope-bench-${process.pid}`)
let bundled

/** @returns the URL of the module, to be imported by a child */
export function engineBundle() {
  bundled ??= bundle()
  return bundled
}

async function bundle() {
  process.on('exit', () => fs.rmSync(outDir, { recursive: true, force: true }))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { ssr: 'bench/support/engine-entry.mjs', outDir, emptyOutDir: true, target: 'node18.15' },
  })
  return pathToFileURL(path.join(outDir, 'engine-entry.mjs')).href
}
