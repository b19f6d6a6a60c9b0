import type { CallInput, Endpoint, Output } from '@enrichify/contracts'

// An endpoint without parameters has an empty object schema, whose input is `Record<string, never>`: such a part is left out like an optional one.
type IsOptional<T> = object extends T ? true : string extends keyof T ? true : false
type Part<K extends string, T> = IsOptional<T> extends true ? { [k in K]?: T } : { [k in K]: T }
type Given<E extends Endpoint, K extends keyof CallInput<E>> = Part<K & string, NonNullable<CallInput<E>[K]>>

/** The contracts' client, with what each endpoint needs and nothing more. */
export type TypedCall = <E extends Endpoint>(endpoint: E, input: Given<E, 'params'> & Given<E, 'query'> & Given<E, 'body'> & { signal?: AbortSignal; form?: FormData }) => Promise<Output<E>>
