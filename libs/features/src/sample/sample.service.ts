import { createReadStream } from 'node:fs'
import { FACT_KINDS, may, type FactKind, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { RunsService } from '../enrichment/runs.service.ts'
import { ArchivesService } from '../pages/archives.service.ts'
import { RowsService } from '../websets/rows.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { SAMPLE_ROWS } from './sample-rows.ts'

const SAMPLE_ARCHIVE = new URL('../../assets/sample-web.warc.gz', import.meta.url)
const SAMPLE_FACTS: FactKind[] = FACT_KINDS.filter((kind) => !['company_name', 'region', 'founded'].includes(kind))

/** The sample webset of a fresh install: businesses and pages that we invented, with a real run over them, offline. */
@Injectable()
export class SampleService {
  constructor(
    private readonly websets: WebsetsService,
    private readonly rows: RowsService,
    private readonly archives: ArchivesService,
    private readonly runs: RunsService,
  ) {}

  async create(principal: Principal): Promise<string> {
    const webset = await this.websets.create(principal, {
      name: 'Sample: eleven small businesses',
      columns: [
        { name: 'Business', kind: 'text' },
        { name: 'Website', kind: 'url' },
      ],
      isSample: true,
    })
    const [name, website] = webset.columns
    await this.rows.add(
      principal,
      webset.id,
      SAMPLE_ROWS.map((row) => ({ [name!.id]: row.name, [website!.id]: row.website })),
    )
    for (const fact of SAMPLE_FACTS) await this.websets.addColumn(principal, webset.id, { fact })
    await this.archives.attach(principal, webset.id, {
      name: 'sample-web.warc.gz',
      body: createReadStream(SAMPLE_ARCHIVE),
    })
    return webset.id
  }

  /** The first run of the sample begins when a person first looks at it, so that they see it fill. */
  async begin(principal: Principal, websetId: string): Promise<void> {
    if (!may(principal.role, 'enrichment.run', principal.scopes)) return
    const webset = await this.websets.get(principal, websetId)
    if (!webset.isSample || webset.activeRunId) return
    if ((await this.runs.list(principal, websetId, 1)).length > 0) return
    if ((await this.archives.get(principal, websetId))?.state !== 'ready') return
    // Two tabs may ask at once; the second one finds the run active.
    await this.runs
      .start(principal, websetId, { scope: { kind: 'all' }, maxPages: 10, budgetMicros: null, priority: 'normal' })
      .catch(() => {})
  }
}
