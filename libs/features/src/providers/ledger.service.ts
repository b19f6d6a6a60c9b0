import {
  ConnectionRepository,
  Database,
  isTransient,
  LedgerRepository,
  type CallRow,
  type NewCall,
  type Tx,
} from '@enrichify/database'
import { FAILURE_POLICIES, ProviderFailure, Retryable, type Scope } from '@enrichify/domain'
import { crashPoint, type Config } from '@enrichify/platform'
import { Inject, Injectable } from '@nestjs/common'
import { ProcessLife } from '../core/process-life.ts'
import { CONFIG } from '../core/tokens.ts'
import type { Candidate } from './connection-directory.ts'

export type Reservation =
  | { kind: 'reserved'; id: string }
  | { kind: 'answered'; call: CallRow; source: 'cache' | 'earlier' }

/** The worker lost its row to another worker while it was about to pay for it. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

const DAY_MS = 86_400_000
const SETTLE_TRIES = 60
const SETTLE_PAUSE_MS = 250

/** The steps of a paid call, each in one transaction. Whatever must survive a crash is written before it happens. */
@Injectable()
export class Ledger {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerRepository,
    private readonly connections: ConnectionRepository,
    private readonly life: ProcessLife,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Reserves the money for an attempt, or finds its answer. `fence` runs in the same transaction; false means that
   * another worker has the work.
   */
  async reserve(
    scope: Scope,
    call: NewCall,
    candidate: Candidate,
    fence: (tx: Tx) => Promise<boolean>,
    fresh = false,
  ): Promise<Reservation> {
    crashPoint('call_before_reserve')
    await this.life.begin()
    const found = await this.database.inScope(
      scope,
      async (tx): Promise<Reservation | 'lost' | 'again' | ProviderFailure> => {
        if (!(await fence(tx))) return 'lost'
        const known = await this.ledger.lockAttempt(tx, call.attemptKey)
        if (known) return this.#takeUp(tx, known, call, candidate)
        const answered =
          fresh || this.config.CALL_CACHE_DAYS === 0
            ? null
            : await this.ledger.findAnswer(
                tx,
                call.requestHash,
                call.practice,
                new Date(Date.now() - this.config.CALL_CACHE_DAYS * DAY_MS),
              )
        const id = await this.ledger.insert(
          tx,
          this.#held(call),
          answered ? 'cached' : 'reserved',
          answered ?? undefined,
        )
        if (!id) return 'again'
        if (answered) return { kind: 'answered', call: answered, source: 'cache' }
        crashPoint('call_in_reserve_inserted')
        await this.ledger.reserve(tx, call, call.reservedMicros)
        crashPoint('call_in_reserve_held')
        return { kind: 'reserved', id }
      },
    )
    if (found === 'lost') throw new LeaseLost('Another worker has this row.')
    if (found === 'again') return this.reserve(scope, call, candidate, fence, fresh)
    if (found instanceof ProviderFailure) throw found
    crashPoint('call_after_reserve')
    return found
  }

  /** An attempt that already exists: made by this worker in an earlier try, or by a worker that died. */
  async #takeUp(tx: Tx, known: CallRow, call: NewCall, candidate: Candidate): Promise<Reservation | ProviderFailure> {
    switch (known.state) {
      case 'settled':
      case 'cached':
        if (known.answer !== null)
          return { kind: 'answered', call: known, source: known.state === 'cached' ? 'cache' : 'earlier' }
        return new ProviderFailure(
          'malformed',
          'The service already answered this row, and the answer cannot be used.',
          { charge: 'yes' },
        )
      case 'reserved':
        // It was never sent, and the money is already reserved.
        await this.ledger.hold(tx, known.id, this.life.id)
        return { kind: 'reserved', id: known.id }
      case 'released':
        await this.ledger.reserve(tx, call, call.reservedMicros)
        await this.ledger.reserveAgain(tx, known.id, this.#held(call))
        return { kind: 'reserved', id: known.id }
      case 'dispatched':
        if (mayRepeat(known, candidate)) return this.#repeat(tx, known)
        await this.ledger.markUncertain(tx, known.id, 'uncertain')
        return this.#uncertain(tx, known, call, candidate)
      case 'uncertain':
        if (mayRepeat(known, candidate)) return this.#repeat(tx, known)
        return this.#uncertain(tx, known, call, candidate)
    }
  }

