import { getCapture, searchPages, type Capture, type Input, type Output } from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { CapturesService } from '@enrichify/features'
import { Controller } from '@nestjs/common'
import { Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'

@Controller()
export class CapturesController {
  constructor(private readonly captures: CapturesService) {}

  @Handles(searchPages)
  async search({ query }: Input<typeof searchPages>, @Who() who: Principal): Promise<Output<typeof searchPages>> {
    return { pages: await this.captures.search(who, query.query, query.limit) }
  }

  @Handles(getCapture)
  capture({ params }: Input<typeof getCapture>, @Who() who: Principal): Promise<Capture> {
    return this.captures.get(who, params.id)
  }
}
