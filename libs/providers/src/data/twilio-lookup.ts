import { z } from 'zod'
import { defineData, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, urlOf } from '../http/call-json.ts'
import { collectValues, demandOf } from './collect-values.ts'
import type { DataAnswer, DataRequest } from './data-provider.ts'

const SERVICE = 'Twilio Lookup'
const answer = z.object({
  valid: z.boolean(),
  phone_number: z.string().nullish(),
  country_code: z.string().nullish(),
  url: z.string().nullish(),
  line_type_intelligence: z.object({ type: z.string().nullish(), carrier_name: z.string().nullish() }).nullish(),
})
const settings = z.object({
  baseUrl: baseUrl('https://lookups.twilio.com'),
  accountSid: z
    .string()
    .min(1)
    .max(64)
    .default('set-me')
    .meta({ title: 'Account SID', description: 'Begins with AC; the key is the auth token beside it.' }),
})
type Context = CallContext<z.output<typeof settings>>

export const twilioLookupProvider = defineData({
  id: 'twilio-lookup',
  kind: 'data',
  label: 'Twilio Lookup',
  summary: 'Whether a phone number exists, of which type it is and whose network it is in.',
  homepage: 'https://www.twilio.com/docs/lookup/v2-api',
  keyPage: 'https://console.twilio.com',
  key: 'required',
  settings,
  price: {
    microsPerCall: 8000,
    asOf: '2025-06-01',
    source: 'https://www.twilio.com/en-us/user-authentication-identity/pricing/lookup',
  },
  limits: { requestsPerMinute: 1200, tokensPerMinute: null, concurrency: 16 },
  provenance: {
    label: 'contract',
    checked: 'The published contract and its example answer, replayed with 22 faults.',
    unchecked: 'No answer of the live service was available.',
  },
  legacy: null,
  honoursAttemptKey: false,
  answers: ['phone.valid', 'phone.type', 'phone.carrier', 'phone.country'],
  test: async (context) => {
    // Without added fields a lookup is free.
    await callJson(context, {
      service: SERVICE,
      url: urlOf(context.settings.baseUrl, `v2/PhoneNumbers/${encodeURIComponent('+14159929960')}`),
      headers: headersOf(context),
      answer,
    })
    return `${SERVICE} accepts the key.`
  },
  call: lookUp,
})

async function lookUp(request: DataRequest, context: Context): Promise<DataAnswer> {
  const phone = demandOf(SERVICE, request.phone)
  const isPaid = request.facts.some((fact) => fact === 'phone.type' || fact === 'phone.carrier')
  const url = urlOf(context.settings.baseUrl, `v2/PhoneNumbers/${encodeURIComponent(phone)}`, {
    Fields: isPaid ? 'line_type_intelligence' : undefined,
    CountryCode: phone.startsWith('+') ? undefined : request.country,
  })
  const found = await callJson(context, { service: SERVICE, url, headers: headersOf(context), answer })
  const line = found.line_type_intelligence
  return {
    values: collectValues(
      request,
      {
        'phone.valid': found.valid,
        'phone.country': found.country_code,
        'phone.type': line?.type,
        'phone.carrier': line?.carrier_name,
      },
      null,
    ),
    match: { id: found.phone_number ?? phone, name: found.phone_number ?? phone },
    requestId: null,
    attribution: null,
  }
}

function headersOf({ key, settings: { accountSid } }: Context): Record<string, string> {
  return { authorization: `Basic ${btoa(`${accountSid}:${key}`)}` }
}
