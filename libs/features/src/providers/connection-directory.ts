import { ConnectionRepository, Database, type ConnectionEntity } from '@enrichify/database'
import type { ModelChoice } from '@enrichify/domain'
import {
  findProvider,
  type LlmPrice,
  type OutsideProvider,
  type ProviderKind,
  type ProviderLimits,
} from '@enrichify/providers'
import { Injectable } from '@nestjs/common'
import { SecretVault } from '../core/secret-vault.ts'

export type CallCost =
  | {
      unit: 'tokens'
      price: Pick<LlmPrice, 'inputMicrosPerMillion' | 'cachedInputMicrosPerMillion' | 'outputMicrosPerMillion'>
    }
  | { unit: 'call'; micros: number }

/**
 * A connected service that could take a call, with its price. `cost` null: the price is unknown, so nothing is sent.
 */
export interface Candidate {
  connection: ConnectionEntity
  provider: OutsideProvider
  model: string | null
  cost: CallCost | null
  limits: ProviderLimits
  /** A request of a column goes to a host, and no connection stands for it in the database. */
  host?: string
}

const FRESH_MS = 1000

/** Connected services as the gateway sees them: which ones may take a call, in which order, at which price. */
@Injectable()
export class ConnectionDirectory {
  readonly #known = new Map<string, { at: number; connections: Promise<ConnectionEntity[]> }>()

  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    private readonly vault: SecretVault,
  ) {}

  /** Enabled connections of a kind in fallback order: a person's own before the workspace's. At most a second old. */
  async list(workspaceId: string, userId: string | null, kind: ProviderKind): Promise<ConnectionEntity[]> {
    const key = `${workspaceId}:${userId}`
    const known = this.#known.get(key)
    const fresh =
      known && Date.now() - known.at < FRESH_MS
        ? known
        : {
            at: Date.now(),
            connections: this.database.inScope({ workspaceId }, (tx) => this.connections.list(tx, userId)),
          }
    this.#known.set(key, fresh)
    fresh.connections.catch(() => this.#known.delete(key))
    const all = await fresh.connections
    return all
      .filter((connection) => connection.enabled && connection.kind === kind)
      .sort((a, b) => Number(a.userId === null) - Number(b.userId === null))
  }

  forget(): void {
    this.#known.clear()
  }

  /** The connections that can answer for a model: the chosen one alone, or every connection with a default model. */
  async models(workspaceId: string, userId: string | null, chosen: ModelChoice | null): Promise<Candidate[]> {
    const connections = await this.list(workspaceId, userId, 'llm')
    const wanted = chosen
      ? connections
          .filter(({ id }) => id === chosen.connectionId)
          .map((connection) => ({ connection, model: chosen.model }))
      : connections
          .filter(({ providerId }) => providerId !== 'practice')
          .flatMap((connection) => (connection.defaultModel ? [{ connection, model: connection.defaultModel }] : []))
    return wanted.flatMap(({ connection, model }) => this.candidate(connection, model) ?? [])
  }

  /** The connections that may answer for a run. In practice mode, only the stored practice answers. */
  async modelsFor(
    run: { workspaceId: string; createdBy: string; practice: boolean },
    chosen: ModelChoice | null,
  ): Promise<Candidate[]> {
    if (!run.practice) return this.models(run.workspaceId, run.createdBy, chosen)
    const connections = await this.list(run.workspaceId, run.createdBy, 'llm')
    return connections
      .filter(({ providerId }) => providerId === 'practice')
      .flatMap((connection) => this.candidate(connection, connection.defaultModel) ?? [])
  }

  candidate(connection: ConnectionEntity, model: string | null): Candidate | null {
    const provider = findProvider(connection.providerId)
    if (!provider) return null
    return {
      connection,
      provider,
      model,
      cost: costOf(connection, provider, model),
      limits: limitsOf(connection, provider),
    }
  }

  /** The decrypted key, for one call. */
  key(connection: ConnectionEntity): string | null {
    const { secret, wrappedKey, masterKeyId } = connection
    if (!secret || !wrappedKey || !masterKeyId) return null
    return this.vault.open(
      { secret, wrappedKey, masterKeyId },
      { workspaceId: connection.workspaceId, providerId: connection.providerId, connectionId: connection.id },
    )
  }
}

/** The user's own price wins over the list price. */
export function costOf(
  connection: Pick<ConnectionEntity, 'prices'>,
  provider: OutsideProvider,
  model: string | null,
): CallCost | null {
  const own = connection.prices.find((price) => price.model === model)
  if (provider.kind === 'llm') {
    if (own && own.model !== null) return { unit: 'tokens', price: own }
    const listed = provider.models.find((known) => known.id === model)
    return listed ? { unit: 'tokens', price: listed.price } : null
  }
  if (own && own.model === null) return { unit: 'call', micros: own.microsPerCall }
  return provider.price ? { unit: 'call', micros: provider.price.microsPerCall } : null
}

export function limitsOf(connection: Pick<ConnectionEntity, 'limits'>, provider: OutsideProvider): ProviderLimits {
  const { requestsPerMinute, tokensPerMinute, concurrency } = connection.limits
  return {
    requestsPerMinute: requestsPerMinute ?? provider.limits.requestsPerMinute,
    tokensPerMinute: tokensPerMinute === undefined ? provider.limits.tokensPerMinute : tokensPerMinute,
    concurrency: concurrency ?? provider.limits.concurrency,
  }
}
