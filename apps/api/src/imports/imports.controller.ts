import {
  cancelImport,
  getImport,
  importOptions,
  startImport,
  startNewImport,
  type ImportJob,
  type ImportOptions,
  type ImportPreview,
  type Input,
  type Output,
} from '@enrichify/contracts'
import { Refused, type Principal } from '@enrichify/domain'
import { CONFIG, ImportsService, type Config } from '@enrichify/features'
import { Controller, Inject, Req } from '@nestjs/common'
import type { Request } from 'express'
import { z } from 'zod'
import { Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'
import { InvalidRequest } from '../http/invalid-request.ts'
import { Leaving } from '../http/leaving.ts'
import { readMultipart } from '../http/multipart.ts'
import { storable } from '../http/request-bounds.ts'
import { StartsWork } from '../http/throttle.ts'

@Controller()
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @StartsWork()
  @Handles(startImport)
  start(
    { params, query }: Input<typeof startImport>,
    @Who() who: Principal,
    @Req() request: Request,
    @Leaving() leaving: AbortSignal,
  ): Promise<Output<typeof startImport>> {
    return this.#start(who, params.id, query.preview, request, leaving)
  }

  @StartsWork()
  @Handles(startNewImport)
  startNew(
    { query }: Input<typeof startNewImport>,
    @Who() who: Principal,
    @Req() request: Request,
    @Leaving() leaving: AbortSignal,
  ): Promise<Output<typeof startNewImport>> {
    return this.#start(who, null, query.preview, request, leaving)
  }

  @Handles(cancelImport)
  cancel({ params }: Input<typeof cancelImport>, @Who() who: Principal): Promise<ImportJob> {
    return this.imports.cancel(who, params.id)
  }

  @Handles(getImport)
  get({ params }: Input<typeof getImport>, @Who() who: Principal): Promise<ImportJob> {
    return this.imports.get(who, params.id)
  }

  async #start(
    who: Principal,
    websetId: string | null,
    preview: boolean,
    request: Request,
    leaving: AbortSignal,
  ): Promise<ImportPreview | ImportJob> {
    const { file, fields } = await readMultipart(request, this.config.MAX_UPLOAD_MB * 1024 * 1024, (upload) =>
      this.imports.upload(who, upload),
    )
    const uploadId = file ?? fields.uploadId
    if (!uploadId || !z.uuid().safeParse(uploadId).success)
      throw new Refused(
        'no_file',
        'Choose a file (field “file”), or name an earlier upload (field “uploadId”).',
        'invalid',
      )
    const options = readOptions(fields.options)
    return preview
      ? this.imports.preview(who, websetId, uploadId, options, leaving)
      : this.imports.start(who, websetId, uploadId, options, leaving)
  }
}

function readOptions(text: string | undefined): ImportOptions {
  let json: unknown
  try {
    json = storable(JSON.parse(text || '{}'))
  } catch {
    throw new InvalidRequest([{ path: 'options', message: 'is not JSON' }])
  }
  const parsed = importOptions.safeParse(json)
  if (!parsed.success)
    throw new InvalidRequest(
      parsed.error.issues.map((issue) => ({ path: ['options', ...issue.path].join('.'), message: issue.message })),
    )
  return parsed.data
}
