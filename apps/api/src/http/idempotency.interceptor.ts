import { Refused, type Principal } from '@enrichify/domain'
import { CONFIG, IdempotencyService, type Config } from '@enrichify/features'
import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common'
import type { Request, Response } from 'express'
import { firstValueFrom, from, type Observable } from 'rxjs'
import { answersSecret, takesIdempotencyKey } from './idempotent-routes.ts'
import { digestMultipart } from './multipart.ts'

/** Honours `Idempotency-Key` on every route that changes something. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly idempotency: IdempotencyService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle()
    const http = context.switchToHttp()
    const request = http.getRequest<Request & { user?: Principal }>()
    const response = http.getResponse<Response>()
    const key = request.header('idempotency-key')
    if (key === undefined || !request.user || !takesIdempotencyKey(request.method, request.path)) return next.handle()
    if (!/^[\x21-\x7e]{1,200}$/.test(key))
      throw new Refused('bad_idempotency_key', 'An Idempotency-Key has 1 to 200 printable characters.', 'invalid')
    const { method, originalUrl: url } = request
    const body: unknown = request.is('multipart/form-data') ? null : (request.body ?? {})
    const { statusCode: status } = response
    const keyed = {
      key,
      method,
      url,
      status,
      body,
      isSecret: answersSecret(request.path),
      digestForm: () => digestMultipart(request, this.config.MAX_UPLOAD_MB * 1024 * 1024),
    }
    return from(
      this.idempotency
        .once(request.user, keyed, () => firstValueFrom(next.handle()))
        .then((done) => {
          if ('answer' in done) return done.answer
          response.status(done.replay.status).type('json').setHeader('idempotency-replayed', 'true')
          return done.replay.body
        }),
    )
  }
}
