import {
  addConnection,
  deleteConnection,
  listConnections,
  listModels,
  listProviders,
  orderConnections,
  testConnection,
  updateConnection,
  type Connection,
  type Empty,
  type Input,
  type Output,
} from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { ConnectionsService, listCatalogue } from '@enrichify/features'
import { Controller } from '@nestjs/common'
import { Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'
import { StartsWork } from '../http/throttle.ts'

@Controller()
export class ProvidersController {
  constructor(private readonly connections: ConnectionsService) {}

  @Handles(listProviders)
  list(_input: Input<typeof listProviders>): Output<typeof listProviders> {
    return { providers: listCatalogue() }
  }

  @Handles(listConnections)
  async connected(
    _input: Input<typeof listConnections>,
    @Who() who: Principal,
  ): Promise<Output<typeof listConnections>> {
    return { connections: await this.connections.list(who) }
  }

  @Handles(addConnection)
  add({ body }: Input<typeof addConnection>, @Who() who: Principal): Promise<Connection> {
    return this.connections.add(who, body)
  }

  @Handles(orderConnections)
  async order(
    { body }: Input<typeof orderConnections>,
    @Who() who: Principal,
  ): Promise<Output<typeof orderConnections>> {
    return { connections: await this.connections.order(who, body.ids) }
  }

  @Handles(updateConnection)
  update({ params, body }: Input<typeof updateConnection>, @Who() who: Principal): Promise<Connection> {
    return this.connections.update(who, params.id, body)
  }

  @Handles(deleteConnection)
  async remove({ params }: Input<typeof deleteConnection>, @Who() who: Principal): Promise<Empty> {
    await this.connections.remove(who, params.id)
    return {}
  }

  @StartsWork()
  @Handles(testConnection)
  test({ params }: Input<typeof testConnection>, @Who() who: Principal): Promise<Connection> {
    return this.connections.test(who, params.id)
  }

  @Handles(listModels)
  async models(_input: Input<typeof listModels>, @Who() who: Principal): Promise<Output<typeof listModels>> {
    return { models: await this.connections.models(who) }
  }
}