  /** The service does the same thing once, however often it is asked. */
  async #repeat(tx: Tx, { id }: CallRow): Promise<Reservation> {
    await this.ledger.backToReserved(tx, id, 'uncertain', this.life.id)
    return { kind: 'reserved', id }
  }

  /**
   * Sent before, and it is unknown whether it was charged. Sent again only if the user chose so, as a separate attempt
   * beside the open one.
   */
  async #uncertain(
    tx: Tx,
    known: CallRow,
    call: NewCall,
    candidate: Candidate,
  ): Promise<Reservation | ProviderFailure> {
    if (candidate.connection.resend !== 'again')
      return new ProviderFailure('uncertain', FAILURE_POLICIES.uncertain.mend, { charge: 'unknown' })
    const again = { ...call, attemptKey: `${known.attemptKey}+` }
    const other = await this.ledger.lockAttempt(tx, again.attemptKey)
    if (other) return this.#takeUp(tx, other, again, candidate)
    const id = await this.ledger.insert(tx, this.#held(again), 'reserved')
    if (!id) return new ProviderFailure('uncertain', FAILURE_POLICIES.uncertain.mend, { charge: 'unknown' })
    await this.ledger.reserve(tx, again, again.reservedMicros)
    return { kind: 'reserved', id }
  }

  /** Whether money will be free again by itself. What dead processes held is free after this. */
  mayGetMoney(scope: Scope): Promise<boolean> {
    // After an outage all processes look dead for a moment.
    const ofLiving = this.life.isSteady
    return this.database.inScope(scope, async (tx) => {
      if (!ofLiving) return this.ledger.hasOpenCalls(tx, { ofLiving })
      const { released } = await this.ledger.closeOrphans(tx, 2 * this.config.PROVIDER_TIMEOUT_SECONDS)
      return released > 0 || this.ledger.hasOpenCalls(tx, { ofLiving })
    })
  }

  /** A run says what it waits for. A call under way ends within the time of one try. */
  noteWait(scope: Scope, runId: string | null, waits: boolean): Promise<void> {
    const until = waits ? new Date(Date.now() + 1000 * this.config.PROVIDER_TIMEOUT_SECONDS) : null
    return this.database.inScope(scope, async (tx) => {
      if (runId !== null) await this.ledger.noteWait(tx, runId, until)
    })
  }

  #held(call: NewCall): NewCall & { holder: string } {
    return { ...call, holder: this.life.id }
  }

  /** From here on the service may charge. */
  async dispatch(scope: Scope, id: string, candidate: Candidate): Promise<'sent' | 'full'> {
    const sent = await this.database.inScope(scope, async (tx) => {
      const at = candidate.host === undefined ? { connectionId: candidate.connection.id } : { host: candidate.host }
      const { concurrency } = candidate.limits
      const answer = await this.ledger.dispatch(tx, id, { ...at, holder: this.life.id, concurrency })
      crashPoint('call_in_dispatch')
      return answer
    })
    if (sent === 'released') throw new Retryable('This worker was taken for dead. Its work is done again.')
    if (sent === 'lost') throw new LeaseLost('Another worker has this call.')
    if (sent === 'sent') crashPoint('call_after_dispatch')
    return sent
  }

  /** Settles the call: stores its cost and its answer, so that a worker that dies now loses neither. */
  async settle(
    scope: Scope,
    id: string,
    end: { costMicros: number; usage: unknown; answer: unknown; failure?: string },
  ): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.database.inScope(scope, async (tx) => {
          await this.ledger.settle(tx, id, end)
          crashPoint('call_in_settle_end')
        })
        break
      } catch (error) {
        // The answer was paid for and must not be lost when the database restarts.
        if (!isTransient(error) || tries === SETTLE_TRIES) throw error
        await new Promise((done) => setTimeout(done, SETTLE_PAUSE_MS))
      }
    }
    crashPoint('call_after_settle')
  }

  async release(scope: Scope, id: string, failure: ProviderFailure | null): Promise<void> {
    crashPoint('call_before_release')
    await this.database.inScope(scope, (tx) => this.ledger.release(tx, id, failure?.kind ?? null))
    crashPoint('call_after_release')
  }

  markUncertain(scope: Scope, id: string, failure: ProviderFailure): Promise<void> {
    return this.database.inScope(scope, (tx) => this.ledger.markUncertain(tx, id, failure.kind))
  }

  tryAgain(scope: Scope, id: string, failure: ProviderFailure): Promise<void> {
    return this.database.inScope(scope, (tx) => this.ledger.backToReserved(tx, id, failure.kind, this.life.id))
  }

  async noteFailure(
    scope: Scope,
    { connection, host }: Candidate,
    failure: ProviderFailure,
    pausesAll: boolean,
  ): Promise<void> {
    if (host !== undefined) return
    const policy = FAILURE_POLICIES[failure.kind]
    if (!policy.opensCircuit && !(pausesAll && failure.retryAt !== null)) return
    await this.database.inScope(scope, async (tx) => {
      if (policy.opensCircuit)
        await this.connections.noteFailure(tx, connection.id, failure.kind, policy.again === 'mend')
      if (failure.retryAt !== null && pausesAll)
        await this.connections.pauseUntil(tx, connection.id, new Date(failure.retryAt))
    })
  }

  async noteSuccess(scope: Scope, { connection }: Candidate): Promise<void> {
    if (connection.failures > 0 || connection.blocked)
      await this.database.inScope(scope, (tx) => this.connections.noteSuccess(tx, connection.id))
  }
}

function mayRepeat(known: CallRow, { provider, connection, host }: Candidate): boolean {
  return provider.honoursAttemptKey && known.connectionId === (host === undefined ? connection.id : null)
}
