import {
  addColumn,
  createWebset,
  deleteColumn,
  deleteWebset,
  getWebset,
  listWebsets,
  restoreColumn,
  restoreWebset,
  updateColumn,
  updateWebset,
  type Column,
  type Empty,
  type Input,
  type Output,
  type Webset,
} from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { PastesService, PracticeService, WebsetsService } from '@enrichify/features'
import { Controller } from '@nestjs/common'
import { Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'

@Controller()
export class WebsetsController {
  constructor(
    private readonly websets: WebsetsService,
    private readonly practice: PracticeService,
    private readonly pastes: PastesService,
  ) {}

  @Handles(listWebsets)
  async list({ query }: Input<typeof listWebsets>, @Who() who: Principal): Promise<Output<typeof listWebsets>> {
    return { websets: await this.websets.list(who, query.trash) }
  }

  @Handles(createWebset)
  create({ body }: Input<typeof createWebset>, @Who() who: Principal): Promise<Webset> {
    return body.paste === undefined
      ? this.websets.create(who, body)
      : this.pastes.createWebset(who, body.name, body.paste)
  }

  @Handles(getWebset)
  get({ params }: Input<typeof getWebset>, @Who() who: Principal): Promise<Webset> {
    return this.websets.get(who, params.id)
  }

  @Handles(updateWebset)
  async update({ params, body }: Input<typeof updateWebset>, @Who() who: Principal): Promise<Webset> {
    if (body.name !== undefined) await this.websets.rename(who, params.id, body.name)
    if (body.practice !== undefined) await this.practice.set(who, params.id, body.practice)
    return this.websets.get(who, params.id)
  }

  @Handles(deleteWebset)
  async remove({ params }: Input<typeof deleteWebset>, @Who() who: Principal): Promise<Empty> {
    await this.websets.remove(who, params.id)
    return {}
  }

  @Handles(restoreWebset)
  restore({ params }: Input<typeof restoreWebset>, @Who() who: Principal): Promise<Webset> {
    return this.websets.restore(who, params.id)
  }

  @Handles(addColumn)
  addColumn({ params, body }: Input<typeof addColumn>, @Who() who: Principal): Promise<Column> {
    return this.websets.addColumn(who, params.id, body)
  }

  @Handles(updateColumn)
  updateColumn({ params, body }: Input<typeof updateColumn>, @Who() who: Principal): Promise<Column> {
    return this.websets.updateColumn(who, params.id, params.columnId, body)
  }

  @Handles(deleteColumn)
  async deleteColumn({ params }: Input<typeof deleteColumn>, @Who() who: Principal): Promise<Empty> {
    await this.websets.removeColumn(who, params.id, params.columnId)
    return {}
  }

  @Handles(restoreColumn)
  restoreColumn({ params }: Input<typeof restoreColumn>, @Who() who: Principal): Promise<Column> {
    return this.websets.restoreColumn(who, params.id, params.columnId)
  }
}
