import type { Webset } from '@enrichify/contracts'
import { Database, RowRepository, WebsetRepository } from '@enrichify/database'
import { Refused, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { readPaste } from './paste.ts'

/** A webset from pasted text: a column of domains, addresses or names, or a table. */
@Injectable()
export class PastesService {
  constructor(
    private readonly database: Database,
    private readonly service: WebsetsService,
    private readonly websets: WebsetRepository,
    private readonly rows: RowRepository,
  ) {}

  async createWebset(principal: Principal, name: string, text: string): Promise<Webset> {
    requirePermission(principal, 'websets.edit')
    const { columns, rows } = readPaste(text)
    if (rows.length === 0)
      throw new Refused('nothing_pasted', 'The pasted text contains nothing that can become a row.', 'unprocessable')
    return this.database.inScope(principal, async (tx) => {
      const { id } = await this.websets.create(tx, { name })
      const made = await this.websets.addColumns(tx, id, columns)
      const cells = rows.map((row) =>
        Object.fromEntries(row.flatMap((value, index) => (value === null ? [] : [[made[index]!.id, value]]))),
      )
      await this.rows.append(tx, id, cells)
      return tx.reply(await this.service.present(tx, await this.service.require(tx, id)))
    })
  }
}
