import type { ImportJob } from '@enrichify/contracts'
import { ActionRepository, WebsetRepository, type ImportEntity, type Tx } from '@enrichify/database'
import { Injectable } from '@nestjs/common'
import { LiveService } from '../live/live.service.ts'
import { SheetChanges } from '../websets/sheet-changes.ts'
import { presentImport, UNDER_WAY } from './present-import.ts'

/** What people are told of an import: how far it is, what became of it, and of a webset that it had made. */
@Injectable()
export class ImportReports {
  constructor(
    private readonly actions: ActionRepository,
    private readonly websets: WebsetRepository,
    private readonly changes: SheetChanges,
    private readonly live: LiveService,
  ) {}

  /** With the action that takes it back. */
  async present(tx: Tx, item: ImportEntity): Promise<ImportJob> {
    if (item.state === 'finished')
      return presentImport(item, {
        ...UNDER_WAY,
        action: await this.actions.byCommand(tx, item.websetId, item.createdBy, item.id),
      })
    const isRemovable = item.state === 'cancelled' && item.ownWebset
    const websetRemoved = isRemovable && (await this.websets.find(tx, item.websetId)) === null
    return presentImport(item, { ...UNDER_WAY, websetRemoved })
  }

  tell(workspaceId: string, job: ImportJob): void {
    this.live.importUpdated(workspaceId, job)
  }

  /**
   * The webset that a cancelled import had made is of no use. While the import still holds it, it stays: the job
   * removes it when it notices.
   */
  async removeWebset(tx: Tx, { state, ownWebset, websetId }: ImportEntity): Promise<void> {
    if (state !== 'cancelled' || !ownWebset) return
    if (await this.websets.trashEmpty(tx, websetId)) await this.changes.note(tx, websetId, { columns: true })
  }
}
