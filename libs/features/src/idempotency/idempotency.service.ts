import { createHash, randomUUID } from 'node:crypto'
import { Database, OperationsRepository, RequestKey, storeReply, withRequestKey } from '@enrichify/database'
import { Refused, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { ProcessLife } from '../core/process-life.ts'

export interface KeyedRequest {
  key: string
  method: string
  url: string
  /** The HTTP status of the route’s answer. */
  status: number
  /** As it was parsed. Null: it is a form with a file, which `work` reads and puts into the key. */
  body: unknown
  /** Reads a form again, to compare it with the first one. Its digest, as `work` puts it into the key. */
  digestForm: () => Promise<string>
  /** The answer has a secret that is shown once. Nothing of it is stored. */
  isSecret: boolean
}

/** An answer that was given before: its bytes. */
export interface Replay {
  status: number
  body: string
}

/**
 * `Idempotency-Key`: for a day, one effect per key and person, and the same bytes as answer for each repetition.
 * Effects store their answer in their own transaction (`Tx.reply`) or are recognised by their id (`nextEffectId`), so
 * that a crash between effect and answer doubles nothing either.
 */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly database: Database,
    private readonly operations: OperationsRepository,
    private readonly life: ProcessLife,
  ) {}

  async once<T>(
    principal: Principal,
    request: KeyedRequest,
    work: () => Promise<T>,
  ): Promise<{ answer: T } | { replay: Replay }> {
    await this.life.begin()
    const key = new RequestKey({
      owner: `${principal.workspaceId}:${principal.userId}`,
      key: request.key,
      attempt: randomUUID(),
      holder: this.life.id,
      requestHash: request.body === null ? null : digest([request.method, request.url, request.body]),
      status: request.status,
    })
    const known = await this.database.inScope(principal, (tx) => this.operations.reserveKey(tx, key))
    if (known) return { replay: await this.#replay(known, key, request) }
    try {
      const answer = await withRequestKey(key, work)
      // The effect has happened. If this fails, what was stored with the effect is the answer.
      await this.database.inScope(principal, (tx) =>
        storeReply(tx.client, key, request.isSecret ? '{}' : JSON.stringify(answer)),
      )
      return { answer }
    } catch (error) {
      // Of a request without an effect the key may be used again.
      await this.database.inScope(principal, (tx) => this.operations.dropKey(tx, key)).catch(() => {})
      throw error
    } finally {
      key.isOver = true
    }
  }

  async #replay(
    known: { requestHash: string | null; status: number | null; body: string },
    { requestHash }: RequestKey,
    request: KeyedRequest,
  ): Promise<Replay> {
    const isSame = known.requestHash === (requestHash ?? (known.status === null ? null : await request.digestForm()))
    if (!isSame)
      throw new Refused(
        'idempotency_mismatch',
        'This Idempotency-Key was used for another request. Use a new key.',
        'unprocessable',
      )
    if (known.status === null)
      throw new Refused(
        'idempotency_in_flight',
        'The first request with this Idempotency-Key is still being worked on. Try again in a moment.',
        'conflict',
      )
    if (request.isSecret)
      throw new Refused(
        'secret_shown_once',
        'An earlier request with this Idempotency-Key has done it. Its answer had a secret, which is shown once. ' +
          'If it is lost, revoke what was made and make another with a new key.',
        'conflict',
      )
    return { status: known.status, body: known.body }
  }
}

function digest(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
