import { IsNull } from 'typeorm'
import type { Tx } from '../database.ts'
import { ConnectionEntity } from './connections.entities.ts'

/** After so many failures in a row a service gets a pause. */
export const FAILURES_TO_OPEN = 5
const OPEN_SECONDS = 15
const LONGEST_OPEN_SECONDS = 300

export interface ConnectionUsage {
  connectionId: string
  calls: number
  micros: number
  lastUsedAt: Date | null
}

export type NewConnection = Pick<
  ConnectionEntity,
  'id' | 'providerId' | 'kind' | 'label' | 'userId' | 'defaultModel' | 'createdBy'
> &
  Partial<
    Pick<
      ConnectionEntity,
      'settings' | 'secret' | 'wrappedKey' | 'masterKeyId' | 'lastFour' | 'limits' | 'prices' | 'resend'
    >
  >

/** Connected services. Keys come and go encrypted. Nothing here can decrypt them. */
export class ConnectionRepository {
  /** The connections of the workspace and of `userId`, in fallback order. Null: the workspace’s only. */
  async list(tx: Tx, userId: string | null): Promise<ConnectionEntity[]> {
    const all = await tx.manager.find(ConnectionEntity, {
      where: { workspaceId: tx.workspaceId, deletedAt: IsNull() },
      order: { kind: 'ASC', place: 'ASC', createdAt: 'ASC' },
    })
    return all.filter((connection) => connection.userId === null || connection.userId === userId)
  }

  /** Every connection with a key under another master key, for rotation. */
  async toRewrap(tx: Tx, masterKeyId: string): Promise<ConnectionEntity[]> {
    return tx.manager
      .createQueryBuilder(ConnectionEntity, 'c')
      .where('c.secret is not null and c.master_key_id <> :masterKeyId', { masterKeyId })
      .getMany()
  }

  find(tx: Tx, id: string): Promise<ConnectionEntity | null> {
    return tx.manager.findOneBy(ConnectionEntity, { workspaceId: tx.workspaceId, id, deletedAt: IsNull() })
  }

  /** A new connection is enabled, untested and without failures: the table says so. */
  async insert(tx: Tx, connection: NewConnection): Promise<void> {
    const [last] = await tx.query<{ place: number }>(
      'select coalesce(max(place), 0) + 1 as place from connections where kind = $1 and deleted_at is null',
      [connection.kind],
    )
    await tx.manager.insert(ConnectionEntity, { ...connection, workspaceId: tx.workspaceId, place: last?.place ?? 1 })
  }

  async update(tx: Tx, id: string, change: Partial<Omit<ConnectionEntity, 'workspaceId' | 'id'>>): Promise<void> {
    await tx.manager.update(ConnectionEntity, { workspaceId: tx.workspaceId, id }, change)
  }

  /** The key is deleted for good. The row stays, because the ledger names it. */
  async remove(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `update connections
       set deleted_at = now(), enabled = false, secret = null, wrapped_key = null, master_key_id = null,
         last_four = null
       where id = $1`,
      [id],
    )
  }

  /**
   * Only if the key is still the one that was read. A key that was replaced meanwhile is under the new master key
   * already.
   */
  async rewrap(tx: Tx, id: string, from: string, wrappedKey: Buffer, masterKeyId: string): Promise<void> {
    await tx.query('update connections set wrapped_key = $3, master_key_id = $4 where id = $1 and master_key_id = $2', [
      id,
      from,
      wrappedKey,
      masterKeyId,
    ])
  }

  async order(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.query(
      `update connections c
       set place = o.place
       from unnest($1::uuid[]) with ordinality as o (id, place)
       where c.id = o.id`,
      [ids],
    )
  }

  /**
   * A failure that speaks against the whole service. From the fifth in a row the service gets a pause, twice as long
   * each time.
   */
  async noteFailure(tx: Tx, id: string, failure: string, needsMending: boolean): Promise<void> {
    await tx.query(
      `update connections set failures = failures + 1, failure = $2, blocked = blocked or $3,
         open_until = case when failures + 1 >= $4 then now() + least(
           $6, $5 * power(2, least(failures + 1 - $4, 10))
         ) * interval '1 second' else open_until end
       where id = $1`,
      [id, failure, needsMending, FAILURES_TO_OPEN, OPEN_SECONDS, LONGEST_OPEN_SECONDS],
    )
  }

  async noteSuccess(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `update connections
       set failures = 0, failure = null, blocked = false, open_until = null
       where id = $1 and (failures > 0 or blocked)`,
      [id],
    )
  }

  /** All calls wait: the service said until when. */
  async pauseUntil(tx: Tx, id: string, until: Date): Promise<void> {
    await tx.query('update connections set paused_until = greatest(coalesce(paused_until, $2), $2) where id = $1', [
      id,
      until,
    ])
  }

  usage(tx: Tx, month: string): Promise<ConnectionUsage[]> {
    return tx.query(
      `select connection_id as "connectionId", count(*)::int as calls,
         coalesce(sum(cost_micros), 0)::bigint as micros, max(created_at) as "lastUsedAt"
       from calls where month = $1 and not practice and state in ('settled', 'uncertain', 'dispatched') group by 1`,
      [month],
    )
  }
}
