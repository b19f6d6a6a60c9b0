import { z } from 'zod'
import { defineData, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, urlOf } from '../http/call-json.ts'
import { collectValues, demandOf, nothing } from './collect-values.ts'
import type { DataAnswer, DataRequest } from './data-provider.ts'

const SERVICE = 'GLEIF'
const name = z.object({ name: z.string() })
const record = z.object({
  id: z.string(),
  attributes: z.object({
    entity: z.object({
      legalName: name,
      legalAddress: z.object({
        addressLines: z.array(z.string()).default([]),
        city: z.string().nullish(),
        region: z.string().nullish(),
        postalCode: z.string().nullish(),
        country: z.string().nullish(),
      }),
      status: z.string().nullish(),
      registeredAs: z.string().nullish(),
      creationDate: z.string().nullish(),
    }),
  }),
})
const answer = z.object({ data: z.array(record) })

export const gleifProvider = defineData({
  id: 'gleif',
  kind: 'data',
  label: 'GLEIF',
  summary: 'The worldwide register of legal entity identifiers; free, no key.',
  homepage: 'https://www.gleif.org/en/lei-data/gleif-api',
  keyPage: null,
  key: 'none',
  settings: z.object({ baseUrl: baseUrl('https://api.gleif.org') }),
  price: { microsPerCall: 0, asOf: '2025-01-01', source: 'https://www.gleif.org/en/lei-data/gleif-api' },
  limits: { requestsPerMinute: 60, tokensPerMinute: null, concurrency: 4 },
  provenance: {
    label: 'contract',
    checked: 'The published contract and its example answer, replayed with 22 faults.',
    unchecked: 'No answer of the live service was available.',
  },
  legacy: null,
  honoursAttemptKey: true,
  answers: [
    'company.name',
    'company.lei',
    'company.registration_number',
    'company.status',
    'company.street',
    'company.city',
    'company.region',
    'company.postal_code',
    'company.country',
    'company.founded',
  ],
  test: async (context) => {
    await callJson(context, {
      service: SERVICE,
      url: urlOf(context.settings.baseUrl, 'api/v1/lei-records', { 'page[size]': 1 }),
      answer,
    })
    return `${SERVICE} answers.`
  },
  call: lookUp,
})

async function lookUp(request: DataRequest, context: CallContext<{ baseUrl: string }>): Promise<DataAnswer> {
  const { data } = await callJson(context, {
    service: SERVICE,
    url: urlOf(context.settings.baseUrl, 'api/v1/lei-records', {
      'filter[entity.legalName]': demandOf(SERVICE, request.name),
      'filter[entity.legalAddress.country]': request.country,
      'page[size]': 1,
    }),
    answer,
  })
  const [found] = data
  if (!found) return nothing()
  const { entity } = found.attributes
  const { legalAddress } = entity
  const values = collectValues(
    request,
    {
      'company.name': entity.legalName.name,
      'company.lei': found.id,
      'company.registration_number': entity.registeredAs,
      'company.status': entity.status,
      'company.street': legalAddress.addressLines.join(', '),
      'company.city': legalAddress.city,
      'company.region': legalAddress.region,
      'company.postal_code': legalAddress.postalCode,
      'company.country': legalAddress.country,
      'company.founded': entity.creationDate?.slice(0, 10),
    },
    `https://search.gleif.org/#/record/${found.id}`,
  )
  return { values, match: { id: found.id, name: entity.legalName.name }, requestId: null, attribution: null }
}
