import { randomUUID } from 'node:crypto'
import type { Scope } from '@enrichify/domain'
import type {
  DataAnswer,
  DataRequest,
  LlmAnswer,
  LlmEvent,
  LlmRequest,
  SearchAnswer,
  SearchRequest,
} from '@enrichify/providers'
import { Injectable } from '@nestjs/common'
import { boundOf, perCall, tokensCost } from './call-price.ts'
import type { Candidate } from './connection-directory.ts'
import { HOST_PATIENCE_MS, hostCandidate, sendToHost, type HostAnswer, type HostRequest } from './host-calls.ts'
import { PaidCalls, type CallPurpose, type Paid } from './paid-calls.ts'

export type { HostAnswer, HostRequest } from './host-calls.ts'
// The types of a conversation, for callers that have one through the gateway.
export type { LlmAnswer, LlmMessage, LlmTool, LlmToolCall } from '@enrichify/providers'
export type { CallPurpose, Paid } from './paid-calls.ts'

/** Text of a model as it arrives. `again`: the call failed and is repeated, so the text so far does not count. */
export type StreamEvent = LlmEvent | { type: 'again' }

/** Services that are paid per call. */
const PER_CALL = {
  bound: ({ cost }: Candidate) => ({ micros: perCall(cost), tokens: 0 }),
  price: ({ cost }: Candidate) => ({ micros: perCall(cost), usage: null }),
}

const TEST_PATIENCE_MS = 60_000

/** The only place that calls providers, and so the only place that can spend money. */
@Injectable()
export class ProviderGateway {
  constructor(private readonly calls: PaidCalls) {}

  /**
   * Sends a request to the first candidate that can take it. `stop` ends the waiting, but never a call that was sent:
   * it is paid for.
   */
  async askModel(
    scope: Scope,
    candidates: readonly Candidate[],
    request: Omit<LlmRequest, 'model'>,
    purpose: CallPurpose,
    stop: AbortSignal,
    { onEvent }: { onEvent?: (event: StreamEvent) => void } = {},
  ): Promise<Paid<LlmAnswer>> {
    const bytes = Buffer.byteLength(JSON.stringify(request))
    let sent = false
    const send = (event: LlmEvent): void => {
      sent = true
      onEvent?.(event)
    }
    const paid = await this.calls.make<LlmAnswer>(scope, candidates, purpose, stop, {
      request,
      bound: (candidate) => ({
        micros: boundOf(candidate.cost, bytes, request.maxOutputTokens),
        tokens: Math.ceil(bytes / 4) + 200,
      }),
      send: async (candidate, context) => {
        if (candidate.provider.kind !== 'llm') throw new Error('Not a model.')
        const asked = { ...request, model: candidate.model ?? '' }
        if (!onEvent) return candidate.provider.call(asked, context)
        if (sent) onEvent({ type: 'again' })
        return candidate.provider.stream(asked, context, send)
      },
      price: (candidate, answer) => ({ micros: tokensCost(candidate.cost, answer), usage: answer.usage }),
    })
    // Answered before: sent in one piece.
    if (paid.source !== 'paid' && paid.answer.text) send({ type: 'text', delta: paid.answer.text })
    return paid
  }

  search(
    scope: Scope,
    candidates: readonly Candidate[],
    request: SearchRequest,
    purpose: CallPurpose,
    stop: AbortSignal,
  ): Promise<Paid<SearchAnswer>> {
    return this.calls.make(scope, candidates, purpose, stop, {
      request,
      ...PER_CALL,
      send: async (candidate, context) => {
        if (candidate.provider.kind !== 'search') throw new Error('No search.')
        return candidate.provider.call(request, context)
      },
    })
  }

  askData(
    scope: Scope,
    candidates: readonly Candidate[],
    request: DataRequest,
    purpose: CallPurpose,
    stop: AbortSignal,
  ): Promise<Paid<DataAnswer>> {
    return this.calls.make(scope, candidates, purpose, stop, {
      request,
      ...PER_CALL,
      send: async (candidate, context) => {
        if (candidate.provider.kind !== 'data') throw new Error('No data service.')
        return candidate.provider.call(request, context)
      },
    })
  }

  /**
   * The request of a column. It costs nothing, but it may do something, so it is written down before it is sent and is
   * not sent twice.
   */
  request(scope: Scope, request: HostRequest, purpose: CallPurpose, stop: AbortSignal): Promise<Paid<HostAnswer>> {
    return this.calls.make<HostAnswer>(scope, [hostCandidate(scope.workspaceId, request)], purpose, stop, {
      // Its headers may hold secrets, and its answer is not shared with other rows.
      request: { attempt: purpose.attemptKey },
      bound: () => ({ micros: 0, tokens: 0 }),
      send: (_host, context) => sendToHost(request, context),
      price: () => ({ micros: 0, usage: null }),
      fresh: true,
      patienceMs: HOST_PATIENCE_MS,
    })
  }

  /** The connection's own test, paid like any call, because some services have nothing free to ask. */
  async test(scope: Scope, candidate: Candidate, userId: string): Promise<string> {
    const cost = candidate.cost?.unit === 'call' ? candidate.cost.micros : 0
    const purpose: CallPurpose = {
      purpose: 'test',
      attemptKey: `test:${randomUUID()}`,
      websetId: null,
      runId: null,
      rowId: null,
      userId,
      practice: false,
      planHash: 'test',
      cells: 0,
      fence: async () => true,
    }
    const { answer } = await this.calls.make<string>(
      scope,
      [{ ...candidate, cost: candidate.cost ?? { unit: 'call', micros: 0 } }],
      purpose,
      AbortSignal.timeout(TEST_PATIENCE_MS),
      {
        request: { test: purpose.attemptKey },
        bound: () => ({ micros: cost, tokens: 0 }),
        send: (asked, context) => asked.provider.test(context),
        price: () => ({ micros: cost, usage: null }),
        fresh: true,
        ignoreCircuit: true,
      },
    )
    return answer
  }
}
