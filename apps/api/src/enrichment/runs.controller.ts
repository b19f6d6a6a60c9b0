import {
  cancelRun,
  estimateRun,
  getNextStep,
  getRun,
  getRunReport,
  listRuns,
  pauseRun,
  resumeRun,
  setRunBudget,
  startRun,
  type Input,
  type Output,
  type Run,
  type RunEstimate,
  type RunReport,
} from '@enrichify/contracts'
import { type Principal } from '@enrichify/domain'
import { RunEstimates, RunReports, RunsService } from '@enrichify/features'
import { Controller } from '@nestjs/common'
import { Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'
import { StartsWork } from '../http/throttle.ts'

@Controller()
export class RunsController {
  constructor(
    private readonly runs: RunsService,
    private readonly estimates: RunEstimates,
    private readonly reports: RunReports,
  ) {}

  @StartsWork()
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

  @Handles(getNextStep)
  async nextStep({ params }: Input<typeof getNextStep>, @Who() who: Principal): Promise<Output<typeof getNextStep>> {
    return { next: await this.estimates.nextStep(who, params.id, params.columnId) }
  }
}
