import { HEALTH_PATHS, type Health } from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { HealthDetails, HealthService } from '@enrichify/features'
import { Controller, Get, Res } from '@nestjs/common'
import type { Response } from 'express'
import { MayBeKnown, Public, Who } from '../http/access.ts'
import { Unlimited } from '../http/throttle.ts'

@Public()
@Unlimited()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthService,
    private readonly details: HealthDetails,
  ) {}

  @MayBeKnown()
  @Get(HEALTH_PATHS.health)
  async check(@Who() who: Principal | undefined, @Res({ passthrough: true }) response: Response): Promise<Health> {
    const health = await this.health.check()
    response.status(health.status === 'down' ? 503 : 200)
    // With a database that is down there are none, and the parts say so.
    const details = await this.details.of(who).catch(() => null)
    return { ...health, ...(details ? { details } : {}) }
  }

  @Get(HEALTH_PATHS.ready)
  async ready(@Res({ passthrough: true }) response: Response): Promise<{ ready: boolean }> {
    const ready = await this.health.isReady()
    response.status(ready ? 200 : 503)
    return { ready }
  }

  @Get(HEALTH_PATHS.metrics)
  async metrics(@Res() response: Response): Promise<void> {
    const { type, text } = await this.health.metricsText()
    response.type(type).send(text)
  }
}
