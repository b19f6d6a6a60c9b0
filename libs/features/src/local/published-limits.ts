import { statfs } from 'node:fs/promises'
import type { Config } from '@enrichify/platform'
import pg from 'pg'
import { MAX_COLUMNS, MAX_ROWS } from '../websets/limits.ts'

/** A limit that people meet, and how much of it is in use. */
export interface LimitUse {
  name: string
  use: number
  limit: number
  /** What is counted, after a number. */
  unit: string
}

const GB = 1e9

/**
 * The published limits with their use: of each kind the webset, upload or disk that is nearest to its limit.
 * @param ownerUrl of a database that runs
 */
export async function measureLimits(config: Config, ownerUrl: string): Promise<LimitUse[]> {
  const client = new pg.Client({ connectionString: ownerUrl, options: '-c search_path=enrichify' })
  await client.connect()
  try {
    const { rows } = await client.query<Record<'rows' | 'columns' | 'upload' | 'connections' | 'most', number>>(
      `select
         (select coalesce(max(row_count), 0)::float8 from websets where deleted_at is null) as rows,
         (
           select coalesce(max(n), 0)::float8
           from (select count(*) as n from columns where deleted_at is null group by webset_id) counted
         ) as columns,
         (select coalesce(max(bytes), 0)::float8 from imports) as upload,
         (select count(*)::float8 from pg_stat_activity where backend_type = 'client backend') as connections,
         current_setting('max_connections')::float8 as most`,
    )
    const [found] = rows
    const { blocks, bavail, bsize } = await statfs(config.DATA_DIR)
    return [
      { name: 'Rows of a webset', use: found!.rows, limit: MAX_ROWS, unit: 'rows' },
      { name: 'Columns of a webset', use: found!.columns, limit: MAX_COLUMNS, unit: 'columns' },
      { name: 'Largest upload', use: found!.upload / 1024 ** 2, limit: config.MAX_UPLOAD_MB, unit: 'MB' },
      { name: 'Connections', use: found!.connections, limit: found!.most, unit: 'connections of PostgreSQL' },
      { name: 'Disk', use: ((blocks - bavail) * bsize) / GB, limit: (blocks * bsize) / GB, unit: 'GB' },
    ]
  } finally {
    await client.end()
  }
}
