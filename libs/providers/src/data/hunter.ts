import { z } from 'zod'
import { defineData, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, urlOf } from '../http/call-json.ts'
import { collectValues, demandOf, nothing } from './collect-values.ts'
import type { DataAnswer, DataRequest } from './data-provider.ts'

const SERVICE = 'Hunter'
const source = z.array(z.object({ uri: z.string() })).nullish()
const finder = z.object({
  data: z.object({
    email: z.string().nullish(),
    score: z.number().nullish(),
    position: z.string().nullish(),
    phone_number: z.string().nullish(),
    sources: source,
  }),
})
const verifier = z.object({ data: z.object({ status: z.string(), score: z.number().nullish() }) })
const search = z.object({
  data: z.object({
    organization: z.string().nullish(),
    emails: z
      .array(
        z.object({ value: z.string(), type: z.string().nullish(), confidence: z.number().nullish(), sources: source }),
      )
      .default([]),
  }),
})

export const hunterProvider = defineData({
  id: 'hunter',
  kind: 'data',
  label: 'Hunter',
  summary:
    'E-mail addresses of people and companies, with where they were seen; checks whether one can be delivered to.',
  homepage: 'https://hunter.io',
  keyPage: 'https://hunter.io/api-keys',
  key: 'required',
  settings: z.object({ baseUrl: baseUrl('https://api.hunter.io') }),
  // One request is one credit. Only you know the price per credit of your plan.
  price: null,
  limits: { requestsPerMinute: 500, tokensPerMinute: null, concurrency: 10 },
  provenance: {
    label: 'contract',
    checked: 'The published contract and its example answer, replayed with 22 faults.',
    unchecked: 'No answer of the live service was available.',
  },
  legacy: null,
  honoursAttemptKey: false,
  answers: [
    'person.email',
    'person.title',
    'person.phone',
    'company.email',
    'company.name',
    'email.valid',
    'email.score',
  ],
  test: async (context) => {
    const { data } = await callJson(context, {
      service: SERVICE,
      url: urlOf(context.settings.baseUrl, 'v2/account'),
      headers: headersOf(context),
      answer: z.object({ data: z.object({ email: z.string().optional(), plan_name: z.string().optional() }) }),
    })
    return `${SERVICE} accepts the key${data.plan_name ? ` (plan ${data.plan_name})` : ''}.`
  },
  call: (request, context) => {
    if (request.facts.some((fact) => fact.startsWith('email.'))) return verify(request, context)
    return request.facts.some((fact) => fact.startsWith('person.'))
      ? findPerson(request, context)
      : findCompany(request, context)
  },
})

type Context = CallContext<{ baseUrl: string }>
const headersOf = ({ key }: Context): Record<string, string> => ({ authorization: `Bearer ${key}` })

async function findPerson(request: DataRequest, context: Context): Promise<DataAnswer> {
  const { first, last, full } = demandOf(SERVICE, request.person)
  const url = urlOf(context.settings.baseUrl, 'v2/email-finder', {
    domain: demandOf(SERVICE, request.domain),
    first_name: first,
    last_name: last,
    full_name: first && last ? undefined : demandOf(SERVICE, full),
  })
  const { data } = await callJson(context, { service: SERVICE, url, headers: headersOf(context), answer: finder })
  if (!data.email) return nothing()
  return {
    values: collectValues(
      request,
      { 'person.email': data.email, 'person.title': data.position, 'person.phone': data.phone_number },
      data.sources?.[0]?.uri ?? null,
      data.score == null ? null : data.score / 100,
    ),
    match: { id: data.email, name: full ?? `${first} ${last}` },
    requestId: null,
    attribution: null,
  }
}

async function findCompany(request: DataRequest, context: Context): Promise<DataAnswer> {
  const { data } = await callJson(context, {
    service: SERVICE,
    url: urlOf(context.settings.baseUrl, 'v2/domain-search', { domain: demandOf(SERVICE, request.domain), limit: 10 }),
    headers: headersOf(context),
    answer: search,
  })
  // A company’s own address before the address of a person who works there.
  const best = data.emails.find((email) => email.type === 'generic')
  if (!best && !data.organization) return nothing()
  return {
    values: collectValues(
      request,
      { 'company.email': best?.value, 'company.name': data.organization },
      best?.sources?.[0]?.uri ?? null,
      best?.confidence == null ? null : best.confidence / 100,
    ),
    match: { id: request.domain!, name: data.organization ?? request.domain! },
    requestId: null,
    attribution: null,
  }
}

async function verify(request: DataRequest, context: Context): Promise<DataAnswer> {
  const email = demandOf(SERVICE, request.email)
  const { data } = await callJson(context, {
    service: SERVICE,
    url: urlOf(context.settings.baseUrl, 'v2/email-verifier', { email }),
    headers: headersOf(context),
    answer: verifier,
  })
  return {
    values: collectValues(
      request,
      {
        'email.valid':
          data.status === 'valid' ? true : data.status === 'invalid' || data.status === 'disposable' ? false : null,
        'email.score': data.score,
      },
      null,
    ),
    match: { id: email, name: email },
    requestId: null,
    attribution: null,
  }
}
