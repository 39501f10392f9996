/**
 * Sees to it that Chromium can sandbox its renderers for a user other than root. It makes user namespaces for that, or,
 * where the system forbids them (Ubuntu since 23.10), asks its helper, which must then belong to root and be setuid.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { electronPath } from './ensure-electron.mjs'

const HELPER_MODE = 0o4755

/** @param rights what to put before a command to run it as root; undefined when we may not */
export function ensureSandbox(rights) {
  // Chromium refuses its sandbox to root anyway.
  if (process.platform !== 'linux' || process.getuid() === 0 || canMakeNamespaces()) return
  const helper = path.join(path.dirname(electronPath()), 'chrome-sandbox')
  const { uid, mode } = fs.statSync(helper)
  if (uid === 0 && (mode & HELPER_MODE) === HELPER_MODE) return
  const commands = [
    ['chown', 'root:root', helper],
    ['chmod', HELPER_MODE.toString(8), helper],
  ]
  const isDone = rights?.length > 0 && commands.every((command) => run([...rights, ...command]))
  if (isDone) return
  const typed = commands.map((command) => `sudo ${command.join(' ')}`).join(' && ')
  throw new Error(`This system forbids user namespaces, so Chromium's sandbox needs its helper: run \`${typed}\`.`)
}

const canMakeNamespaces = () => run(['unshare', '--user', '--map-root-user', 'true'])

function run([program, ...args]) {
  return spawnSync(program, args, { stdio: ['inherit', 'ignore', 'ignore'] }).status === 0
}
