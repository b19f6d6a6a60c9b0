import {
  detachArchive,
  getArchive,
  uploadArchive,
  type Archive,
  type Empty,
  type Input,
  type Output,
} from '@enrichify/contracts'
import { Refused, type Principal } from '@enrichify/domain'
import { ArchivesService, CONFIG, type Config } from '@enrichify/features'
import { Controller, Inject, Req } from '@nestjs/common'
import type { Request } from 'express'
import { Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'
import { readMultipart } from '../http/multipart.ts'
import { StartsWork } from '../http/throttle.ts'

@Controller()
export class ArchivesController {
  constructor(
    private readonly archives: ArchivesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @StartsWork()
  @Handles(uploadArchive)
  async upload(
    { params }: Input<typeof uploadArchive>,
    @Who() who: Principal,
    @Req() request: Request,
  ): Promise<Archive> {
    const { file } = await readMultipart(request, this.config.MAX_UPLOAD_MB * 1024 * 1024, (upload) =>
      this.archives.attach(who, params.id, upload),
    )
    if (!file) throw new Refused('no_file', 'Choose a .warc or .warc.gz file (field “file”).', 'invalid')
    return file
  }

  @Handles(getArchive)
  archive({ params }: Input<typeof getArchive>, @Who() who: Principal): Promise<Output<typeof getArchive>> {
    return this.archives.state(who, params.id)
  }

  @Handles(detachArchive)
  async detach({ params }: Input<typeof detachArchive>, @Who() who: Principal): Promise<Empty> {
    await this.archives.detach(who, params.id)
    return {}
  }
}
