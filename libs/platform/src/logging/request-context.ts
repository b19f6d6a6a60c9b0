import { AsyncLocalStorage } from 'node:async_hooks'

interface RequestContext {
  requestId: string
}

const current = new AsyncLocalStorage<RequestContext>()

/** Everything that `work` logs, queues and sends carries the id of the request that it comes from. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return current.run({ requestId }, work)
}

/** Undefined: the work was asked for by no request, like the chores of a worker. */
export function currentRequestId(): string | undefined {
  return current.getStore()?.requestId
}

/** What a caller may call its request. It comes back in the answer and in log lines. */
export function readRequestId(given: string | undefined): string | null {
  return given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : null
}
