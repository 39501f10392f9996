import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vite'

/** Whoever installs the package, or links it, runs the file itself. */
const EXECUTABLE = 0o755

// The command line: one file for plain Node from 18.15 on, the engine in it, packages beside it.
export default defineConfig({
  build: {
    ssr: 'src/cli/index.ts',
    outDir: 'out/cli',
    emptyOutDir: true,
    target: 'node18.15',
    copyPublicDir: false,
    rolldownOptions: {
      // The same as main: a dynamic import becomes a require.
      output: { format: 'cjs', dynamicImportInCjs: false, entryFileNames: 'index.js' },
    },
  },
  plugins: [
    {
      name: 'executable',
      writeBundle({ dir = '' }) {
        chmodSync(join(dir, 'index.js'), EXECUTABLE)
      },
    },
  ],
})
