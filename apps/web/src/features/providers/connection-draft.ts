import type { addConnection, CallInput, Connection, OwnPrice, ProviderJson } from '@enrichify/contracts'
import { moneyText, parseMoney } from '../../ui/format.ts'

/** One price as it is typed. `model` null: per call, in `input`. */
export interface PriceDraft {
  model: string | null
  input: string
  cached: string
  output: string
}
export interface ConnectionDraft {
  label: string
  key: string
  owner: 'workspace' | 'me'
  settings: Record<string, string | number | boolean>
  defaultModel: string
  limits: { requestsPerMinute: string; tokensPerMinute: string; concurrency: string }
  prices: PriceDraft[]
  resend: 'never' | 'again'
}
type AddBody = CallInput<typeof addConnection>['body']

export function draftOf(provider: ProviderJson, connection: Connection | null): ConnectionDraft {
  const limits = connection?.limits ?? provider.limits
  return {
    label: connection?.label ?? provider.label,
    key: '',
    owner: connection?.owner ?? 'workspace',
    settings: Object.fromEntries(
      provider.fields.map((field) => [
        field.name,
        connection?.settings[field.name] ?? field.default ?? (field.type === 'boolean' ? false : ''),
      ]),
    ),
    defaultModel: connection ? (connection.defaultModel ?? '') : (provider.models[0]?.id ?? ''),
    limits: {
      requestsPerMinute: String(limits.requestsPerMinute),
      tokensPerMinute: limits.tokensPerMinute === null ? '' : String(limits.tokensPerMinute),
      concurrency: String(limits.concurrency),
    },
    prices:
      connection?.prices.map(typedPrice) ??
      (provider.kind !== 'llm' && provider.price === null ? [{ model: null, input: '', cached: '', output: '' }] : []),
    resend: connection?.resend ?? 'never',
  }
}

function typedPrice(price: OwnPrice): PriceDraft {
  if (price.model === null) return { model: null, input: moneyText(price.microsPerCall), cached: '', output: '' }
  return {
    model: price.model,
    input: moneyText(price.inputMicrosPerMillion),
    cached: moneyText(price.cachedInputMicrosPerMillion),
    output: moneyText(price.outputMicrosPerMillion),
  }
}

/** True when what would be asked has no list price. */
export function isUnlisted(provider: ProviderJson, draft: ConnectionDraft): boolean {
  const model = draft.defaultModel.trim()
  return provider.kind === 'llm'
    ? model !== '' && !provider.models.some(({ id }) => id === model)
    : provider.price === null
}

/** Neither a list price nor an own price: calls would be refused. */
export function needsOwnPrice(provider: ProviderJson, draft: ConnectionDraft): boolean {
  const own = ownPrices(draft.prices)
  return (
    isUnlisted(provider, draft) &&
    !own.some(({ model }) => model === (provider.kind === 'llm' ? draft.defaultModel.trim() : null))
  )
}

/** The prices that are complete; an empty row is not a price. */
export function ownPrices(drafts: readonly PriceDraft[]): OwnPrice[] {
  return drafts.flatMap((draft): OwnPrice[] => {
    const [input, output] = [parseMoney(draft.input), parseMoney(draft.output)]
    if (input === null) return []
    if (draft.model === null) return [{ model: null, microsPerCall: input }]
    if (draft.model.trim() === '' || output === null) return []
    // Without a price of its own, input from the service's cache costs the same as other input.
    return [
      {
        model: draft.model.trim(),
        inputMicrosPerMillion: input,
        cachedInputMicrosPerMillion: parseMoney(draft.cached) ?? input,
        outputMicrosPerMillion: output,
      },
    ]
  })
}

const whole = (text: string): number | null => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : null)

/** What is wrong with the form, by field. */
export function draftProblems(
  provider: ProviderJson,
  draft: ConnectionDraft,
  connection: Connection | null,
): Record<string, string> {
  const problems: Record<string, string> = {}
  if (draft.label.trim() === '') problems.label = 'Give it a name.'
  if (provider.key === 'required' && draft.key.trim() === '' && !connection?.lastFour)
    problems.key = `${provider.label} needs a key.`
  if (draft.key.trim() === '' && connection?.lastFour && draft.settings.baseUrl !== connection.settings.baseUrl)
    problems.key = 'The key was given for another base URL. Enter it again.'
  for (const field of provider.fields)
    if (field.type === 'number' && !Number.isFinite(Number(draft.settings[field.name] || 0)))
      problems[field.name] = 'A number.'
  for (const name of ['requestsPerMinute', 'concurrency'] as const)
    if (!whole(draft.limits[name])) problems[name] = 'A whole number, at least 1.'
  if (draft.limits.tokensPerMinute.trim() !== '' && (whole(draft.limits.tokensPerMinute) ?? 0) < 1000)
    problems.tokensPerMinute = 'At least 1,000, or empty for no limit.'
  const begun = draft.prices.filter(
    ({ model, input, cached, output }) => (model ?? '') + input + cached + output !== '',
  )
  if (ownPrices(begun).length < begun.length) problems.prices = 'Every price needs all of its amounts, such as 2.50.'
  return problems
}

/**
 * What is sent: settings by the types of their fields, a key only if one was typed, and limits only where they were
 * changed. The other limits follow the catalogue.
 */
export function draftBody(
  provider: ProviderJson,
  draft: ConnectionDraft,
  connection: Connection | null,
): Omit<AddBody, 'providerId' | 'owner'> {
  const settings = provider.fields.flatMap((field) => {
    const value = draft.settings[field.name] ?? ''
    if (field.type !== 'number') return [[field.name, value] as const]
    return value === '' ? [] : [[field.name, Number(value)] as const]
  })
  const key = draft.key.trim()
  const before = connection?.limits ?? provider.limits
  const typed = {
    requestsPerMinute: whole(draft.limits.requestsPerMinute) ?? before.requestsPerMinute,
    tokensPerMinute: whole(draft.limits.tokensPerMinute),
    concurrency: whole(draft.limits.concurrency) ?? before.concurrency,
  }
  const limits = {
    ...(typed.requestsPerMinute === before.requestsPerMinute ? {} : { requestsPerMinute: typed.requestsPerMinute }),
    ...(typed.tokensPerMinute === before.tokensPerMinute ? {} : { tokensPerMinute: typed.tokensPerMinute }),
    ...(typed.concurrency === before.concurrency ? {} : { concurrency: typed.concurrency }),
  }
  return {
    label: draft.label.trim(),
    settings: Object.fromEntries(settings),
    ...(key ? { key } : {}),
    ...(provider.kind === 'llm' ? { defaultModel: draft.defaultModel.trim() || null } : {}),
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    prices: ownPrices(draft.prices),
    resend: draft.resend,
  }
}
