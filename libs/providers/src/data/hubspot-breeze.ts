import { z } from 'zod'
import { defineData, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, urlOf } from '../http/call-json.ts'
import { collectValues, demandOf, nothing } from './collect-values.ts'
import type { DataAnswer, DataRequest } from './data-provider.ts'

const SERVICE = 'HubSpot'
const PROPERTIES = [
  'name',
  'domain',
  'phone',
  'address',
  'city',
  'state',
  'zip',
  'country',
  'industry',
  'numberofemployees',
  'annualrevenue',
  'description',
  'founded_year',
] as const
const answer = z.object({
  results: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) })),
})

export const hubspotBreezeProvider = defineData({
  id: 'hubspot-breeze',
  kind: 'data',
  label: 'HubSpot (Breeze)',
  summary:
    'Company records of your HubSpot, which Breeze (Clearbit’s successor) enriches there; costs ' +
    'HubSpot credits only there.',
  homepage: 'https://www.hubspot.com/products/artificial-intelligence',
  keyPage: 'https://developers.hubspot.com/docs/guides/apps/private-apps/overview',
  key: 'required',
  settings: z.object({ baseUrl: baseUrl('https://api.hubapi.com') }),
  price: {
    microsPerCall: 0,
    asOf: '2025-06-01',
    source: 'https://developers.hubspot.com/docs/guides/apps/api-usage/usage-details',
  },
  limits: { requestsPerMinute: 240, tokensPerMinute: null, concurrency: 4 },
  provenance: {
    label: 'contract',
    checked: 'The published contract of company search and its example, replayed with 22 faults.',
    unchecked:
      'Whether Breeze has filled a record is between you and HubSpot; no answer of the live service was available.',
  },
  legacy: null,
  honoursAttemptKey: true,
  answers: [
    'company.name',
    'company.domain',
    'company.phone',
    'company.street',
    'company.city',
    'company.region',
    'company.postal_code',
    'company.country',
    'company.industry',
    'company.employees',
    'company.revenue',
    'company.description',
    'company.founded',
  ],
  test: async (context) => {
    await callJson(context, {
      service: SERVICE,
      url: urlOf(context.settings.baseUrl, 'crm/v3/objects/companies', { limit: 1 }),
      headers: { authorization: `Bearer ${context.key}` },
      answer,
    })
    return `${SERVICE} accepts the key.`
  },
  call: lookUp,
})

async function lookUp(request: DataRequest, context: CallContext<{ baseUrl: string }>): Promise<DataAnswer> {
  const body = {
    filterGroups: [{ filters: [{ propertyName: 'domain', operator: 'EQ', value: demandOf(SERVICE, request.domain) }] }],
    properties: PROPERTIES,
    limit: 1,
  }
  const { results } = await callJson(context, {
    service: SERVICE,
    url: urlOf(context.settings.baseUrl, 'crm/v3/objects/companies/search'),
    headers: { authorization: `Bearer ${context.key}` },
    body,
    answer,
  })
  const [found] = results
  if (!found) return nothing()
  const { properties: p } = found
  const number = (text: string | null | undefined): number | null =>
    text && Number.isFinite(Number(text)) ? Number(text) : null
  const values = collectValues(
    request,
    {
      'company.name': p.name,
      'company.domain': p.domain,
      'company.phone': p.phone,
      'company.street': p.address,
      'company.city': p.city,
      'company.region': p.state,
      'company.postal_code': p.zip,
      'company.country': p.country,
      'company.industry': p.industry,
      'company.employees': number(p.numberofemployees),
      'company.revenue': number(p.annualrevenue),
      'company.description': p.description,
      'company.founded': p.founded_year,
    },
    null,
  )
  return { values, match: { id: found.id, name: p.name ?? '' }, requestId: null, attribution: null }
}
