import {
  cancelTrial,
  getColumnTests,
  getTrial,
  setColumnTests,
  startTrial,
  type Input,
  type Output,
  type Trial,
} from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { TrialsService } from '@enrichify/features'
import { Controller } from '@nestjs/common'
import { Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'
import { StartsWork } from '../http/throttle.ts'

@Controller()
export class TrialsController {
  constructor(private readonly trials: TrialsService) {}

  @Handles(getColumnTests)
  tests({ params }: Input<typeof getColumnTests>, @Who() who: Principal): Promise<Output<typeof getColumnTests>> {
    return this.trials.columnTests(who, params.id, params.columnId)
  }

  @Handles(setColumnTests)
  setTests(
    { params, body }: Input<typeof setColumnTests>,
    @Who() who: Principal,
  ): Promise<Output<typeof setColumnTests>> {
    return this.trials.setTests(who, params.id, params.columnId, body.rows)
  }

  @StartsWork()
  @Handles(startTrial)
  start({ params, body }: Input<typeof startTrial>, @Who() who: Principal): Promise<Trial> {
    return this.trials.start(who, params.id, params.columnId, body)
  }

  @Handles(getTrial)
  get({ params }: Input<typeof getTrial>, @Who() who: Principal): Promise<Trial> {
    return this.trials.get(who, params.id)
  }

  @Handles(cancelTrial)
  cancel({ params }: Input<typeof cancelTrial>, @Who() who: Principal): Promise<Trial> {
    return this.trials.cancel(who, params.id)
  }
}
