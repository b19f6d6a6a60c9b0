import { z } from 'zod'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  method: Method
  /** Below `/api/v1`, with `:name` for parameters. */
  path: string
  summary: string
  params: P
  query: Q
  body: B
  response: R
  status: number
}

/** What the client needs of an endpoint at run time. The endpoint itself is only its type there. */
export interface Address<E extends Endpoint = Endpoint> {
  method: Method
  path: string
  readonly of?: E
}

const nothing = z.object({})
type Nothing = typeof nothing

/** One row of the API: method, path, and the schemas that the server checks with and that type the client. */
export function endpoint<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  R extends z.ZodType = Nothing,
>(definition: {
  method: Method
  path: string
  summary: string
  params?: P
  query?: Q
  body?: B
  response?: R
  status?: number
}): Endpoint<P, Q, B, R> {
  return {
    method: definition.method,
    path: definition.path,
    summary: definition.summary,
    params: definition.params ?? (nothing as unknown as P),
    query: definition.query ?? (nothing as unknown as Q),
    body: definition.body ?? (nothing as unknown as B),
    response: definition.response ?? (nothing as unknown as R),
    status: definition.status ?? (definition.method === 'POST' ? 201 : 200),
  }
}

/** What the handler gets, parsed. */
export interface Input<E extends Endpoint> {
  params: z.output<E['params']>
  query: z.output<E['query']>
  body: z.output<E['body']>
}

/** What the caller gives. Parts without a required member may be left out. */
type Part<K extends string, T> = T extends Empty
  ? { [k in K]?: T }
  : object extends T
    ? { [k in K]?: T }
    : { [k in K]: T }
export type CallInput<E extends Endpoint> = Part<'params', z.input<E['params']>> &
  Part<'query', z.input<E['query']>> &
  Part<'body', z.input<E['body']>>

export type Output<E extends Endpoint> = z.output<E['response']>

/** The answer of an endpoint that only says that it is done. */
export type Empty = Record<string, never>
