import { z } from 'zod'
import { defineData, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, urlOf } from '../http/call-json.ts'
import { collectValues, demandOf, nothing } from './collect-values.ts'
import type { DataAnswer, DataRequest } from './data-provider.ts'

const SERVICE = 'Companies House'
const address = z.object({
  address_line_1: z.string().nullish(),
  address_line_2: z.string().nullish(),
  locality: z.string().nullish(),
  region: z.string().nullish(),
  postal_code: z.string().nullish(),
  country: z.string().nullish(),
})
const search = z.object({
  items: z
    .array(
      z.object({
        title: z.string(),
        company_number: z.string(),
        company_status: z.string().nullish(),
        date_of_creation: z.string().nullish(),
        company_type: z.string().nullish(),
        address: address.nullish(),
      }),
    )
    .default([]),
})
const officers = z.object({
  items: z
    .array(z.object({ name: z.string(), officer_role: z.string().nullish(), resigned_on: z.string().nullish() }))
    .default([]),
})

export const companiesHouseProvider = defineData({
  id: 'companies-house',
  kind: 'data',
  label: 'Companies House',
  summary: 'The register of companies of the United Kingdom: number, status, address, officers. Free.',
  homepage: 'https://developer.company-information.service.gov.uk',
  keyPage: 'https://developer.company-information.service.gov.uk/manage-applications',
  key: 'required',
  settings: z.object({ baseUrl: baseUrl('https://api.company-information.service.gov.uk') }),
  price: { microsPerCall: 0, asOf: '2025-01-01', source: 'https://developer.company-information.service.gov.uk' },
  // 600 requests in five minutes. A question for officers takes two.
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
    'company.registration_number',
    'company.status',
    'company.founded',
    'company.legal_form',
    'company.street',
    'company.city',
    'company.region',
    'company.postal_code',
    'company.country',
    'company.officers',
  ],
  test: async (context) => {
    await callJson(context, {
      service: SERVICE,
      url: urlOf(context.settings.baseUrl, 'search/companies', { q: 'Tesco', items_per_page: 1 }),
      headers: headersOf(context),
      answer: search,
    })
    return `${SERVICE} accepts the key.`
  },
  call: lookUp,
})

type Context = CallContext<{ baseUrl: string }>

async function lookUp(request: DataRequest, context: Context): Promise<DataAnswer> {
  const { items } = await callJson(context, {
    service: SERVICE,
    url: urlOf(context.settings.baseUrl, 'search/companies', { q: demandOf(SERVICE, request.name), items_per_page: 5 }),
    headers: headersOf(context),
    answer: search,
  })
  const found = items.find((item) => item.company_status === 'active') ?? items[0]
  if (!found) return nothing()
  const board = request.facts.includes('company.officers')
    ? await callJson(context, {
        service: SERVICE,
        url: urlOf(context.settings.baseUrl, `company/${encodeURIComponent(found.company_number)}/officers`),
        headers: headersOf(context),
        answer: officers,
      })
    : null
  const values = collectValues(
    request,
    {
      'company.name': found.title,
      'company.registration_number': found.company_number,
      'company.status': found.company_status,
      'company.founded': found.date_of_creation,
      'company.legal_form': found.company_type,
      'company.street': [found.address?.address_line_1, found.address?.address_line_2].filter(Boolean).join(', '),
      'company.city': found.address?.locality,
      'company.region': found.address?.region,
      'company.postal_code': found.address?.postal_code,
      'company.country': found.address?.country,
      'company.officers': board?.items.filter((officer) => !officer.resigned_on).map((officer) => officer.name),
    },
    `https://find-and-update.company-information.service.gov.uk/company/${found.company_number}`,
  )
  return { values, match: { id: found.company_number, name: found.title }, requestId: null, attribution: null }
}

/** The key is the user name, and there is no password. */
function headersOf({ key }: Context): Record<string, string> {
  return { authorization: `Basic ${btoa(`${key}:`)}` }
}
