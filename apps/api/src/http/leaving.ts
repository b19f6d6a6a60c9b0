import { Refused } from '@enrichify/domain'
import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import type { Response } from 'express'

/** A signal that comes when the client leaves before its answer. Heavy work for it can end then. */
export const Leaving = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const response = context.switchToHttp().getResponse<Response>()
  const leaving = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished)
      leaving.abort(new Refused('client_left', 'The client closed the connection before the answer.', 'gone'))
  })
  return leaving.signal
})
