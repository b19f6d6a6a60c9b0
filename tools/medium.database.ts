import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'

declare global {
  /** What the tests of this file have to themselves. */
  var testDatabase: { ownerUrl: string; appUrl: string; dataDirectory: string }
}

// Before each file of medium tests: its own database and data folder, so that files run side by side.
const name = `test_${randomUUID().replaceAll('-', '')}`
const template = new URL(inject('templateUrl'))
const client = new pg.Client({ connectionString: at('postgres', inject('templateUrl')) })
await client.connect()
await client.query(`create database ${name} template ${client.escapeIdentifier(template.pathname.slice(1))}`)
await client.end()
const dataDirectory = join(inject('dataDirectory'), name)
mkdirSync(dataDirectory)
globalThis.testDatabase = {
  ownerUrl: at(name, inject('templateUrl')),
  appUrl: at(name, inject('templateAppUrl')),
  dataDirectory,
}

function at(database: string, url: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}
