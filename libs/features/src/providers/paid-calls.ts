import { BudgetExceeded, type NewCall, type Tx } from '@enrichify/database'
import { FAILURE_POLICIES, ProviderFailure, RateLimited, type Scope } from '@enrichify/domain'
import { crashPoint, type Config } from '@enrichify/platform'
import type { CallContext } from '@enrichify/providers'
import { Inject, Injectable } from '@nestjs/common'
import { OutsideWatch } from '../core/outside-watch.ts'
import { CONFIG, GUARDED_FETCH } from '../core/tokens.ts'
import { CallLimiter, pause } from './call-limiter.ts'
import { ConnectionDirectory, type Candidate } from './connection-directory.ts'
import { hashOf } from './hash-of.ts'
import { Ledger, type Reservation } from './ledger.service.ts'
import { isClosed, whyNone } from './usable-candidates.ts'

/** What a call is for: what it counts towards, what makes it unique, and the check that it may still be made. */
export interface CallPurpose {
  purpose: string
  /** One per thing that is paid for. */
  attemptKey: string
  websetId: string | null
  runId: string | null
  rowId: number | null
  userId: string | null
  practice: boolean
  /** Model and questions without the page. */
  planHash: string
  /** How many cells the answer fills. */
  cells: number
  /** In the reserving transaction. False: another worker has the work. */
  fence: (tx: Tx) => Promise<boolean>
}

export interface Paid<Answer> {
  answer: Answer
  costMicros: number
  source: 'paid' | 'cache' | 'earlier'
}

/** One request, as any candidate would send it. */
export interface PaidRequest<Answer> {
  request: unknown
  /** The most that it can cost, and about how many tokens it takes. */
  bound(candidate: Candidate): { micros: number; tokens: number }
  send(candidate: Candidate, context: CallContext): Promise<Answer>
  /** What it actually cost. */
  price(candidate: Candidate, answer: Answer): { micros: number; usage: unknown }
  fresh?: boolean
  ignoreCircuit?: boolean
  /** So long may all tries take together. When it is over, the call has failed and the run does not wait for it. */
  patienceMs?: number
}

/** A call whose money is reserved. */
interface Reserved {
  scope: Scope
  candidate: Candidate
  /** Of its row in the ledger. */
  id: string
  bound: { micros: number; tokens: number }
}

interface ReservedCall<Answer> extends Reserved {
  request: PaidRequest<Answer>
  context: CallContext
  stop: AbortSignal
  /** So long have its tries taken. */
  takenMs: number
}

const TRIES_SOON = 4
const TRIES_LATER = 12
const LONGEST_WAIT_MS = 60_000
const FULL_WAIT_MS = 40
const BUDGET_WAIT_MS = 200
/** A short wait is no news. */
const WAITS_UNTIL_NOTED = 5

