import {
  cancelRun,
  detachArchive,
  estimateRun,
  getArchive,
  getCapture,
  getNextStep,
  getRun,
  getRunReport,
  listRuns,
  pauseRun,
  resumeRun,
  searchPages,
  setRunBudget,
  startRun,
  uploadArchive,
  type Archive,
  type Capture,
  type Empty,
  type Input,
  type Output,
  type Run,
  type RunEstimate,
  type RunReport,
} from '@enrichify/contracts'
import { Refused, type Principal } from '@enrichify/domain'
import {
  ArchivesService,
  CapturesService,
  CONFIG,
  RunEstimates,
  RunReports,
  RunsService,
  type Config,
} from '@enrichify/features'
import { Controller, Inject, Req } from '@nestjs/common'
import type { Request } from 'express'
import { Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'
import { readMultipart } from '../http/multipart.ts'

@Controller()
export class EnrichmentController {
  constructor(
    private readonly runs: RunsService,
    private readonly estimates: RunEstimates,
    private readonly reports: RunReports,
    private readonly archives: ArchivesService,
    private readonly captures: CapturesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Handles(startRun)
  start({ params, body }: Input<typeof startRun>, @Who() who: Principal): Promise<Run> {
    return this.runs.start(who, params.id, body)
  }

  @Handles(estimateRun)
  estimate({ params, body }: Input<typeof estimateRun>, @Who() who: Principal): Promise<RunEstimate> {
    return this.estimates.estimate(who, params.id, body)
  }

  @Handles(getRunReport)
  report({ params }: Input<typeof getRunReport>, @Who() who: Principal): Promise<RunReport> {
    return this.reports.report(who, params.id)
  }

  @Handles(setRunBudget)
  change({ params, body }: Input<typeof setRunBudget>, @Who() who: Principal): Promise<Run> {
    return this.runs.change(who, params.id, body)
  }

  @Handles(listRuns)
  async list({ params, query }: Input<typeof listRuns>, @Who() who: Principal): Promise<Output<typeof listRuns>> {
    return { runs: await this.runs.list(who, params.id, query.limit) }
  }

  @Handles(getRun)
  get({ params }: Input<typeof getRun>, @Who() who: Principal): Promise<Run> {
    return this.runs.get(who, params.id)
  }

  @Handles(pauseRun)
  pause({ params }: Input<typeof pauseRun>, @Who() who: Principal): Promise<Run> {
    return this.runs.pause(who, params.id)
  }

  @Handles(resumeRun)
  resume({ params }: Input<typeof resumeRun>, @Who() who: Principal): Promise<Run> {
    return this.runs.resume(who, params.id)
  }

  @Handles(cancelRun)
  cancel({ params }: Input<typeof cancelRun>, @Who() who: Principal): Promise<Run> {
    return this.runs.cancel(who, params.id)
  }

  @Handles(uploadArchive)
  async upload(
    { params }: Input<typeof uploadArchive>,
    @Who() who: Principal,
    @Req() request: Request,
  ): Promise<Archive> {
    const { file } = await readMultipart(request, this.config.MAX_UPLOAD_MB * 1024 * 1024, (upload) =>
      this.archives.attach(who, params.id, upload),
    )
    if (!file) throw new Refused('no_file', 'Choose a .warc or .warc.gz file (field “file”).', 'invalid')
    return file
  }

  @Handles(getArchive)
  async archive({ params }: Input<typeof getArchive>, @Who() who: Principal): Promise<Output<typeof getArchive>> {
    return { archive: await this.archives.get(who, params.id) }
  }

  @Handles(detachArchive)
  async detach({ params }: Input<typeof detachArchive>, @Who() who: Principal): Promise<Empty> {
    await this.archives.detach(who, params.id)
    return {}
  }

  @Handles(getNextStep)
  async nextStep({ params }: Input<typeof getNextStep>, @Who() who: Principal): Promise<Output<typeof getNextStep>> {
    return { next: await this.estimates.nextStep(who, params.id, params.columnId) }
  }

  @Handles(searchPages)
  async search({ query }: Input<typeof searchPages>, @Who() who: Principal): Promise<Output<typeof searchPages>> {
    return { pages: await this.captures.search(who, query.query, query.limit) }
  }

  @Handles(getCapture)
  capture({ params }: Input<typeof getCapture>, @Who() who: Principal): Promise<Capture> {
    return this.captures.get(who, params.id)
  }
}
