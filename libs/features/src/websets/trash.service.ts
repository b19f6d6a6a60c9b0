import { Database, RowRepository, WebsetRepository } from '@enrichify/database'
import type { Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { rowLabel } from './row-label.ts'
import { WebsetsService } from './websets.service.ts'

/** Shows what was deleted from a webset. */
@Injectable()
export class TrashService {
  constructor(
    private readonly database: Database,
    private readonly websets: WebsetsService,
    private readonly columns: WebsetRepository,
    private readonly repository: RowRepository,
  ) {}

  async list(
    principal: Principal,
    websetId: string,
  ): Promise<{
    columns: { id: string; name: string; deletedAt: string }[]
    rows: { id: number; label: string; deletedAt: string }[]
    totalRows: number
  }> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      const columns = await this.columns.listColumns(tx, websetId)
      const { rows, total } = await this.repository.listDeleted(tx, websetId, 200)
      return {
        columns: (await this.columns.listDeletedColumns(tx, websetId)).map((column) => ({
          id: column.id,
          name: column.name,
          deletedAt: column.deleted_at.toISOString(),
        })),
        rows: rows.map((row) => ({
          id: row.id,
          label: rowLabel(row, columns),
          deletedAt: row.deletedAt.toISOString(),
        })),
        totalRows: total,
      }
    })
  }
}
