import type { ColumnEntity } from '@enrichify/database'
import { searchQuery, traceStep, type Rung } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import type { StoredAnswer } from '../../pages/page-store.ts'
import { SiteReader } from '../../pages/site-reader.ts'
import { ConnectionDirectory } from '../../providers/connection-directory.ts'
import { entityName } from '../entity-name.ts'
import type { RowWork } from '../row-work.ts'
import { columnQuestions } from './column-questions.ts'
import { failedCall } from './failed-call.ts'
import { PageFinder, type FoundPages } from './page-finder.ts'
import { QuestionAsker } from './question-asker.ts'
import { forAll, nothing, type RungAnswer, type RungRunner } from './rung.ts'
import { shareCost } from './share-cost.ts'

const MAX_PAGES = 3

/** Pages elsewhere about the row: searched for, read, and put to the model. */
@Injectable()
export class SearchRung implements RungRunner {
  constructor(
    private readonly sites: SiteReader,
    private readonly directory: ConnectionDirectory,
    private readonly finder: PageFinder,
    private readonly asker: QuestionAsker,
  ) {}

  async answer(work: RowWork, columns: readonly ColumnEntity[], rung: Rung): Promise<Map<string, RungAnswer>> {
    if ((await this.directory.modelsFor(work.frame.run, rung.model)).length === 0)
      return forAll(columns, () =>
        nothing('needs_model', traceStep('search', 'failed', { note: 'No model is connected.' })),
      )
    const query = searchQuery(
      entityName(work),
      columns.flatMap((column) => columnQuestions(work, column).map(({ question }) => question)),
    )
    let found: FoundPages
    try {
      found = await this.finder.find(work, query, columns.map(({ id }) => id).join('+'))
    } catch (error) {
      return forAll(columns, () => failedCall(error, rung, work.frame.run))
    }
    const pages = await this.#read(
      work,
      found.hits.map(({ url }) => url),
    )
    const searched = traceStep('search', pages.length ? 'weak' : 'nothing', {
      by: found.by,
      source: found.source,
      note: `“${query}”: ${found.hits.length} found, ${pages.length} read`,
    })
    const shares = shareCost(found.costMicros, columns.length)
    if (pages.length === 0)
      return forAll(columns, (_, index) => ({
        ...nothing('no_result', { ...searched, costMicros: shares[index]! }),
        costMicros: shares[index]!,
      }))
    const answers = await this.asker.ask(work, columns, rung, pages)
    return forAll(columns, (column, index) => {
      const answer = answers.get(column.id)!
      return {
        ...answer,
        costMicros: answer.costMicros + shares[index]!,
        trace: [{ ...searched, costMicros: shares[index]! }, ...answer.trace],
      }
    })
  }

  /** The best ones that can be read and that are not among the row's own pages. */
  async #read(work: RowWork, urls: readonly string[]): Promise<StoredAnswer[]> {
    const known = new Set((await work.read)?.pages.map((page) => page.evidence.hash) ?? [])
    const pages: StoredAnswer[] = []
    for (const url of urls) {
      if (pages.length === MAX_PAGES) break
      const result = await this.sites.readPage(work.scope, url, work.pageOptions)
      if (!result.ok || known.has(result.page.evidence.hash)) continue
      known.add(result.page.evidence.hash)
      pages.push(result.page)
    }
    return pages
  }
}
