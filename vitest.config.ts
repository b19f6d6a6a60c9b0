import { defineConfig } from 'vitest/config'

const conditions = ['source', 'module', 'node', 'development|production']
const resolve = { conditions }
const ssr = { resolve: { conditions } }

/** The size of a test is in its name: small ones touch nothing outside, medium ones a real PostgreSQL, e2e a real browser. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: { name: 'small', include: ['{apps,libs}/**/*.spec.{ts,tsx}', 'tools/**/*.spec.ts'], exclude: ['**/*.medium.spec.ts', '**/node_modules/**', '**/dist/**'] },
      },
    ],
  },
})
