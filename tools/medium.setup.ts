import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalStack } from '@enrichify/features'
import { readConfig } from '@enrichify/platform'
import type { TestProject } from 'vitest/node'

/** One real PostgreSQL for all medium tests. Each test has its own workspaces, kept apart by the code under test. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'enrichify-test-'))
  chmodSync(dataDirectory, 0o711)
  const stack = await startLocalStack({ ...readConfig({}), DATA_DIR: dataDirectory }, { fast: true })
  project.provide('databaseUrl', stack.config.DATABASE_URL!)
  project.provide('databaseAppUrl', stack.config.DATABASE_APP_URL!)
  project.provide('dataDirectory', dataDirectory)
  return async () => {
    await stack.stop()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}
