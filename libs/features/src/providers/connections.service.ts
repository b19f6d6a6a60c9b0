import { randomUUID } from 'node:crypto'
import type { Connection, OwnPrice, UsableModel } from '@enrichify/contracts'
import { AccountsRepository, ConnectionRepository, Database, type ConnectionEntity, type Tx } from '@enrichify/database'
import { FAILURE_POLICIES, notFound, ProviderFailure, Refused, type Principal } from '@enrichify/domain'
import { findProvider, PROVIDERS } from '@enrichify/providers'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { SecretVault } from '../core/secret-vault.ts'
import { checkSettings } from './check-settings.ts'
import { ConnectionDirectory, costOf } from './connection-directory.ts'
import { presentConnection } from './present-connection.ts'
import { ProviderGateway } from './provider-gateway.ts'

export interface ConnectionEdit {
  label?: string | undefined
  settings?: Record<string, string | number | boolean> | undefined
  key?: string | undefined
  defaultModel?: string | null | undefined
  limits?:
    | {
        requestsPerMinute?: number | undefined
        tokensPerMinute?: number | null | undefined
        concurrency?: number | undefined
      }
    | undefined
  prices?: OwnPrice[] | undefined
  resend?: 'never' | 'again' | undefined
  enabled?: boolean | undefined
}

