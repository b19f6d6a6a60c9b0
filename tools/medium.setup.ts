import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalStack } from '@enrichify/features'
import { readConfig } from '@enrichify/platform'
import pg from 'pg'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The migrated database that each test file gets a copy of; no one connects to it. */
    templateUrl: string
    templateAppUrl: string
    dataDirectory: string
  }
}

/** One real PostgreSQL for all medium tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'enrichify-test-'))
  chmodSync(dataDirectory, 0o711)
  const stack = await startLocalStack({ ...readConfig({}), DATA_DIR: dataDirectory }, { fast: true })
  await allowCopies(stack.config.DATABASE_URL!, dataDirectory)
  project.provide('templateUrl', stack.config.DATABASE_URL!)
  project.provide('templateAppUrl', stack.config.DATABASE_APP_URL!)
  project.provide('dataDirectory', dataDirectory)
  return async () => {
    await stack.stop()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}

/** The owner of the product's database may otherwise create no other. */
async function allowCopies(ownerUrl: string, dataDirectory: string): Promise<void> {
  const { superuser } = JSON.parse(readFileSync(join(dataDirectory, 'postgres-passwords.json'), 'utf8')) as {
    superuser: string
  }
  const owner = new URL(ownerUrl)
  const admin = new URL(ownerUrl)
  admin.username = 'postgres'
  admin.password = superuser
  admin.pathname = '/postgres'
  const client = new pg.Client({ connectionString: admin.href })
  await client.connect()
  await client.query(`alter role ${client.escapeIdentifier(decodeURIComponent(owner.username))} createdb`)
  await client.end()
}
