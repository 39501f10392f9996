/**
 * The app as a user starts it, nobody looking in: Playwright's way keeps the developer protocol and its scripts in memory. What
 * it takes can be told from outside on Linux only; elsewhere Playwright has to look.
 */
import { spawn } from 'node:child_process'
import { electronPath } from '../../scripts/ensure-electron.mjs'
import { AppWindow } from './app-window.mjs'
import { root } from './root.mjs'
import { tempFolder } from './temp-folder.mjs'

/** @returns `{ app, close }`, to be looked at by `process-tree.mjs` */
export async function openPlainApp({ display }) {
  if (process.platform !== 'linux') return AppWindow.open({ display }, { isWatched: false })
  const profile = tempFolder()
  const args = ['.', '--no-demo', `--user-data-dir=${profile.path}`, '--disable-gpu']
  const child = spawn(electronPath(), args, { cwd: root, env: display.env, stdio: 'ignore' })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  return {
    app: { process: () => child },
    async close() {
      child.kill()
      await ended
      profile.close()
    },
  }
}
