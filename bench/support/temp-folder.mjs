/** A folder that goes with who opened it, or with the bench when that is ended. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export function tempFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'feedscope-bench-'))
  const close = () => {
    process.off('exit', close)
    // Chromium's last processes may still be writing.
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
  process.on('exit', close)
  return { path: folder, close }
}
