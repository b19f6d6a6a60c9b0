import type { Tx } from '../database.ts'

/** A process that was not seen for so long is gone. If it comes back, what it held belongs to others. */
const GONE_SECONDS = 10

/** In SQL: the process of a holder lives. */
export const livesIn = (holder: string): string =>
  `exists (
    select from processes p where p.id = ${holder} and p.seen_at > now() - interval '${GONE_SECONDS} seconds'
  )`

/** Processes that hold calls, batches and the keys of requests. */
export class ProcessRepository {
  async beat(tx: Tx, id: string): Promise<void> {
    await tx.query(
      'insert into processes (id) values ($1) on conflict (id) do update set seen_at = clock_timestamp()',
      [id],
    )
  }

  async end(tx: Tx, id: string): Promise<void> {
    await tx.query('delete from processes where id = $1', [id])
  }

  async gone(tx: Tx): Promise<string[]> {
    const found = await tx.query<{ id: string }>(
      `select id from processes where seen_at <= now() - interval '${GONE_SECONDS} seconds'`,
    )
    return found.map(({ id }) => id)
  }
}
