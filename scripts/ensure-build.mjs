/**
 * Keeps out/ in step with what it is built from, so that `npm start` never shows yesterday's code and never builds
 * twice. Compares times: every build writes the entries anew.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ownLines } from './app-output.mjs'
import { builders } from './build.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = ['src', 'resources', 'package.json', 'electron.vite.config.ts', 'vite.cli.config.mts']
const ENTRIES = ['out/main/index.js', 'out/preload/index.js', 'out/renderer/index.html', 'out/cli/index.js']

/** Builds when a source is newer than an entry; throws the builder's own words when it fails. */
export function ensureBuild() {
  if (isFresh()) return
  console.log('Building …')
  const env = { ...process.env, NO_COLOR: '1' }
  for (const builder of builders) {
    const { status, stderr } = spawnSync(process.execPath, builder, { cwd: root, env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`The build failed.\n${ownLines(stderr.split('\n')).join('\n')}`)
  }
}

function isFresh() {
  const builtMs = Math.min(...ENTRIES.map((file) => stat(file)?.mtimeMs ?? 0))
  return SOURCES.every((source) => newestMs(source) <= builtMs)
}

/** The newest change under a path. Folders count too: their time is the only trace of a deleted file. */
function newestMs(relative) {
  const found = stat(relative)
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0
  const children = fs.readdirSync(path.join(root, relative))
  return Math.max(found.mtimeMs, ...children.map((name) => newestMs(path.join(relative, name))))
}

const stat = (relative) => fs.statSync(path.join(root, relative), { throwIfNoEntry: false })
