import { defineConfig } from 'vitest/config'
import { PATIENCE_MS } from './e2e/drills/until.ts'

const conditions = ['source', 'module', 'node', 'development|production']
const resolve = { conditions }
const ssr = { resolve: { conditions } }
const never = ['**/node_modules/**', '**/dist/**']

const e2e = {
  testTimeout: 5 * PATIENCE_MS,
  hookTimeout: 5 * PATIENCE_MS,
  expect: { poll: { timeout: PATIENCE_MS } },
}

/**
 * Files in one process load each module once: that is two thirds of the time. So a helper may have no hooks outside its
 * functions and no state of one file (docs/decisions/2026-11-29-tests-share-processes.md).
 */
const together = { isolate: false }

/** They kill processes, measure, or send faster than people do: another test beside them would be in the way. */
const ALONE = [
  'e2e/attacks.spec.ts',
  'e2e/commands-in-flight.spec.ts',
  'e2e/crash-points.spec.ts',
  'e2e/first-page.spec.ts',
  'e2e/kill-worker.spec.ts',
  'e2e/redis.spec.ts',
  'e2e/start-and-stop.spec.ts',
  'e2e/two-hands.spec.ts',
]

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
          ...together,
          maxWorkers: 2,
          include: ['{apps,libs,bench}/**/*.spec.{ts,tsx}'],
          exclude: ['**/*.medium.spec.ts', ...never],
          setupFiles: ['tools/small.modules.ts'],
          testTimeout: PATIENCE_MS,
          expect: { poll: { timeout: PATIENCE_MS / 2 } },
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'medium',
          ...together,
          // They wait for PostgreSQL as long as they work.
          maxWorkers: 3,
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
          exclude: [...ALONE, ...never],
          ...e2e,
          globalSetup: ['e2e/setup/shared-product.ts'],
          // A person, and so a test of one, waits more than the machine works.
          maxWorkers: 2,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'e2e-alone',
          include: ALONE,
          exclude: never,
          ...e2e,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
