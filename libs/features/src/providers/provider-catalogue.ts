import type { ProviderField, ProviderJson } from '@enrichify/contracts'
import { PROVIDERS, type OutsideProvider } from '@enrichify/providers'
import { z } from 'zod'

interface FieldSchema {
  title?: string
  description?: string
  type?: string
  enum?: string[]
  default?: string | number | boolean
}

/** Every service that can be connected, as the settings screen shows it. The form is the provider's own schema. */
export function listCatalogue(): ProviderJson[] {
  return PROVIDERS.map((provider) => {
    const { id, kind, label, summary, homepage, keyPage, key, limits, provenance, legacy, honoursAttemptKey } = provider
    return {
      id,
      kind,
      label,
      summary,
      homepage,
      keyPage,
      key,
      limits,
      provenance,
      legacy,
      honoursAttemptKey,
      fields: fieldsOf(provider),
      price: provider.kind === 'llm' ? null : provider.price,
      models: provider.kind === 'llm' ? provider.models.map((model) => ({ ...model })) : [],
      answers: provider.kind === 'data' ? [...provider.answers] : [],
    }
  })
}

function fieldsOf(provider: OutsideProvider): ProviderField[] {
  const { properties = {} } = z.toJSONSchema(provider.settings, { io: 'input' }) as {
    properties?: Record<string, FieldSchema>
  }
  return Object.entries(properties).map(([name, field]) => ({
    name,
    title: field.title ?? name,
    description: field.description ?? '',
    type: field.enum
      ? ('choice' as const)
      : field.type === 'number' || field.type === 'integer'
        ? ('number' as const)
        : field.type === 'boolean'
          ? ('boolean' as const)
          : ('text' as const),
    options: field.enum ?? [],
    default: field.default ?? null,
  }))
}
