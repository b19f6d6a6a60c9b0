import { Module } from '@nestjs/common'
import { LiveModule } from '../live/live.module.ts'
import { ActionLog } from './action-log.ts'
import { CellWriter } from './cell-writer.ts'
import { CellsService } from './cells.service.ts'
import { ColumnRetyping } from './column-retyping.ts'
import { RowsService } from './rows.service.ts'
import { StaleMarker } from './stale-marker.ts'
import { CommandUndo, EarlierCells, UndoService } from './undo.service.ts'
import { VerdictsService } from './verdicts.service.ts'
import { WebsetsService } from './websets.service.ts'

/** The sheet: websets, columns, rows and cells, every change to them, and undo. */
@Module({
  imports: [LiveModule],
  providers: [
    ActionLog,
    CellsService,
    CellWriter,
    ColumnRetyping,
    CommandUndo,
    EarlierCells,
    RowsService,
    StaleMarker,
    UndoService,
    VerdictsService,
    WebsetsService,
  ],
  exports: [ActionLog, CellsService, CellWriter, RowsService, UndoService, VerdictsService, WebsetsService],
})
export class WebsetsModule {}
