import { pipeline } from 'node:stream/promises'
import {
  cancelExport,
  downloadExport,
  getExport,
  listExports,
  startExport,
  type ExportJob,
  type Empty,
  type Input,
  type Output,
} from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { ExportRunner, ExportsService } from '@enrichify/features'
import { Controller, Res } from '@nestjs/common'
import type { Response } from 'express'
import { Public, Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'
import { StartsWork } from '../http/throttle.ts'

@Controller()
export class ExportsController {
  constructor(
    private readonly exports: ExportsService,
    private readonly runner: ExportRunner,
  ) {}

  @StartsWork()
  @Handles(startExport)
  start({ params, body }: Input<typeof startExport>, @Who() who: Principal): Promise<ExportJob> {
    return this.exports.start(who, params.id, body)
  }

  @Handles(listExports)
  list({ params }: Input<typeof listExports>, @Who() who: Principal): Promise<Output<typeof listExports>> {
    return this.exports.list(who, params.id)
  }

  @Handles(cancelExport)
  cancel({ params }: Input<typeof cancelExport>, @Who() who: Principal): Promise<ExportJob> {
    return this.runner.cancel(who, params.id)
  }

  @Handles(getExport)
  get({ params }: Input<typeof getExport>, @Who() who: Principal): Promise<ExportJob> {
    return this.exports.get(who, params.id)
  }

  /** The signature of the link is the permission. */
  @Public()
  @Handles(downloadExport)
  async download({ params, query }: Input<typeof downloadExport>, @Res() response: Response): Promise<Empty> {
    const file = await this.exports.download(params.id, query.expires, query.signature, query.workspace)
    response.setHeader('content-type', file.mime)
    const asciiName = file.fileName.replace(/[^\x20-\x7e]|["\\]/g, '_')
    response.setHeader(
      'content-disposition',
      `attachment; filename="${asciiName}"; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    )
    response.setHeader('cache-control', 'private, no-store')
    if (file.size !== null) response.setHeader('content-length', file.size)
    await pipeline(file.body, response)
    return {}
  }
}
