import type { Endpoint, Input, Output } from '@enrichify/contracts'
import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  type ExecutionContext,
} from '@nestjs/common'
import type { Request } from 'express'
import type { z } from 'zod'
import { InvalidRequest } from './invalid-request.ts'
import { longList, storable } from './request-bounds.ts'

const METHODS = {
  GET: RequestMethod.GET,
  POST: RequestMethod.POST,
  PATCH: RequestMethod.PATCH,
  DELETE: RequestMethod.DELETE,
}

type Handler<E extends Endpoint> = (input: Input<E>, ...rest: never[]) => Output<E> | Promise<Output<E>>

/**
 * Binds a method to its entry of the contract: path, status and parsing come from there, and a wrong return type does
 * not compile.
 */
export function Handles<E extends Endpoint>(endpoint: E) {
  return <T extends Handler<E>>(target: object, key: string, descriptor: TypedPropertyDescriptor<T>): void => {
    const parsed = createParamDecorator((_: unknown, context: ExecutionContext) => {
      const request = context.switchToHttp().getRequest<Request>()
      const issues: { path: string; message: string }[] = []
      const read = (part: 'params' | 'query' | 'body', schema: z.ZodType, value: unknown): unknown => {
        const given = storable(value ?? {})
        const long = longList(schema, given)
        if (long) {
          issues.push({ path: [part, ...long.path].join('.'), message: `Too long: at most ${long.most} items` })
          return undefined
        }
        const result = schema.safeParse(given)
        if (!result.success)
          issues.push(
            ...result.error.issues.map((issue) => ({ path: [part, ...issue.path].join('.'), message: issue.message })),
          )
        return result.data
      }
      const input = {
        params: read('params', endpoint.params, request.params),
        query: read('query', endpoint.query, request.query),
        body: read('body', endpoint.body, request.body),
      }
      if (issues.length) throw new InvalidRequest(issues)
      return input
    })
    parsed()(target, key, 0)
    applyDecorators(
      RequestMapping({ path: endpoint.path, method: METHODS[endpoint.method] }),
      HttpCode(endpoint.status),
    )(target, key, descriptor as never)
  }
}
