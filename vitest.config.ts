import { defineConfig } from 'vitest/config'
import { PATIENCE_MS } from './e2e/drills/until.ts'

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
          testTimeout: PATIENCE_MS,
          expect: { poll: { timeout: PATIENCE_MS / 2 } },
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
          testTimeout: PATIENCE_MS,
          hookTimeout: PATIENCE_MS,
          expect: { poll: { timeout: PATIENCE_MS / 2 } },
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          exclude: never,
          testTimeout: 5 * PATIENCE_MS,
          hookTimeout: 5 * PATIENCE_MS,
          expect: { poll: { timeout: PATIENCE_MS } },
          fileParallelism: false,
        },
      },
    ],
  },
})
