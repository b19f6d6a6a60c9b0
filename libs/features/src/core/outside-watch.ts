import type { PageFailure, ProviderFailure } from '@enrichify/domain'
import type { Logger, Metrics } from '@enrichify/platform'
import { Inject, Injectable } from '@nestjs/common'
import { LOGGER, METRICS } from './tokens.ts'

/** Counts what is asked of the outside, and logs each failure. Of a page it names the host alone. */
@Injectable()
export class OutsideWatch {
  constructor(
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** @param failure null: it was answered */
  called(provider: string, failure: ProviderFailure | null): void {
    this.metrics.calls.inc({ provider, outcome: failure?.kind ?? 'answered' })
    if (failure) this.log.warn({ provider, kind: failure.kind, charge: failure.charge }, 'A call of a service failed')
  }

  /** @param failure null: it was read */
  asked(host: string, failure: PageFailure | null): void {
    this.metrics.pages.inc({ outcome: failure ?? 'read' })
    if (failure) this.log.info({ host, failure }, 'A page could not be read')
  }
}
