import { FACT_KINDS } from '@enrichify/domain'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'

export const provider = z
  .object({ id: z.string(), kind: z.enum(['reader', 'search', 'llm', 'data']), label: z.string(), summary: z.string(), answers: z.array(z.enum(FACT_KINDS)), needsKey: z.boolean(), priceMicrosPerCall: z.number().int() })
  .meta({ id: 'Provider' })
export const listProviders = endpoint({ method: 'GET', path: '/providers', summary: 'What can answer a column, and what it costs', response: z.object({ providers: z.array(provider) }) })
