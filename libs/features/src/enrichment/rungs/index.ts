import type { RungKind } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { AgentRung } from './agent/agent.rung.ts'
import { DataRung } from './data.rung.ts'
import { ModelRung } from './model.rung.ts'
import type { RungRunner } from './rung.ts'
import { SearchRung } from './search.rung.ts'

/**
 * Every rung that calls a service: one file each, one line here. Facts of the row's own pages are compared together,
 * in page-facts.rung.ts.
 */
@Injectable()
export class Rungs {
  readonly of: Record<Exclude<RungKind, 'structured' | 'patterns'>, RungRunner>

  constructor(data: DataRung, model: ModelRung, search: SearchRung, agent: AgentRung) {
    this.of = { data, model, search, agent }
  }
}
