import { migrate } from '@enrichify/database'
import { migrateQueues, startEmbeddedPostgres, type Config } from '@enrichify/platform'
import { APP_ROLE } from '../core/connections.ts'

export interface LocalStack {
  /** The settings with the database filled in: what child processes get. */
  config: Config
  /** True if PostgreSQL comes with the product; false if DATABASE_URL names one. */
  embedded: boolean
  /** True if the embedded PostgreSQL was already running, for another process or left by one that was killed. */
  adopted: boolean
  /** Of the embedded PostgreSQL. */
  port: number | undefined
  /** `patienceMs`: how long the embedded one may take for its last checkpoint. */
  stop(patienceMs?: number): Promise<void>
}

/**
 * A database that runs and is up to date: the external one of the settings, or the embedded one of the data folder.
 * `fast` is for data that is thrown away. `quick` only makes sure that it runs, without the migrations;
 * `port`: at the port that others know.
 */
export async function startLocalStack(
  config: Config,
  options: { fast?: boolean; quick?: boolean; port?: number | undefined } = {},
): Promise<LocalStack> {
  if (config.DATABASE_URL) {
    await migrateAll(config.DATABASE_URL, config.DATABASE_APP_URL ? userOf(config.DATABASE_APP_URL) : APP_ROLE)
    return { config, embedded: false, adopted: true, port: undefined, stop: async () => {} }
  }
  const postgres = await startEmbeddedPostgres(config.DATA_DIR, {
    fast: options.fast ?? false,
    ...(options.port === undefined ? {} : { port: options.port }),
  })
  try {
    if (!options.quick) await migrateAll(postgres.ownerUrl, APP_ROLE)
  } catch (error) {
    await postgres.stop()
    throw error
  }
  return {
    config: { ...config, DATABASE_URL: postgres.ownerUrl, DATABASE_APP_URL: postgres.appUrl },
    embedded: true,
    adopted: postgres.adopted,
    port: postgres.port,
    stop: (patienceMs) => postgres.stop(patienceMs),
  }
}

async function migrateAll(ownerUrl: string, role: string): Promise<void> {
  await migrate(ownerUrl, role, (client) => migrateQueues(client, client.escapeIdentifier(role)))
}

function userOf(url: string): string {
  return decodeURIComponent(new URL(url).username)
}
