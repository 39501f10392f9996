import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

// One output for Electron 25 (Node 18.15, Chrome 114), the oldest we run on, up to the declared one. Left to itself,
// electron-vite derives the targets from package.json alone, and 25 stops at a syntax error.
const node = 'node18.15'
const chrome = 'chrome114'

// Entries are electron-vite's own: src/main/index.ts, src/preload/index.ts, src/renderer/index.html. The engine's Worker is
// built beside main because main imports it with `?modulePath`.

export default defineConfig({
  main: {
    build: {
      target: node,
      rolldownOptions: {
        // import('package') inside app.asar fails on 25: a dynamic import becomes a require.
        output: { format: 'cjs', dynamicImportInCjs: false },
      },
    },
  },
  preload: {
    build: {
      target: node,
      // A sandboxed preload is one file: it cannot require a package.
      externalizeDeps: false,
      rolldownOptions: { output: { format: 'cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: { target: chrome, minify: true },
  },
})
