import type { Tx } from '../database.ts'

/** A header's value, sealed for one origin. What a plan stores is a reference to it. */
export interface HeaderSecretRow {
  id: string
  origin: string
  secret: Buffer
  wrappedKey: Buffer
  masterKeyId: string
}

const SECRET = `id, origin, secret, wrapped_key as "wrappedKey", master_key_id as "masterKeyId"`

/** Where plans of columns are stored, with the key of each row. */
const PLACES = [
  { table: 'columns', column: 'enrichment', key: `webset_id::text || ':' || id` },
  { table: 'runs', column: 'plan', key: 'id::text' },
  { table: 'actions', column: 'payload', key: 'id::text' },
  { table: 'trials', column: 'plans', key: 'id::text' },
] as const

/** Values of headers that columns send, and the places that plans are stored at. */
export class HeaderSecretRepository {
  async insert(tx: Tx, { id, origin, secret, wrappedKey, masterKeyId }: HeaderSecretRow): Promise<void> {
    await tx.query(
      `insert into header_secrets (workspace_id, id, origin, secret, wrapped_key, master_key_id)
       values ($1, $2, $3, $4, $5, $6)`,
      [tx.workspaceId, id, origin, secret, wrappedKey, masterKeyId],
    )
  }

  async find(tx: Tx, id: string): Promise<HeaderSecretRow | null> {
    const [found] = await tx.query<HeaderSecretRow>(`select ${SECRET} from header_secrets where id = $1`, [id])
    return found ?? null
  }

  toRewrap(tx: Tx, masterKeyId: string): Promise<HeaderSecretRow[]> {
    return tx.query(`select ${SECRET} from header_secrets where master_key_id <> $1 for update`, [masterKeyId])
  }

  async rewrap(tx: Tx, id: string, wrappedKey: Buffer, masterKeyId: string): Promise<void> {
    await tx.query('update header_secrets set wrapped_key = $2, master_key_id = $3 where id = $1', [
      id,
      wrappedKey,
      masterKeyId,
    ])
  }

  /** Rewrites every stored plan that has requests in it. `change` answers null where nothing is to be changed. */
  async rewritePlans(tx: Tx, change: (stored: unknown) => Promise<unknown>): Promise<void> {
    for (const { table, column, key } of PLACES) {
      const found = await tx.query<{ key: string; stored: unknown }>(
        `select ${key} as key, ${column} as stored
         from ${table}
         where ${column}::text like '%"method": "http"%'
         for update`,
      )
      for (const each of found) {
        const changed = await change(each.stored)
        if (changed !== null)
          await tx.query(`update ${table} set ${column} = $2 where ${key} = $1`, [each.key, JSON.stringify(changed)])
      }
    }
  }
}
