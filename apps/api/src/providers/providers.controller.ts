import { listProviders, type Input, type Output } from '@enrichify/contracts'
import { listProviders as allProviders } from '@enrichify/features'
import { Controller } from '@nestjs/common'
import { Handles } from '../http/endpoint.decorator.ts'

@Controller()
export class ProvidersController {
  @Handles(listProviders)
  list(_input: Input<typeof listProviders>): Output<typeof listProviders> {
    return { providers: allProviders() }
  }
}
