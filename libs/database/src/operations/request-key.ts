import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { Refused } from '@enrichify/domain'
import type pg from 'pg'

/** The `Idempotency-Key` of the request that is being worked on. */
export class RequestKey {
  readonly owner: string
  readonly key: string
  /** Of several tries with one key, only the last may have an effect. */
  readonly attempt: string
  /** The process that works on it. When it is gone, another may try. */
  readonly holder: string
  /** A digest of what was asked; null as long as a file is being read. */
  requestHash: string | null
  /** The HTTP status of the route’s answer. */
  readonly status: number
  /** The request was answered. What goes on in the background is none of its effects. */
  isOver = false
  #effects = 0

  constructor(request: {
    owner: string
    key: string
    attempt: string
    holder: string
    requestHash: string | null
    status: number
  }) {
    this.owner = request.owner
    this.key = request.key
    this.attempt = request.attempt
    this.holder = request.holder
    this.requestHash = request.requestHash
    this.status = request.status
  }

  /** Ids for effects that are recognised by their id. The same request, tried again, gets the same ones. */
  nextEffectId(): string {
    const digest = createHash('sha256')
      .update(`${this.owner}\n${this.key}\n${this.#effects++}`)
      .digest('hex')
    // An id of version 8: made by a rule of our own.
    return [
      digest.slice(0, 8),
      digest.slice(8, 12),
      `8${digest.slice(13, 16)}`,
      `a${digest.slice(17, 20)}`,
      digest.slice(20, 32),
    ].join('-')
  }
}

const current = new AsyncLocalStorage<RequestKey>()

export function withRequestKey<T>(key: RequestKey, work: () => Promise<T>): Promise<T> {
  return current.run(key, work)
}

/** Null: the request has no key, or there is no request. */
export function currentRequestKey(): RequestKey | null {
  const key = current.getStore()
  return key && !key.isOver ? key : null
}

/** Stores the answer in the transaction of the effect: a crash leaves both or neither. */
export async function storeReply(client: pg.PoolClient, key: RequestKey, body: string): Promise<void> {
  const { rowCount } = await client.query(
    `update idempotency_keys
     set status = $4, body = $5, request_hash = $6
     where owner = $1 and key = $2 and attempt = $3`,
    [key.owner, key.key, key.attempt, key.status, body, key.requestHash],
  )
  if (!rowCount)
    throw new Refused(
      'idempotency_in_flight',
      'Another request with this Idempotency-Key has taken over. Try again in a moment.',
      'conflict',
    )
}
