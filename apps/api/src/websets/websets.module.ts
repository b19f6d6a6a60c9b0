import { ImportsModule, ProvidersModule, WebsetsModule } from '@enrichify/features'
import { Module } from '@nestjs/common'
import { CommandsController } from './commands.controller.ts'
import { RowsController } from './rows.controller.ts'
import { WebsetsController } from './websets.controller.ts'

/** Websets, columns, rows and cells over HTTP. */
@Module({
  imports: [WebsetsModule, ImportsModule, ProvidersModule],
  controllers: [WebsetsController, CommandsController, RowsController],
})
export class WebsetsApiModule {}