/** Connected services as people set them up. A key goes in and never comes out again. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    private readonly accounts: AccountsRepository,
    private readonly vault: SecretVault,
    private readonly directory: ConnectionDirectory,
    private readonly gateway: ProviderGateway,
  ) {}

  async list(principal: Principal): Promise<Connection[]> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, (tx) => this.#present(tx, principal))
  }

  async add(
    principal: Principal,
    input: ConnectionEdit & { providerId: string; owner: 'workspace' | 'me' },
  ): Promise<Connection> {
    const provider = PROVIDERS.find(({ id }) => id === input.providerId)
    if (!provider) throw notFound('provider')
    requireOwner(principal, input.owner === 'me' ? principal.userId : null)
    if (provider.key === 'required' && !input.key)
      throw new Refused(
        'key_required',
        `${provider.label} needs a key. Get one at ${provider.keyPage ?? provider.homepage}.`,
        'unprocessable',
      )
    const id = randomUUID()
    const settings = checkSettings(provider, input.settings ?? {})
    const made = await this.database.inScope(principal, async (tx) => {
      await this.connections.insert(tx, {
        id,
        providerId: provider.id,
        kind: provider.kind,
        label: input.label ?? provider.label,
        userId: input.owner === 'me' ? principal.userId : null,
        settings,
        ...this.#seal(principal.workspaceId, provider.id, id, input.key),
        defaultModel:
          input.defaultModel === undefined
            ? (provider.kind === 'llm' && provider.models[0]?.id) || null
            : input.defaultModel || null,
        limits: input.limits ?? {},
        prices: input.prices ?? [],
        resend: input.resend ?? 'never',
        createdBy: principal.userId,
      })
      return tx.reply(find(await this.#present(tx, principal), id))
    })
    this.directory.forget()
    return made
  }

  async update(principal: Principal, id: string, edit: ConnectionEdit): Promise<Connection> {
    await this.database.inScope(principal, async (tx) => {
      const stored = await this.#require(tx, principal, id)
      const provider = findProvider(stored.providerId)
      if (!provider) throw notFound('provider')
      const { key, settings, ...rest } = edit
      const change = Object.fromEntries(
        Object.entries(rest).filter(([, value]) => value !== undefined),
      ) as Partial<ConnectionEntity>
      if (edit.limits) change.limits = { ...stored.limits, ...edit.limits }
      if (settings) {
        change.settings = checkSettings(provider, { ...stored.settings, ...settings })
        // A person who may change the address must not be able to send another person's key to it.
        if (stored.secret && !key && change.settings.baseUrl !== stored.settings.baseUrl)
          throw new Refused(
            'key_required',
            'The key was given for another base URL. Enter the key again together with the new one.',
            'unprocessable',
          )
      }
      // The problem may be fixed now, and the next call finds out.
      await this.connections.update(tx, id, {
        ...change,
        ...(key ? this.#seal(stored.workspaceId, stored.providerId, id, key) : {}),
        failures: 0,
        failure: null,
        openUntil: null,
        blocked: false,
        pausedUntil: null,
      })
    })
    this.directory.forget()
    return this.#one(principal, id)
  }

  async remove(principal: Principal, id: string): Promise<void> {
    await this.database.inScope(principal, async (tx) => {
      await this.#require(tx, principal, id)
      await this.connections.remove(tx, id)
    })
    this.directory.forget()
  }

  async test(principal: Principal, id: string): Promise<Connection> {
    const connection = await this.database.inScope(principal, (tx) => this.#require(tx, principal, id))
    const candidate = this.directory.candidate(connection, connection.defaultModel)
    if (!candidate) throw notFound('provider')
    const result = await this.gateway.test(principal, candidate, principal.userId).then(
      (message) => ({ testOk: true, testMessage: message }),
      (error: unknown) => {
        if (!(error instanceof ProviderFailure) && !(error as Error).name.includes('GivenUp')) throw error
        return {
          testOk: false,
          testMessage:
            error instanceof ProviderFailure
              ? `${error.message} ${FAILURE_POLICIES[error.kind].mend}`
              : (error as Error).message,
        }
      },
    )
    await this.database.inScope(principal, (tx) =>
      this.connections.update(tx, id, {
        ...result,
        testedAt: new Date(),
        ...(result.testOk ? { failures: 0, failure: null, blocked: false, openUntil: null } : {}),
      }),
    )
    this.directory.forget()
    return this.#one(principal, id)
  }

  async order(principal: Principal, ids: readonly string[]): Promise<Connection[]> {
    const all = await this.database.inScope(principal, async (tx) => {
      for (const id of ids) await this.#require(tx, principal, id)
      await this.connections.order(tx, ids)
      return this.#present(tx, principal)
    })
    this.directory.forget()
    return all
  }

  async models(principal: Principal): Promise<UsableModel[]> {
    requirePermission(principal, 'websets.read')
    const connections = (await this.directory.list(principal.workspaceId, principal.userId, 'llm')).filter(
      ({ providerId }) => providerId !== 'practice',
    )
    const first = connections.find((connection) => connection.defaultModel)
    return connections.flatMap((connection) => {
      const provider = findProvider(connection.providerId)
      if (provider?.kind !== 'llm') return []
      const own = connection.prices.flatMap((price) => price.model ?? [])
      const ids = [
        ...new Set([
          ...(connection.defaultModel ? [connection.defaultModel] : []),
          ...provider.models.map(({ id }) => id),
          ...own,
        ]),
      ]
      return ids.map((model) => {
        const cost = costOf(connection, provider, model)
        const price =
          cost?.unit === 'tokens'
            ? {
                inputMicrosPerMillion: cost.price.inputMicrosPerMillion,
                cachedInputMicrosPerMillion: cost.price.cachedInputMicrosPerMillion,
                outputMicrosPerMillion: cost.price.outputMicrosPerMillion,
              }
            : null
        return {
          connectionId: connection.id,
          connectionLabel: connection.label,
          model,
          label: provider.models.find(({ id }) => id === model)?.label ?? model,
          isDefault: connection === first && model === connection.defaultModel,
          price,
        }
      })
    })
  }

  #seal(
    workspaceId: string,
    providerId: string,
    connectionId: string,
    key: string | undefined,
  ): Pick<ConnectionEntity, 'secret' | 'wrappedKey' | 'masterKeyId' | 'lastFour'> {
    if (!key) return { secret: null, wrappedKey: null, masterKeyId: null, lastFour: null }
    // Of a very short key, four characters would reveal too much.
    return {
      ...this.vault.seal(key, { workspaceId, providerId, connectionId }),
      lastFour: key.length >= 12 ? key.slice(-4) : '',
    }
  }

  async #one(principal: Principal, id: string): Promise<Connection> {
    return find(await this.database.inScope(principal, (tx) => this.#present(tx, principal)), id)
  }

  /** The person's own connection, or the workspace's for members who may manage it. All others count as missing. */
  async #require(tx: Tx, principal: Principal, id: string): Promise<ConnectionEntity> {
    const found = await this.connections.find(tx, id)
    if (!found || (found.userId !== null && found.userId !== principal.userId)) throw notFound('connection')
    requireOwner(principal, found.userId)
    return found
  }

  async #present(tx: Tx, principal: Principal): Promise<Connection[]> {
    const [connections, usage, members] = [
      await this.connections.list(tx, principal.userId),
      await this.connections.usage(tx, new Date().toISOString().slice(0, 7)),
      await this.accounts.listMembers(tx, tx.workspaceId),
    ]
    const used = new Map(usage.map((each) => [each.connectionId, each]))
    const names = new Map(members.map((member) => [member.userId, member.name]))
    const shown = connections.filter(({ providerId }) => providerId !== 'practice')
    return shown.flatMap((connection) => {
      const provider = findProvider(connection.providerId)
      const place = shown.filter(({ kind }) => kind === connection.kind).indexOf(connection) + 1
      return provider
        ? [
            presentConnection(
              connection,
              provider,
              place,
              used.get(connection.id),
              names.get(connection.createdBy) ?? 'A former member',
            ),
          ]
        : []
    })
  }
}

function requireOwner(principal: Principal, userId: string | null): void {
  requirePermission(principal, userId === null ? 'providers.manage' : 'enrichment.run')
}

const find = (all: readonly Connection[], id: string): Connection => all.find((connection) => connection.id === id)!
