import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { ExportFormat, Run } from '@enrichify/contracts'
import { Refused, type Principal } from '@enrichify/domain'
import {
  ArchivesService,
  ExportRunner,
  ExportsService,
  ImportsService,
  LocalJobs,
  RunsService,
  WebsetsService,
} from '@enrichify/features'
import type { INestApplicationContext } from '@nestjs/common'
import type { RequestedColumn } from './commands/enrich.command.ts'

const PROGRESS_MS = 500
const DOLLARS = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumFractionDigits: 4 })

export interface EnrichRequest {
  list: string
  columns: RequestedColumn[]
  pages: string | null
  out: string
  format: ExportFormat
  maxPages: number
  budgetMicros: number | null
}

/** The main job without a server: the same features, one after another. */
export class EnrichFile {
  constructor(
    private readonly services: INestApplicationContext,
    private readonly owner: Principal,
  ) {}

  async run(request: EnrichRequest): Promise<void> {
    const began = performance.now()
    const jobs = this.services.get(LocalJobs)
    const websets = this.services.get(WebsetsService)
    const { id } = await websets.create(this.owner, { name: basename(request.list) })
    await this.#import(id, request.list)
    for (const column of request.columns) await websets.addColumn(this.owner, id, column)
    if (request.pages) {
      await this.services
        .get(ArchivesService)
        .attach(this.owner, id, { name: basename(request.pages), body: createReadStream(request.pages) })
      await jobs.idle()
      const archive = await this.services.get(ArchivesService).get(this.owner, id)
      if (archive?.state !== 'ready')
        throw new Refused('archive_unusable', archive?.message ?? 'The archive could not be read.', 'unprocessable')
    }
    const runs = this.services.get(RunsService)
    const started = await runs.start(this.owner, id, {
      scope: { kind: 'all' },
      maxPages: request.maxPages,
      budgetMicros: request.budgetMicros,
      priority: 'normal',
    })
    const timer = setInterval(() => void runs.get(this.owner, started.id).then(showProgress, () => {}), PROGRESS_MS)
    await jobs.idle().finally(() => clearInterval(timer))
    const run = await runs.get(this.owner, started.id)
    showProgress(run)
    await this.#export(id, request)
    process.stderr.write(
      `\n${summary(run)} in ${((performance.now() - began) / 1000).toFixed(1)} s → ${basename(request.out)}\n`,
    )
  }

  async #import(websetId: string, list: string): Promise<void> {
    const imports = this.services.get(ImportsService)
    const uploadId = await imports.upload(this.owner, { name: basename(list), body: createReadStream(list) })
    const { id } = await imports.start(this.owner, websetId, uploadId, {})
    await this.services.get(LocalJobs).idle()
    const done = await imports.get(this.owner, id)
    if (done.state !== 'finished')
      throw new Refused('import_failed', done.message ?? 'The list could not be imported.', 'unprocessable')
    for (const error of done.errors)
      process.stderr.write(
        `  line ${error.line}${error.column ? `, ${error.column}` : ''}: ${error.value ?? ''} ${error.reason}\n`,
      )
    if (done.errorCount > done.errors.length)
      process.stderr.write(`  … and ${done.errorCount - done.errors.length} more\n`)
    if (done.rows === 0) throw new Refused('empty_list', 'The list has no rows.', 'unprocessable')
  }

  async #export(websetId: string, request: EnrichRequest): Promise<void> {
    const exports = this.services.get(ExportsService)
    const { id } = await exports.start(this.owner, websetId, { format: request.format, evidence: true })
    await this.services.get(LocalJobs).idle()
    const done = await exports.get(this.owner, id)
    if (done.state !== 'READY')
      throw new Refused('export_failed', done.message ?? 'The result could not be written.', 'unprocessable')
    await this.services.get(ExportRunner).copyTo(this.owner, id, request.out)
  }
}

function showProgress(run: Run): void {
  if (process.stderr.isTTY)
    process.stderr.write(
      `\r  ${run.rowsDone} of ${run.rows} rows · ${run.counts.verified} verified · ${run.pagesFetched} pages `,
    )
}

function summary(run: Run): string {
  const empty = Object.values(run.counts.empty).reduce((sum, count) => sum + count, 0)
  const cells = `${run.counts.verified} cells verified, ${run.counts.cited} cited, ${empty} empty`
  const spent = run.budgetMicros === null ? '' : `, ${dollars(run.costMicros)} of ${dollars(run.budgetMicros)} spent`
  return `${run.rows} rows, ${run.pagesFetched} pages: ${cells}${spent}`
}

function dollars(micros: number): string {
  return DOLLARS.format(micros / 1_000_000)
}
