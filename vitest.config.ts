import { defineConfig } from 'vitest/config'

const conditions = ['source', 'module', 'node', 'development|production']
const resolve = { conditions }
const ssr = { resolve: { conditions } }
const never = ['**/node_modules/**', '**/dist/**']

/**
 * The size of a test is in its name: small ones touch nothing outside, medium ones a real PostgreSQL or a local server,
 * e2e ones a real browser.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'small',
          include: ['{apps,libs,bench}/**/*.spec.{ts,tsx}'],
          exclude: ['**/*.medium.spec.ts', ...never],
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'medium',
          include: ['{apps,libs,tools}/**/*.medium.spec.ts'],
          exclude: never,
          globalSetup: ['tools/medium.setup.ts'],
          setupFiles: ['tools/medium.database.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          exclude: never,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
