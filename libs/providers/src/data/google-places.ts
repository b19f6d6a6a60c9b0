import { z } from 'zod'
import { defineData, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, urlOf } from '../http/call-json.ts'
import { collectValues, demandOf, nothing, placeOf } from './collect-values.ts'
import type { DataAnswer, DataRequest } from './data-provider.ts'

const SERVICE = 'Google Places'
const FIELDS = {
  'company.name': 'displayName',
  'company.phone': 'internationalPhoneNumber',
  'company.website': 'websiteUri',
  'company.street': 'formattedAddress',
  'company.latitude': 'location',
  'company.longitude': 'location',
  'company.category': 'primaryTypeDisplayName',
  'company.status': 'businessStatus',
  'company.rating': 'rating',
  'company.opening_hours': 'regularOpeningHours',
} as const
const text = z.object({ text: z.string() })
const place = z.object({
  id: z.string(),
  displayName: text.optional(),
  internationalPhoneNumber: z.string().optional(),
  websiteUri: z.string().optional(),
  formattedAddress: z.string().optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  primaryTypeDisplayName: text.optional(),
  businessStatus: z.string().optional(),
  rating: z.number().optional(),
  regularOpeningHours: z.object({ weekdayDescriptions: z.array(z.string()).optional() }).optional(),
  googleMapsUri: z.string().optional(),
})
const answer = z.object({ places: z.array(place).default([]) })

export const googlePlacesProvider = defineData({
  id: 'google-places',
  kind: 'data',
  label: 'Google Places (New)',
  summary: 'Places and businesses by name and town: phone, website, address, hours.',
  homepage: 'https://developers.google.com/maps/documentation/places/web-service/op-overview',
  keyPage: 'https://console.cloud.google.com/google/maps-apis/credentials',
  key: 'required',
  settings: z.object({ baseUrl: baseUrl('https://places.googleapis.com') }),
  // The most expensive fields decide the class of the whole call.
  price: {
    microsPerCall: 40_000,
    asOf: '2025-03-01',
    source: 'https://developers.google.com/maps/billing-and-pricing/pricing',
  },
  limits: { requestsPerMinute: 600, tokensPerMinute: null, concurrency: 10 },
  provenance: {
    label: 'contract',
    checked: 'The published contract and its example answer, replayed with 22 faults.',
    unchecked: 'No answer of the live service was available.',
  },
  legacy: null,
  honoursAttemptKey: false,
  answers: Object.keys(FIELDS) as (keyof typeof FIELDS)[],
  test: async (context) => {
    await callJson(context, {
      service: SERVICE,
      url: urlOf(context.settings.baseUrl, 'v1/places:searchText'),
      headers: headersOf(context, ['id']),
      body: { textQuery: 'Google, Mountain View', pageSize: 1 },
      answer,
    })
    return `${SERVICE} accepts the key.`
  },
  call: lookUp,
})

async function lookUp(request: DataRequest, context: CallContext<{ baseUrl: string }>): Promise<DataAnswer> {
  demandOf(SERVICE, request.name)
  const fields = [
    'id',
    'displayName',
    'googleMapsUri',
    ...request.facts.flatMap((fact) => FIELDS[fact as keyof typeof FIELDS] ?? []),
  ]
  const { places } = await callJson(context, {
    service: SERVICE,
    url: urlOf(context.settings.baseUrl, 'v1/places:searchText'),
    headers: headersOf(context, fields),
    body: { textQuery: placeOf(request), pageSize: 1, ...(request.country ? { regionCode: request.country } : {}) },
    answer,
  })
  const [found] = places
  if (!found) return nothing()
  const values = collectValues(
    request,
    {
      'company.name': found.displayName?.text,
      'company.phone': found.internationalPhoneNumber?.replaceAll(/[^+\d]/g, ''),
      'company.website': found.websiteUri,
      'company.street': found.formattedAddress,
      'company.latitude': found.location?.latitude,
      'company.longitude': found.location?.longitude,
      'company.category': found.primaryTypeDisplayName?.text,
      'company.status': found.businessStatus,
      'company.rating': found.rating,
      'company.opening_hours': found.regularOpeningHours?.weekdayDescriptions?.join('; '),
    },
    found.googleMapsUri ?? null,
  )
  return { values, match: { id: found.id, name: found.displayName?.text ?? '' }, requestId: null, attribution: null }
}

/** Only requested fields are charged for. */
function headersOf(context: CallContext<{ baseUrl: string }>, fields: readonly string[]): Record<string, string> {
  return {
    'x-goog-api-key': context.key ?? '',
    'x-goog-fieldmask': [...new Set(fields)].map((field) => `places.${field}`).join(','),
  }
}
