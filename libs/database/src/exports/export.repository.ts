import { In, Raw } from 'typeorm'
import type { Tx } from '../database.ts'
import { ExportEntity } from './exports.entities.ts'

type NewExport = Pick<
  ExportEntity,
  'id' | 'websetId' | 'websetVersion' | 'format' | 'options' | 'fileName' | 'storageKey' | 'rows' | 'createdBy'
>

const MOST_LISTED = 20

/** Files that people take away. */
export class ExportRepository {
  async create(tx: Tx, item: NewExport): Promise<void> {
    await tx.manager.insert(ExportEntity, { workspaceId: tx.workspaceId, ...item })
  }

  find(tx: Tx, id: string): Promise<ExportEntity | null> {
    return tx.manager.findOneBy(ExportEntity, { workspaceId: tx.workspaceId, id })
  }

  /** A person's exports of a webset that wait, run or can be downloaded, the latest first. */
  ofWebset(tx: Tx, websetId: string, createdBy: string): Promise<ExportEntity[]> {
    const own = { workspaceId: tx.workspaceId, websetId, createdBy }
    return tx.manager.find(ExportEntity, {
      where: [
        { ...own, state: In(['PENDING', 'RUNNING']) },
        { ...own, state: 'READY', expiresAt: Raw((column) => `${column} > now()`) },
      ],
      order: { createdAt: 'desc' },
      take: MOST_LISTED,
    })
  }

  /**
   * How many exports of a person wait or run. Until the transaction ends, another one of theirs that asks waits here.
   * One that is older than an hour does not count: if its job was lost, it must not shut the person out.
   */
  async countOpen(tx: Tx, createdBy: string): Promise<number> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`exports:${tx.workspaceId}:${createdBy}`])
    const [found] = await tx.query<{ open: number }>(
      `select count(*)::int as open
       from exports
       where created_by = $1 and state in ('PENDING', 'RUNNING') and created_at > now() - interval '1 hour'`,
      [createdBy],
    )
    return found!.open
  }

  /** An export of the same person that waits or runs and gives the same file. */
  async findSame(
    tx: Tx,
    {
      websetId,
      websetVersion,
      format,
      options,
      createdBy,
    }: Pick<NewExport, 'websetId' | 'websetVersion' | 'format' | 'options' | 'createdBy'>,
  ): Promise<ExportEntity | null> {
    const [same] = await tx.query<{ id: string }>(
      `select id
       from exports
       where created_by = $1 and state in ('PENDING', 'RUNNING')
         and webset_id = $2 and webset_version = $3 and format = $4 and options = $5::jsonb
       limit 1`,
      [createdBy, websetId, websetVersion, format, JSON.stringify(options)],
    )
    return same ? this.find(tx, same.id) : null
  }

  /** Writes how far an export has come, or how it ended. False: it is over already, or gone. */
  async advance(
    tx: Tx,
    id: string,
    patch: Partial<Pick<ExportEntity, 'state' | 'rows' | 'rowsDone' | 'bytes' | 'message' | 'expiresAt'>>,
  ): Promise<boolean> {
    const { affected } = await tx.manager.update(
      ExportEntity,
      { workspaceId: tx.workspaceId, id, state: In(['PENDING', 'RUNNING']) },
      patch,
    )
    return affected === 1
  }

  /** Marks exports that have expired. The caller removes their files. */
  async expire(tx: Tx): Promise<{ id: string; storageKey: string }[]> {
    return tx.query(
      `update exports
       set state = 'EXPIRED'
       where state = 'READY' and expires_at <= now()
       returning id, storage_key as "storageKey"`,
    )
  }
}
