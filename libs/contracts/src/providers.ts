import { DATA_FACTS } from '@enrichify/domain'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'

const instant = z.iso.datetime()
const micros = z.number().int()
export const providerKind = z.enum(['llm', 'search', 'reader', 'data'])
export type ProviderKindJson = z.output<typeof providerKind>

/** Millionths of a US dollar per million tokens. */
export const tokenPrice = z.object({
  inputMicrosPerMillion: micros.min(0),
  cachedInputMicrosPerMillion: micros.min(0),
  outputMicrosPerMillion: micros.min(0),
})
const dated = { asOf: z.string(), source: z.string() }

/** One input of a provider’s form. */
export const providerField = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  type: z.enum(['text', 'number', 'boolean', 'choice']),
  options: z.array(z.string()),
  default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
})
export type ProviderField = z.output<typeof providerField>

const limits = z.object({
  requestsPerMinute: z.number().int().min(1).max(1_000_000),
  tokensPerMinute: z.number().int().min(1000).max(1_000_000_000).nullable(),
  concurrency: z.number().int().min(1).max(1000),
})
export type ProviderLimitsJson = z.output<typeof limits>

/** What can be connected. */
export const provider = z
  .object({
    id: z.string(),
    kind: providerKind,
    label: z.string(),
    summary: z.string(),
    homepage: z.string(),
    keyPage: z.string().nullable(),
    key: z.enum(['required', 'optional', 'none']),
    fields: z.array(providerField),
    /** Per call. Null for models (see `models`) and when no price is known. */
    price: z.object({ microsPerCall: micros, ...dated }).nullable(),
    models: z.array(
      z.object({ id: z.string(), label: z.string(), context: z.number().int(), price: tokenPrice.extend(dated) }),
    ),
    limits,
    answers: z.array(z.enum(DATA_FACTS)),
    provenance: z.object({
      label: z.enum(['recorded', 'contract', 'unverified']),
      checked: z.string(),
      unchecked: z.string(),
    }),
    legacy: z.string().nullable(),
    honoursAttemptKey: z.boolean(),
  })
  .meta({ id: 'Provider' })
export type ProviderJson = z.output<typeof provider>
export const listProviders = endpoint({
  method: 'GET',
  path: '/providers',
  summary: 'Services that can be connected, with their forms and prices',
  response: z.object({ providers: z.array(provider) }),
})

/** A price that the user sets: for a model (`model`) or per call (`model` null). It wins over the list price. */
const ownPrice = z.union([
  z.object({ model: z.string().min(1).max(200), ...tokenPrice.shape }),
  z.object({ model: z.null(), microsPerCall: micros.min(0) }),
])
export type OwnPrice = z.output<typeof ownPrice>

export const connectionHealth = z.object({
  /** `degraded`: it failed lately. `open`: not used until `until`. `blocked`: a person must mend it. */
  state: z.enum(['ok', 'degraded', 'open', 'blocked']),
  message: z.string().nullable(),
  until: instant.nullable(),
})

export const connection = z
  .object({
    id: z.uuid(),
    providerId: z.string(),
    kind: providerKind,
    label: z.string(),
    /** Whose key it is. `me`: only that person’s runs use it, and no one else sees it. */
    owner: z.enum(['workspace', 'me']),
    /** Last four characters of the key. Null without a key. */
    lastFour: z.string().nullable(),
    settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    enabled: z.boolean(),
    /** Place in the fallback order of its kind. 1 is asked first. */
    place: z.number().int(),
    defaultModel: z.string().nullable(),
    limits,
    prices: z.array(ownPrice),
    /**
     * What happens to a call with an unknown outcome: it waits for a person’s decision, or it is sent again at the
     * risk of paying twice.
     */
    resend: z.enum(['never', 'again']),
    health: connectionHealth,
    test: z.object({ ok: z.boolean(), message: z.string(), at: instant }).nullable(),
    usage: z.object({ callsThisMonth: z.number().int(), microsThisMonth: micros, lastUsedAt: instant.nullable() }),
    createdBy: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'Connection' })
export type Connection = z.output<typeof connection>

const settingsBody = z.record(z.string().max(60), z.union([z.string().max(2000), z.number(), z.boolean()]))
const connectionEdit = {
  label: z.string().trim().min(1).max(100).optional(),
  settings: settingsBody.optional(),
  /** Stored encrypted and never given back. */
  key: z.string().trim().min(1).max(4000).optional(),
  defaultModel: z.string().trim().max(200).nullable().optional(),
  limits: limits.partial().optional(),
  prices: z.array(ownPrice).max(100).optional(),
  resend: z.enum(['never', 'again']).optional(),
}
const connectionParams = z.object({ id: z.uuid() })
export const listConnections = endpoint({
  method: 'GET',
  path: '/connections',
  summary: 'Connected services of the workspace and your own, in fallback order',
  response: z.object({ connections: z.array(connection) }),
})
export const addConnection = endpoint({
  method: 'POST',
  path: '/connections',
  summary: 'Connect a service',
  body: z.object({
    providerId: z.string().max(60),
    owner: z.enum(['workspace', 'me']).default('workspace'),
    ...connectionEdit,
  }),
  response: connection,
})
export const updateConnection = endpoint({
  method: 'PATCH',
  path: '/connections/:id',
  summary: 'Change a connection; a new key replaces the old one',
  params: connectionParams,
  body: z.object({ ...connectionEdit, enabled: z.boolean().optional() }),
  response: connection,
})
export const deleteConnection = endpoint({
  method: 'DELETE',
  path: '/connections/:id',
  summary: 'Remove a connection and its key; the ledger keeps what was spent',
  params: connectionParams,
  response: z.object({}),
})
export const testConnection = endpoint({
  method: 'POST',
  path: '/connections/:id/test',
  summary: 'Ask the service something cheap with the stored key',
  params: connectionParams,
  response: connection,
  status: 200,
})
/** All ids of one kind; the first is asked first. */
export const orderConnections = endpoint({
  method: 'POST',
  path: '/connections/order',
  summary: 'Set the fallback order',
  body: z.object({ ids: z.array(z.uuid()).min(1).max(200) }),
  response: z.object({ connections: z.array(connection) }),
  status: 200,
})

/** A model that can answer a column. */
export const usableModel = z.object({
  connectionId: z.uuid(),
  connectionLabel: z.string(),
  model: z.string(),
  label: z.string(),
  isDefault: z.boolean(),
  price: tokenPrice.nullable(),
})
export type UsableModel = z.output<typeof usableModel>
export const listModels = endpoint({
  method: 'GET',
  path: '/models',
  summary: 'Models of the connected services; a model without a price is refused until you set one',
  response: z.object({ models: z.array(usableModel) }),
})
