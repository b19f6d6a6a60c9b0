import { Module } from '@nestjs/common'
import { LiveModule } from '../live/live.module.ts'
import { CellVerdicts } from './cell-verdicts.ts'
import { CellWriter } from './cell-writer.ts'
import { CellsService } from './cells.service.ts'
import { ChangeLog } from './change-log.ts'
import { ColumnRetyping } from './column-retyping.ts'
import { CommandRunner } from './command-runner.ts'
import { CommandsService } from './commands.service.ts'
import { CommandTools } from './commands/command.ts'
import { CurrentCells } from './current-cells.ts'
import { EarlierCells } from './earlier-cells.ts'
import { HeaderVault } from './header-vault.ts'
import { OrderMaker } from './order-maker.ts'
import { RowReader } from './row-reader.ts'
import { RowsService } from './rows.service.ts'
import { SheetChanges } from './sheet-changes.ts'
import { StaleMarker } from './stale-marker.ts'
import { TrashService } from './trash.service.ts'
import { VerdictsService } from './verdicts.service.ts'
import { ViewOrdersService } from './view-orders.service.ts'
import { WebsetsService } from './websets.service.ts'

/** The sheet: websets, columns, rows and cells, every change to them, and undo. */
@Module({
  imports: [LiveModule],
  providers: [
    CellsService,
    CellVerdicts,
    CellWriter,
    ChangeLog,
    ColumnRetyping,
    CommandRunner,
    CommandsService,
    CommandTools,
    CurrentCells,
    EarlierCells,
    HeaderVault,
    OrderMaker,
    RowReader,
    RowsService,
    SheetChanges,
    StaleMarker,
    TrashService,
    VerdictsService,
    ViewOrdersService,
    WebsetsService,
  ],
  exports: [
    CellsService,
    CellWriter,
    CommandRunner,
    CommandsService,
    HeaderVault,
    RowsService,
    SheetChanges,
    TrashService,
    VerdictsService,
    WebsetsService,
  ],
})
export class WebsetsModule {}
