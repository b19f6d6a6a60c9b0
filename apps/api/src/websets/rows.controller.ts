import {
  addRows,
  deleteRows,
  editCells,
  getCell,
  judgeCell,
  listRows,
  listTrash,
  restoreRows,
  type CellDetail,
  type Input,
  type Output,
} from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { CellsService, RowsService, TrashService, VerdictsService } from '@enrichify/features'
import { Controller } from '@nestjs/common'
import { Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'
import { Leaving } from '../http/leaving.ts'

@Controller()
export class RowsController {
  constructor(
    private readonly rows: RowsService,
    private readonly cells: CellsService,
    private readonly verdicts: VerdictsService,
    private readonly deleted: TrashService,
  ) {}

  @Handles(listRows)
  list(
    { params, query }: Input<typeof listRows>,
    @Who() who: Principal,
    @Leaving() leaving: AbortSignal,
  ): Promise<Output<typeof listRows>> {
    return this.rows.window(who, params.id, query, leaving)
  }

  @Handles(addRows)
  add({ params, body }: Input<typeof addRows>, @Who() who: Principal): Promise<Output<typeof addRows>> {
    return this.rows.add(who, params.id, body.rows)
  }

  @Handles(deleteRows)
  async remove({ params, body }: Input<typeof deleteRows>, @Who() who: Principal): Promise<Output<typeof deleteRows>> {
    return { deleted: await this.rows.setDeleted(who, params.id, body.rowIds, true) }
  }

  @Handles(restoreRows)
  async restore(
    { params, body }: Input<typeof restoreRows>,
    @Who() who: Principal,
  ): Promise<Output<typeof restoreRows>> {
    return { restored: await this.rows.setDeleted(who, params.id, body.rowIds, false) }
  }

  @Handles(listTrash)
  trash({ params }: Input<typeof listTrash>, @Who() who: Principal): Promise<Output<typeof listTrash>> {
    return this.deleted.list(who, params.id)
  }

  @Handles(editCells)
  edit({ params, body }: Input<typeof editCells>, @Who() who: Principal): Promise<Output<typeof editCells>> {
    return this.cells.edit(who, params.id, body.edits)
  }

  @Handles(judgeCell)
  async judge({ params, body }: Input<typeof judgeCell>, @Who() who: Principal): Promise<Output<typeof judgeCell>> {
    return { cells: await this.verdicts.judge(who, params.id, params.rowId, params.columnId, body) }
  }

  @Handles(getCell)
  cell({ params }: Input<typeof getCell>, @Who() who: Principal): Promise<CellDetail> {
    return this.cells.cell(who, params.id, params.rowId, params.columnId)
  }
}
