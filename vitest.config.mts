import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/e2e/**'],
    environment: 'node',
    pool: 'forks',
    // The tests talk to real sockets: more processes than this only make them wait for each other.
    maxWorkers: 2,
    testTimeout: 10_000,
    hookTimeout: 10_000,
  },
})
