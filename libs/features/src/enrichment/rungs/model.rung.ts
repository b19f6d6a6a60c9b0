import type { ColumnEntity } from '@enrichify/database'
import { traceStep, type Rung } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { ConnectionDirectory } from '../../providers/connection-directory.ts'
import type { RowWork } from '../row-work.ts'
import { noPageReason } from './page-facts.rung.ts'
import { QuestionAsker } from './question-asker.ts'
import { forAll, nothing, type RungAnswer, type RungRunner } from './rung.ts'

/** A model over the row's own pages. */
@Injectable()
export class ModelRung implements RungRunner {
  constructor(
    private readonly asker: QuestionAsker,
    private readonly directory: ConnectionDirectory,
  ) {}

  async answer(work: RowWork, columns: readonly ColumnEntity[], rung: Rung): Promise<Map<string, RungAnswer>> {
    // Without a model, reading pages is no use.
    if ((await this.directory.modelsFor(work.frame.run, rung.model)).length === 0)
      return forAll(columns, () =>
        nothing('needs_model', traceStep('model', 'failed', { note: 'No model is connected.' })),
      )
    const reading = await work.reading()
    if (!work.site || !reading || reading.pages.length === 0)
      return forAll(columns, () =>
        nothing(
          noPageReason(work.site, reading),
          traceStep('model', 'failed', { note: work.site ? 'No page could be read.' : 'The row names no website.' }),
        ),
      )
    return this.asker.ask(work, columns, rung, reading.pages)
  }
}
