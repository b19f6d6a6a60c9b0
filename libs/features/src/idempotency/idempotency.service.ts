import { createHash } from 'node:crypto'
import { Database, OperationsRepository } from '@enrichify/database'
import { Refused } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'

export interface Replayable {
  status: number
  body: unknown
}

/** `Idempotency-Key`: for a day, one effect per key and owner, and the same answer for each repetition. */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly database: Database,
    private readonly operations: OperationsRepository,
  ) {}

  async once(
    owner: string,
    key: string,
    request: { method: string; url: string; body: unknown },
    work: () => Promise<Replayable>,
  ): Promise<Replayable & { replayed: boolean }> {
    const requestHash = createHash('sha256')
      .update(JSON.stringify([request.method, request.url, request.body ?? null]))
      .digest('hex')
    const known = await this.database.inSystem((tx) => this.operations.reserveKey(tx, owner, key, requestHash))
    if (known) {
      if (known.requestHash !== requestHash)
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
      return { status: known.status, body: known.body, replayed: true }
    }
    const answer = await work().catch(async (error: unknown) => {
      // The request had no effect, so the same key may be used again.
      await this.database.inSystem((tx) => this.operations.dropKey(tx, owner, key)).catch(() => {})
      throw error
    })
    // The effect has happened. If its answer cannot be stored, the key stays taken: the effect must not happen twice.
    await this.database.inSystem((tx) => this.operations.answerKey(tx, owner, key, answer.status, answer.body))
    return { ...answer, replayed: false }
  }
}
