import {
  listActions,
  listChanges,
  redoAction,
  runCommand,
  undo,
  undoAction,
  type Applied,
  type Input,
  type Output,
} from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { CommandsService } from '@enrichify/features'
import { Controller } from '@nestjs/common'
import { Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'

/** Changes of a sheet, what can be taken back, and what a page has missed. */
@Controller()
export class CommandsController {
  constructor(private readonly commands: CommandsService) {}

  @Handles(runCommand)
  run({ params, body }: Input<typeof runCommand>, @Who() who: Principal): Promise<Applied> {
    return this.commands.run(who, params.id, body)
  }

  @Handles(listActions)
  async list({ params, query }: Input<typeof listActions>, @Who() who: Principal): Promise<Output<typeof listActions>> {
    return { actions: await this.commands.list(who, params.id, query) }
  }

  @Handles(undoAction)
  undo({ params, body }: Input<typeof undoAction>, @Who() who: Principal): Promise<Applied> {
    return this.commands.undo(who, params.id, params.actionId, body)
  }

  @Handles(redoAction)
  redo({ params, body }: Input<typeof redoAction>, @Who() who: Principal): Promise<Applied> {
    return this.commands.redo(who, params.id, params.actionId, body)
  }

  @Handles(undo)
  undoLast({ params }: Input<typeof undo>, @Who() who: Principal): Promise<Output<typeof undo>> {
    return this.commands.undoLast(who, params.id)
  }

  @Handles(listChanges)
  since({ params, query }: Input<typeof listChanges>, @Who() who: Principal): Promise<Output<typeof listChanges>> {
    return this.commands.since(who, params.id, query.after)
  }
}
