import type { Principal } from '@enrichify/domain'
import { Refused } from '@enrichify/domain'
import { IdempotencyService } from '@enrichify/features'
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common'
import type { Request, Response } from 'express'
import { firstValueFrom, from, type Observable } from 'rxjs'
import { takesIdempotencyKey } from './idempotent-routes.ts'

/** Honours `Idempotency-Key` on every route that changes something. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: IdempotencyService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle()
    const http = context.switchToHttp()
    const request = http.getRequest<Request & { user?: Principal }>()
    const response = http.getResponse<Response>()
    const key = request.header('idempotency-key')
    if (key === undefined || !request.user || !takesIdempotencyKey(request.method, request.path)) return next.handle()
    if (!/^[\x21-\x7e]{1,200}$/.test(key))
      throw new Refused('bad_idempotency_key', 'An Idempotency-Key has 1 to 200 printable characters.', 'invalid')
    const owner = `${request.user.workspaceId}:${request.user.userId}`
    // A file is recognised by its length and type. Reading it twice to compare would cost more than it protects.
    const body: unknown = request.is('multipart/form-data') ? `${request.header('content-length')}` : request.body
    return from(
      this.idempotency
        .once(owner, key, { method: request.method, url: request.originalUrl, body }, async () => ({
          body: await firstValueFrom(next.handle()),
          status: response.statusCode,
        }))
        .then((answer) => {
          response.status(answer.status)
          if (answer.replayed) response.setHeader('idempotency-replayed', 'true')
          return answer.body
        }),
    )
  }
}
