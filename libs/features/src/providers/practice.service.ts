import { randomUUID } from 'node:crypto'
import type { Webset } from '@enrichify/contracts'
import { ConnectionRepository, Database, WebsetRepository } from '@enrichify/database'
import { Refused, type Principal } from '@enrichify/domain'
import { practiceProvider } from '@enrichify/providers'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { SheetChanges } from '../websets/sheet-changes.ts'
import { WebsetsService } from '../websets/websets.service.ts'

/** Practice mode of a webset: recorded answers at simulated prices, and nothing is spent. */
@Injectable()
export class PracticeService {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    private readonly websets: WebsetRepository,
    private readonly service: WebsetsService,
    private readonly changes: SheetChanges,
  ) {}

  async set(principal: Principal, websetId: string, practice: boolean): Promise<Webset> {
    requirePermission(principal, 'enrichment.run')
    await this.database.inScope(principal, async (tx) => {
      await this.service.require(tx, websetId)
      if (await this.websets.activeRunId(tx, websetId))
        throw new Refused(
          'run_active',
          'A run is active in this webset. Switch practice mode when it has ended.',
          'conflict',
        )
      await this.websets.update(tx, websetId, { practice })
      const known = (await this.connections.list(tx, null)).some(({ providerId }) => providerId === practiceProvider.id)
      if (practice && !known) {
        await this.connections.insert(tx, {
          id: randomUUID(),
          providerId: practiceProvider.id,
          kind: 'llm',
          label: practiceProvider.label,
          userId: null,
          defaultModel: practiceProvider.models[0]!.id,
          createdBy: principal.userId,
        })
      }
      await this.changes.note(tx, websetId, { columns: true })
    })
    return this.service.get(principal, websetId)
  }
}
