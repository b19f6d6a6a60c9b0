import {
  decideAllCalls,
  decideCall,
  getSpending,
  listBudgets,
  listCalls,
  setBudget,
  type Input,
  type LedgerCall,
  type Output,
  type Spending,
} from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { SpendingService } from '@enrichify/features'
import { Controller } from '@nestjs/common'
import { Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'

@Controller()
export class SpendingController {
  constructor(private readonly spending: SpendingService) {}

  @Handles(getSpending)
  month({ query }: Input<typeof getSpending>, @Who() who: Principal): Promise<Spending> {
    return this.spending.month(who, query.month)
  }

  @Handles(listCalls)
  calls({ query }: Input<typeof listCalls>, @Who() who: Principal): Promise<Output<typeof listCalls>> {
    return this.spending.calls(who, query)
  }

  @Handles(decideAllCalls)
  async decideAll(
    { body }: Input<typeof decideAllCalls>,
    @Who() who: Principal,
  ): Promise<Output<typeof decideAllCalls>> {
    return { decided: await this.spending.decideAll(who, body.outcome, body.runId) }
  }

  @Handles(decideCall)
  decide({ params, body }: Input<typeof decideCall>, @Who() who: Principal): Promise<LedgerCall> {
    return this.spending.decide(who, params.id, body.outcome, body.micros)
  }

  @Handles(listBudgets)
  async budgets(_input: Input<typeof listBudgets>, @Who() who: Principal): Promise<Output<typeof listBudgets>> {
    return { budgets: await this.spending.budgets(who) }
  }

  @Handles(setBudget)
  async setBudget({ body }: Input<typeof setBudget>, @Who() who: Principal): Promise<Output<typeof setBudget>> {
    return { budgets: await this.spending.setBudget(who, body) }
  }
}
