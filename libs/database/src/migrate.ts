import pg from 'pg'
import { DataSource } from 'typeorm'
import { SCHEMA } from './database.ts'
import { MIGRATIONS } from './migrations/index.ts'

/**
 * Brings the schema up to date as the owner, and grants the application’s role what it needs. That is never
 * ownership, and for the history only reading and adding.
 */
export async function migrate(
  ownerUrl: string,
  appRole: string,
  extra: (client: pg.Client) => Promise<void> = async () => {},
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'enrichify-migrate' })
  client.on('error', () => {})
  await client.connect()
  const role = client.escapeIdentifier(appRole)
  try {
    // Two processes may start together. The second waits and finds nothing to do.
    await client.query('select pg_advisory_lock(719232401)')
    await client.query(`create schema if not exists ${SCHEMA}`)
    const dataSource = new DataSource({
      type: 'postgres',
      url: ownerUrl,
      schema: SCHEMA,
      migrations: MIGRATIONS,
      migrationsTableName: 'migrations',
      extra: { options: `-c search_path=${SCHEMA}` },
    })
    await dataSource.initialize()
    await dataSource.runMigrations({ transaction: 'all' }).finally(() => dataSource.destroy())
    await ensureRole(client, appRole)
    await client.query(`grant usage on schema ${SCHEMA} to ${role}`)
    await client.query(`grant select, insert, update, delete on all tables in schema ${SCHEMA} to ${role}`)
    await client.query(`grant usage, select on all sequences in schema ${SCHEMA} to ${role}`)
    await client.query(`revoke update, delete on ${SCHEMA}.changes, ${SCHEMA}.evidence, ${SCHEMA}.blobs from ${role}`)
    await client.query(`revoke delete on ${SCHEMA}.calls, ${SCHEMA}.spend_meters from ${role}`)
    await client.query(`revoke all on ${SCHEMA}.migrations from ${role}`)
    await extra(client)
  } finally {
    await client.end()
  }
}

async function ensureRole(client: pg.Client, appRole: string): Promise<void> {
  const role = client.escapeIdentifier(appRole)
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [appRole])
  if (!rowCount) await client.query(`create role ${role} nologin`)
  // Another installation on the same server may have made the role. A role that signs in by itself needs no
  // membership.
  const { rows } = await client.query<{ needed: boolean }>(
    `select not rolcanlogin and not pg_has_role(current_user, $1, 'member') as needed from pg_roles where rolname = $1`,
    [appRole],
  )
  if (rows[0]?.needed) await client.query(`grant ${role} to current_user`)
}
