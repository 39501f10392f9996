#!/usr/bin/env node
/**
 * `npm run build`: all of out/. The window and what is behind it are electron-vite's, the command line is plain vite's. Whoever
 * else builds (`ensure-build.mjs`, `test.mjs`) runs the same list.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (file) => path.join(root, 'node_modules', file)

/** Node programs with their arguments. They write to different folders of out/, and none empties another's. */
export const builders = [
  [bin('electron-vite/bin/electron-vite.js'), 'build'],
  [bin('vite/bin/vite.js'), 'build', '--config', 'vite.cli.config.mts'],
]

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const builder of builders) {
    const { status } = spawnSync(process.execPath, builder, { cwd: root, stdio: 'inherit' })
    if (status !== 0) process.exit(status ?? 1)
  }
}