/** A call from its reservation to its settlement. Whatever must survive a crash is committed before it happens. */
@Injectable()
export class PaidCalls {
  constructor(
    private readonly directory: ConnectionDirectory,
    private readonly ledger: Ledger,
    private readonly limiter: CallLimiter,
    private readonly watch: OutsideWatch,
    @Inject(GUARDED_FETCH) private readonly outside: typeof globalThis.fetch,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Tries the candidates in order. The next one gets the call only if the one before could not take it at all. */
  async make<Answer>(
    scope: Scope,
    candidates: readonly Candidate[],
    purpose: CallPurpose,
    stop: AbortSignal,
    request: PaidRequest<Answer>,
  ): Promise<Paid<Answer>> {
    const priced = candidates.filter((candidate) => candidate.cost !== null)
    if (priced.length === 0)
      throw new ProviderFailure(
        'bad_request',
        'The price of this model is not known. Set it under Settings, Providers; until then nothing is sent.',
        { charge: 'no' },
      )
    const usable = request.ignoreCircuit ? priced : priced.filter(isClosed)
    if (usable.length === 0) throw whyNone(priced)
    let last: unknown = null
    for (const candidate of usable) {
      try {
        return await this.#callOne(scope, candidate, purpose, stop, request)
      } catch (error) {
        if (!(error instanceof ProviderFailure) || !FAILURE_POLICIES[error.kind].opensCircuit || error.charge !== 'no')
          throw error
        last = error
      }
    }
    throw last
  }

  async #callOne<Answer>(
    scope: Scope,
    candidate: Candidate,
    purpose: CallPurpose,
    stop: AbortSignal,
    request: PaidRequest<Answer>,
  ): Promise<Paid<Answer>> {
    const { micros, tokens } = request.bound(candidate)
    const { connection, model } = candidate
    const { fence, ...what } = purpose
    const call: NewCall = {
      ...what,
      connectionId: candidate.host === undefined ? connection.id : null,
      providerId: connection.providerId,
      model,
      month: new Date().toISOString().slice(0, 7),
      requestHash: hashOf([connection.providerId, connection.settings.baseUrl ?? null, model, request.request]),
      reservedMicros: micros,
    }
    const reservation = await this.#reserve(scope, call, candidate, fence, stop, request.fresh)
    if (reservation.kind === 'answered')
      return {
        answer: reservation.call.answer as Answer,
        costMicros: reservation.source === 'earlier' ? reservation.call.costMicros : 0,
        source: reservation.source,
      }
    return this.#deliver({
      scope,
      candidate,
      id: reservation.id,
      bound: { micros, tokens },
      stop,
      request,
      takenMs: 0,
      context: this.#context(candidate, purpose.attemptKey),
    })
  }

  /**
   * Running calls reserve the most that they can cost, which is more than most do cost. A budget is reached only if it
   * is still too small after they are settled.
   */
  async #reserve(
    scope: Scope,
    call: NewCall,
    candidate: Candidate,
    fence: CallPurpose['fence'],
    stop: AbortSignal,
    fresh?: boolean,
  ): Promise<Reservation> {
    let [waits, isLastTry] = [0, false]
    for (;;) {
      try {
        const reservation = await this.ledger.reserve(scope, call, candidate, fence, fresh)
        if (waits >= WAITS_UNTIL_NOTED) await this.ledger.noteWait(scope, call.runId, false)
        return reservation
      } catch (error) {
        if (!(error instanceof BudgetExceeded)) throw error
        const { limitMicros, spentMicros } = error.meter
        if (spentMicros + call.reservedMicros > (limitMicros ?? 0)) throw error
        const mayGetMoney = await this.ledger.mayGetMoney(scope)
        if (mayGetMoney && ++waits === WAITS_UNTIL_NOTED) await this.ledger.noteWait(scope, call.runId, true)
        if (mayGetMoney) await pause(BUDGET_WAIT_MS * (0.5 + Math.random()), stop)
        else if (isLastTry) throw error
        // The last one that gave money back may have done so just now.
        isLastTry = !mayGetMoney
      }
    }
  }

  async #deliver<Answer>(call: ReservedCall<Answer>): Promise<Paid<Answer>> {
    for (let tries = 1; ; tries++) {
      const outcome = await this.#try(call)
      this.watch.called(call.candidate.provider.id, 'failure' in outcome ? outcome.failure : null)
      if ('paid' in outcome) return outcome.paid
      const wait = await this.#failed(call, outcome.failure, tries)
      await this.#orRelease(call, () => pause(wait, call.stop))
    }
  }

  /** One try, from its place in the limiter to the settlement of its answer. */
  async #try<Answer>(call: ReservedCall<Answer>): Promise<{ paid: Paid<Answer> } | { failure: ProviderFailure }> {
    const { scope, candidate, id, bound, stop, request } = call
    const leave = await this.#orRelease(call, () => this.limiter.enter(candidate, bound.tokens, stop))
    try {
      crashPoint('call_after_limiter')
      while ((await this.ledger.dispatch(scope, id, candidate)) === 'full')
        await this.#orRelease(call, () => pause(FULL_WAIT_MS * (0.5 + Math.random()), stop))
      const answer = await this.#send(call)
      crashPoint('call_answered')
      const { micros, usage } = request.price(candidate, answer)
      await this.ledger.settle(scope, id, { costMicros: micros, usage, answer })
      this.limiter.succeeded(candidate)
      await this.ledger.noteSuccess(scope, candidate)
      return { paid: { answer, costMicros: micros, source: 'paid' } }
    } catch (error) {
      // Not the provider's fault: the database, a lost lease, a stop. A call that was sent is found by its mark.
      if (!(error instanceof ProviderFailure)) throw error
      return { failure: error }
    } finally {
      leave()
    }
  }

  async #send<Answer>(call: ReservedCall<Answer>): Promise<Answer> {
    const { request, candidate, context } = call
    const begun = Date.now()
    try {
      return await request.send(candidate, {
        ...context,
        timeoutMs: Math.max(1, Math.min(context.timeoutMs, leftOf(call))),
      })
    } finally {
      call.takenMs += Date.now() - begun
    }
  }

  /** If the wait ends early, the reserved money is released: nothing was sent. */
  async #orRelease<T>({ scope, id }: Reserved, wait: () => Promise<T>): Promise<T> {
    try {
      return await wait()
    } catch (error) {
      await this.ledger.release(scope, id, null)
      throw error
    }
  }

  /** Stores a failed try. Returns how long to wait for the next one; throws if there is none. */
  async #failed<Answer>(call: ReservedCall<Answer>, error: ProviderFailure, tries: number): Promise<number> {
    const { scope, candidate, id, bound } = call
    const isPace = await this.limiter.failed(candidate, error)
    await this.ledger.noteFailure(scope, candidate, error, isPace)
    this.directory.forget()
    if (error.charge === 'unknown') {
      await this.ledger.markUncertain(scope, id, error)
      throw new ProviderFailure('uncertain', FAILURE_POLICIES.uncertain.mend, { charge: 'unknown' })
    }
    if (error.charge === 'yes') {
      // It was charged, and the amount is unknown: count the most that it can have cost.
      await this.ledger.settle(scope, id, { costMicros: bound.micros, usage: null, answer: null, failure: error.kind })
      throw error
    }
    const { again } = FAILURE_POLICIES[error.kind]
    const wait =
      again === 'later' ? Math.max(200, (error.retryAt ?? Date.now() + 1000 * tries) - Date.now()) : 500 * 2 ** tries
    const continues =
      (again === 'soon' && tries < TRIES_SOON) || (again === 'later' && tries < TRIES_LATER && wait <= LONGEST_WAIT_MS)
    if (continues && wait < leftOf(call)) {
      call.takenMs += wait
      await this.ledger.tryAgain(scope, id, error)
      return wait * (0.75 + Math.random() / 2)
    }
    await this.ledger.release(scope, id, error)
    if (again === 'later' && call.request.patienceMs === undefined)
      throw new RateLimited(error.message, Date.now() + Math.min(wait, 3_600_000))
    throw error
  }

  #context(candidate: Candidate, attemptKey: string): CallContext {
    const timeoutMs = this.config.PROVIDER_TIMEOUT_SECONDS * 1000
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const sent = this.outside(input, init)
      crashPoint('call_request_sent')
      const response = await sent
      crashPoint('call_answer_begun')
      return response
    }
    return {
      settings: candidate.provider.settings.parse(candidate.connection.settings),
      key: this.directory.key(candidate.connection),
      fetch,
      signal: new AbortController().signal,
      now: Date.now,
      attemptKey,
      timeoutMs,
    }
  }
}

function leftOf({ request, takenMs }: Pick<ReservedCall<unknown>, 'request' | 'takenMs'>): number {
  return (request.patienceMs ?? Infinity) - takenMs
}
